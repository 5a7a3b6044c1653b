"""Random histories of settled goods: what sellers owe of late claims comes to what the rates say, and walks to zero."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from settings import Settings
from tests.trade.histories import drawn, market_alone
from tests.trade.settlement.machine_of_recoveries import MachineOfRecoveries
from tests.trade.settlement.owed import completed

EVERY_CHANGE = 3


@pytest.mark.parametrize("examples", [EVERY_CHANGE, pytest.param(200, marks=pytest.mark.soak)])
def test_theme_20_what_sellers_owe_of_late_claims_walks_to_zero_after_any_history(
    migrated: Settings, examples: int
) -> None:
    plan = drawn(examples, 30, same=examples == EVERY_CHANGE)
    MachineOfRecoveries.done = {}
    with market_alone(migrated) as (connection, market):
        orders = [completed(market) for _ in range(3)]
        market.settle()
        begun: Any = partial(MachineOfRecoveries, connection, market, orders)
        run_state_machine_as_test(begun, settings=plan)
    assert MachineOfRecoveries.done.get("claim", 0) >= examples, MachineOfRecoveries.done
