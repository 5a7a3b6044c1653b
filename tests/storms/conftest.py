"""One supervised market for all storms, people with phones in it, and an account of everything when each is over."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import Engine, create_engine, text
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from adapters.clock import now
from tests.infra.watching import eventually
from tests.storms.crowd import Crowd
from tests.storms.running import Supervised, supervised
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Whatever stands in this folder takes its time."""
    for item in items:
        if Path(__file__).parent in item.path.parents:
            item.add_marker(pytest.mark.slow)


@pytest.fixture(scope="package")
def running() -> Iterator[Supervised]:
    """The market, running, in a folder that the embedded servers' account can reach."""
    with tempfile.TemporaryDirectory(prefix="pinhuo-storms-") as folder, supervised(Path(folder)) as started:
        yield started


@pytest.fixture(scope="package")
def engine(running: Supervised) -> Engine:
    """Connections of the test's own, made anew each time: those of before may be dead."""
    return create_engine(running.urls.database, poolclass=NullPool)


@pytest.fixture
def market(running: Supervised, engine: Engine) -> Iterator[Market]:
    """A market of its own in the one that runs."""
    eventually(running.is_open, seconds=60)
    eventually(lambda: can_ask(engine), seconds=60)
    with Session(engine) as session:
        bind_actor(session, Actor.system())
        yield Market(session, now())


@pytest.fixture
def crowd(running: Supervised, market: Market) -> Crowd:
    """Four people of two shops, who share wallets and want the same goods."""
    return Crowd(market, running.port)


def can_ask(engine: Engine) -> bool:
    """Whether the database answers."""
    try:
        with engine.connect() as connection:
            connection.execute(text("SELECT 1"))
    except OperationalError:
        return False
    return True
