"""Posting straight into the books, and looking at them with other eyes than the application's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import Connection, create_engine, make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from adapters import embedded
from settings import PROJECT, Settings
from trade.kernel.actor import Actor
from trade.kernel.work import Call, Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, Posting

AT = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
BANK = Account(AccountKind.BANK)
UNAPPLIED = Account(AccountKind.UNAPPLIED_RECEIPTS)
COMMISSION = Account(AccountKind.COMMISSION)
CLEARING = Account(AccountKind.PAYOUT_CLEARING)


@action()
def enter(work: Work, source_key: str, postings: list[Posting]) -> None:
    """Write one entry, as an area above would."""
    post(work, source_key, postings)


def entry(session: Session, source_key: str, *sides: tuple[Account, int], currency: str = "GBP") -> None:
    """Write one entry as the system: accounts and amounts, debit positive."""
    enter(
        Call(session, Actor.system(), AT), source_key, [Posting(account, minor, currency) for account, minor in sides]
    )


@contextmanager
def owner(settings: Settings) -> Iterator[Connection]:
    """Connect as the tables' owner."""
    engine = create_engine(settings.migration_database_url, poolclass=NullPool)
    with engine.connect() as connection:
        yield connection


@contextmanager
def superuser(settings: Settings) -> Iterator[Connection]:
    """Connect as the superuser, with triggers and foreign keys switched off: an intruder on the server itself."""
    with embedded.servers(PROJECT / "var" / "test", fast=True) as urls:
        name = make_url(settings.database_url).database
        engine = create_engine(make_url(urls.superuser_database).set(database=name), poolclass=NullPool)
        with engine.connect() as connection:
            connection.exec_driver_sql("SET session_replication_role = replica")
            connection.commit()
            yield connection


def state_of(error: Any) -> str:
    """Return the SQLSTATE of a database error."""
    return str(error.orig.sqlstate)
