"""A market that is really committed, and crowds that act on it at once, each with a connection of their own."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from sqlalchemy.orm import Session

from adapters.database import open_engine
from settings import Settings
from tests.trade.market import Market
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.errors import DomainError
from trade.kernel.work import Call, bind_actor
from trade.ledger.verify import verify
from trade.ordering.verify import verify_stock

CROWD = 64

Deed = Callable[[Session], Any]
Crowd = Callable[[Sequence[Deed]], list[Any]]


@pytest.fixture
def market(committed: Session) -> Iterator[Market]:
    """A market whose books and shelves must be sound when the race is over."""
    made = Market(committed)
    yield made
    bind_actor(committed, Actor.system())
    outcome = verify(committed, also=CHECKS)
    assert outcome.is_sound, outcome.differences
    assert verify_stock(committed) == []


@pytest.fixture(scope="session")
def crowd(migrated: Settings) -> Iterator[Crowd]:
    """Do all deeds at once; answer what each returned, or the refusal it met. Anything else fails the test."""
    engine = open_engine(migrated.database_url, connections=CROWD)
    pool = ThreadPoolExecutor(CROWD)

    def act(deeds: Sequence[Deed]) -> list[Any]:
        start = Barrier(len(deeds))

        def one(deed: Deed) -> Any:
            with Session(engine) as session:
                session.connection()  # connected before the start, so that all begin together
                session.rollback()
                start.wait(30)
                try:
                    return deed(session)
                except DomainError as refusal:
                    return refusal

        return list(pool.map(one, deeds))

    yield act
    pool.shutdown()
    engine.dispose()


def on(session: Session, call: Call) -> Call:
    """Make the same call on another session."""
    return Call(session, call.actor, call.at, call.command)


def deed(call: Call, verb: Callable[..., Any], *arguments: Any, **named: Any) -> Deed:
    """Make a call of an action something that one of a crowd can do."""
    return lambda session: verb(on(session, call), *arguments, **named)


def kinds(answers: Sequence[Any]) -> Counter[str]:
    """Count the answers by type."""
    return Counter(type(answer).__name__ for answer in answers)
