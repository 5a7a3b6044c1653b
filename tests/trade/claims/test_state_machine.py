"""Random histories of claims: each stands at what was done about it, and what is open is what is to be recovered."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from settings import Settings
from tests.trade.claims.claimed import delivered
from tests.trade.claims.machine_of_claims import MachineOfClaims
from tests.trade.histories import drawn, market_alone
from trade.claims.actions import name_carrier

EVERY_CHANGE = 4


@pytest.mark.parametrize("examples", [EVERY_CHANGE, pytest.param(300, marks=pytest.mark.soak)])
def test_theme_21_claims_stand_at_what_was_done_about_them_after_any_history(migrated: Settings, examples: int) -> None:
    plan = drawn(examples, 40, same=examples == EVERY_CHANGE)
    MachineOfClaims.done = {}
    with market_alone(migrated) as (connection, market):
        orders = [delivered(market), delivered(market)]
        carrier_id = name_carrier(market.by(market.support), name="Fast Vans")
        begun: Any = partial(MachineOfClaims, connection, market, orders, carrier_id)
        run_state_machine_as_test(begun, settings=plan)
    # Which histories the few are depends on the modules that are loaded; three claims begin each of them.
    assert sum(MachineOfClaims.done.values()) >= (3 if examples == EVERY_CHANGE else 8) * examples, MachineOfClaims.done
