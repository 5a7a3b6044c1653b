"""Random histories of goods in several places: every unit is where a plain account has it, and nothing is promised twice."""

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
from tests.trade.stock.machine_of_places import MachineOfPlaces

EVERY_CHANGE = 12


@pytest.mark.parametrize("examples", [EVERY_CHANGE, pytest.param(1_000, marks=pytest.mark.soak)])
def test_levels_places_lots_and_promises_agree_after_any_history(migrated: Settings, examples: int) -> None:
    plan = settings(
        max_examples=examples,
        stateful_step_count=100,
        deadline=None,
        derandomize=examples == EVERY_CHANGE,  # the same histories at every change, others in each soak
        print_blob=True,
        phases=(Phase.explicit, Phase.reuse, Phase.generate, Phase.shrink),
        suppress_health_check=list(HealthCheck),
    )
    MachineOfPlaces.operations = MachineOfPlaces.splits = MachineOfPlaces.replacements = 0
    engine = open_engine(migrated.database_url)
    with (
        engine.connect() as connection,
        connection.begin() as outer,
        Session(connection, join_transaction_mode="create_savepoint") as session,
    ):
        begun: Any = partial(MachineOfPlaces, connection, Market(session))
        run_state_machine_as_test(begun, settings=plan)
        outer.rollback()
    engine.dispose()
    assert MachineOfPlaces.operations >= 8 * examples
    assert MachineOfPlaces.splits > 0, "no order was ever served from two places"
    # Few histories come by this, and which ones depends on the modules that are loaded; test_fresh.py has the case itself.
    assert MachineOfPlaces.replacements > 0 or examples == EVERY_CHANGE, "no lot ever died before its shipping"
