"""P14: what was backed up as ``docs/operations.md`` says comes back whole, and goes on from there."""

from __future__ import annotations

import subprocess
from collections.abc import Callable, Iterator
from copy import copy
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text
from sqlalchemy.engine import URL, make_url
from sqlalchemy.exc import ProgrammingError
from sqlalchemy.orm import Session

from adapters import embedded
from adapters.database import open_engine, session_on
from adapters.embedded.postgres import program
from settings import Settings
from tests import databases
from tests.trade.market import Market
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.work import Call, bind_actor
from trade.ledger.actions import seal_entries
from trade.ledger.verify import verify
from trade.ordering.verify import verify_stock

PROJECT = Path(__file__).parents[2]
HEAD = "SELECT position, encode(chain, 'hex') FROM ledger_seals ORDER BY position DESC LIMIT 1"


def tool(superuser: URL, name: str, *arguments: str) -> None:
    """Run one of PostgreSQL's tools as the superuser."""
    whom = {"PGHOST": superuser.query["host"], "PGUSER": superuser.username, "PGPASSWORD": superuser.password}
    told = {key: str(value) for key, value in whom.items()}
    done = subprocess.run([program(name), *arguments], env=told, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


@pytest.fixture
def restored(migrated: Settings, tmp_path: Path) -> Iterator[Callable[[], str]]:
    """Back the market up and bring it back beside itself: the address of the second for the application."""
    market = str(make_url(migrated.database_url).database)
    second = f"{market}_restored"
    with embedded.servers(PROJECT / "var" / "test", fast=True) as urls:
        superuser = make_url(urls.superuser_database)

        def bring_back() -> str:
            dump = str(tmp_path / "market.dump")
            tool(superuser, "pg_dump", "-Fc", "-d", market, "-f", dump)
            tool(superuser, "createdb", second)
            tool(superuser, "pg_restore", "-d", second, dump)
            tool(superuser, "pg_amcheck", "--install-missing", "-d", second)
            return make_url(migrated.database_url).set(database=second).render_as_string(hide_password=False)

        yield bring_back
        with databases.superuser(urls) as connection:
            connection.execute(text(f"DROP DATABASE IF EXISTS {second} WITH (FORCE)"))


@pytest.fixture
def market(committed: Session) -> Market:
    """A market in which goods were paid for and wait to be sent; its books are sealed."""
    market = Market(committed)
    market.money(minor=10_000)
    market.order({market.goods(): 12})
    seal_entries(Call(committed, Actor.system(), market.at))
    return market


def standing(market: Market) -> list[object]:
    """Tell the head of the chain, what was ordered, and what the shop has left."""
    return [
        *market.rows(HEAD),
        *market.rows("SELECT id, total_minor FROM orders"),
        market.balance("wallet", market.retailer),
    ]


def test_p14_a_backup_comes_back_whole_and_goes_on(market: Market, restored: Callable[[], str]) -> None:
    before = standing(market)
    engine = open_engine(restored())
    with session_on(engine, Actor.system()) as session:
        second = copy(market)
        second.session = session

        assert standing(second) == before
        assert verify(session, also=CHECKS).is_sound

        second.order({second.goods(): 6})
        seal_entries(Call(session, Actor.system(), second.at))
        bind_actor(session, Actor.system())
        assert verify(session, also=CHECKS).is_sound
        assert verify_stock(session) == []
    engine.dispose()


def test_p14_what_holds_the_books_comes_back_too(market: Market, restored: Callable[[], str]) -> None:
    """Grants and policies are a part of it: the application may not write the books by itself there either."""
    engine = create_engine(restored())
    with engine.connect() as connection, pytest.raises(ProgrammingError, match="permission denied"):
        connection.execute(text("UPDATE ledger_postings SET amount_minor = 1"))
    with engine.connect() as connection:
        assert connection.execute(text("SELECT count(*) FROM orders")).scalar_one() == 0  # nobody asks: nothing is seen
    engine.dispose()
