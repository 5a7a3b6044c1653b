"""Random histories of goods in several places: every unit is where a plain account has it, and nothing is promised twice."""

from __future__ import annotations

from functools import partial
from typing import Any

import pytest
from hypothesis.stateful import run_state_machine_as_test

from settings import Settings
from tests.trade.histories import drawn, market_alone
from tests.trade.stock.machine_of_places import MachineOfPlaces

EVERY_CHANGE = 12


@pytest.mark.parametrize("examples", [EVERY_CHANGE, pytest.param(1_000, marks=pytest.mark.soak)])
def test_levels_places_lots_and_promises_agree_after_any_history(migrated: Settings, examples: int) -> None:
    plan = drawn(examples, 100, same=examples == EVERY_CHANGE)
    MachineOfPlaces.operations = MachineOfPlaces.splits = MachineOfPlaces.replacements = 0
    with market_alone(migrated) as (connection, market):
        begun: Any = partial(MachineOfPlaces, connection, market)
        run_state_machine_as_test(begun, settings=plan)
    assert MachineOfPlaces.operations >= 8 * examples
    assert MachineOfPlaces.splits > 0, "no order was ever served from two places"
    # Few histories come by this, and which ones depends on the modules that are loaded; test_fresh.py has the case itself.
    assert MachineOfPlaces.replacements > 0 or examples == EVERY_CHANGE, "no lot ever died before its shipping"
