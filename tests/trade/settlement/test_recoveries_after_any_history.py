"""Random histories of settled goods: what sellers owe of late claims comes to what the rates say, and walks to zero."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy.orm import Session

from adapters.database import open_engine
from settings import Settings
from tests.trade.market import Market
from tests.trade.settlement.machine_of_recoveries import MachineOfRecoveries
from tests.trade.settlement.owed import completed

EVERY_CHANGE = 3


@pytest.mark.parametrize("examples", [EVERY_CHANGE, pytest.param(200, marks=pytest.mark.soak)])
def test_theme_20_what_sellers_owe_of_late_claims_walks_to_zero_after_any_history(
    migrated: Settings, examples: int
) -> None:
    plan = settings(
        max_examples=examples,
        stateful_step_count=30,
        deadline=None,
        derandomize=examples == EVERY_CHANGE,
        print_blob=True,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    MachineOfRecoveries.done = {}
    engine = open_engine(migrated.database_url)
    with (
        engine.connect() as connection,
        connection.begin() as outer,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        market = Market(session)
        orders = [completed(market) for _ in range(3)]
        market.settle()
        begun: Any = partial(MachineOfRecoveries, connection, market, orders)
        run_state_machine_as_test(begun, settings=plan)
        outer.rollback()
    engine.dispose()
    assert MachineOfRecoveries.done.get("claim", 0) >= examples, MachineOfRecoveries.done
