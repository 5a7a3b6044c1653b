"""Random histories against an independent auditor: ten thousand operations at every change, a million in a soak."""

from __future__ import annotations

from collections.abc import Iterator
from functools import partial
from typing import Any

import pytest
from hypothesis import settings
from hypothesis.stateful import run_state_machine_as_test
from sqlalchemy import Connection
from sqlalchemy.orm import Session

from adapters.database import open_engine
from settings import Settings
from tests import makers
from tests.trade.histories import drawn
from tests.trade.ledger.machine_of_books import MachineOfBooks
from tests.trade.ledger.machine_of_trade import MachineOfTrade
from tests.trade.market import Market

PLANS: dict[Any, tuple[int, int, int]] = {MachineOfBooks: (18, 45, 8_500), MachineOfTrade: (20, 100, 1_500)}
"""Examples, steps of each, and the operations that they must come to at least: ten thousand in sum."""


def plan(machine: Any, times: int) -> settings:
    return drawn(PLANS[machine][0] * times, PLANS[machine][1])


@pytest.fixture(scope="module")
def connection(migrated: Settings) -> Iterator[Connection]:
    """A transaction that all examples share and that is never committed."""
    engine = open_engine(migrated.database_url)
    with engine.connect() as made:
        yield made
    engine.dispose()


def walk(machine: Any, connection: Connection, times: int) -> int:
    """Run a machine until it did its operations, at most three times (what is drawn may be short); answer how many."""
    machine.operations = 0
    for _ in range(3):
        if machine.operations < PLANS[machine][2] * times:
            walk_once(machine, connection, times)
    return int(machine.operations)


def walk_once(machine: Any, connection: Connection, times: int) -> None:
    """Run a machine on a market of its own."""
    begun: Any
    with Session(connection, join_transaction_mode="create_savepoint") as session, connection.begin():
        if machine is MachineOfTrade:
            begun = partial(MachineOfTrade, connection, Market(session))
        else:
            begun = partial(MachineOfBooks, connection, [makers.make_organisation(session).id for _ in range(3)])
        run_state_machine_as_test(begun, settings=plan(machine, times))
        connection.rollback()


@pytest.mark.slow
@pytest.mark.parametrize("machine", PLANS)
def test_every_account_is_what_the_auditor_says_after_ten_thousand_operations(
    machine: Any, connection: Connection
) -> None:
    assert walk(machine, connection, 1) >= PLANS[machine][2]


@pytest.mark.soak
@pytest.mark.parametrize("machine", PLANS)
def test_every_account_is_what_the_auditor_says_after_a_million_operations(
    machine: Any, connection: Connection
) -> None:
    assert walk(machine, connection, 100) >= PLANS[machine][2] * 100
