"""Nobody changes what the books say: not the application, not the owner of the tables."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import DBAPIError
from sqlalchemy.orm import Session

from settings import Settings
from tests.trade.ledger.books import BANK, UNAPPLIED, entry, owner, state_of
from tests.trade.looking import snapshot

READ_ONLY = ("ledger_chart", "ledger_accounts", "ledger_entries", "ledger_postings", "ledger_seals")
APPEND_ONLY = ("ledger_entries", "ledger_postings", "ledger_seals", "events", "stock_moves", "commands")
DENIED, CLOSED, UNBALANCED = "42501", "PH002", "PH003"

WRITES = {
    "INSERT": "INSERT INTO {table} OVERRIDING SYSTEM VALUE SELECT * FROM {table}",
    "UPDATE": "UPDATE {table} SET {column} = {column}",
    "DELETE": "DELETE FROM {table}",
    "TRUNCATE": "TRUNCATE {table} CASCADE",
}
FIRST_COLUMN = {"ledger_chart": "kind", "ledger_entries": "at", "ledger_postings": "currency", "ledger_accounts": "kind",
                "ledger_seals": "chain", "events": "verb", "stock_moves": "reason", "commands": "action"}  # fmt: skip


@pytest.mark.parametrize("verb", WRITES)
@pytest.mark.parametrize("table", READ_ONLY)
def test_the_application_may_not_write_the_books(session: Session, table: str, verb: str) -> None:
    entry(session, "one", (BANK, 1), (UNAPPLIED, -1))
    before = snapshot(session)
    with pytest.raises(DBAPIError) as caught, session.begin_nested():
        session.execute(text(WRITES[verb].format(table=table, column=FIRST_COLUMN[table])))
    assert state_of(caught.value) == DENIED
    assert snapshot(session) == before


@pytest.mark.parametrize("verb", ["UPDATE", "DELETE", "TRUNCATE"])
@pytest.mark.parametrize("table", ["events", "commands", "stock_moves", "statement_lines"])
def test_the_application_only_ever_adds_to_history(session: Session, table: str, verb: str) -> None:
    column = FIRST_COLUMN.get(table, "quantity")
    with pytest.raises(DBAPIError) as caught, session.begin_nested():
        session.execute(text(WRITES[verb].format(table=table, column=column)))
    assert state_of(caught.value) == DENIED


@pytest.mark.parametrize(
    "statement",
    [
        "ALTER TABLE ledger_postings DISABLE TRIGGER ALL",
        "DROP TRIGGER append_only ON ledger_postings",
        "ALTER TABLE ledger_postings NO FORCE ROW LEVEL SECURITY",
        "CREATE OR REPLACE FUNCTION ledger_check_sum() RETURNS trigger LANGUAGE plpgsql AS 'BEGIN RETURN NULL; END'",
        "SET session_replication_role = replica",
        "SELECT pinhuo_append_only('orders')",
        "SELECT setval('ledger_entries_id_seq', 1)",
        "DROP FUNCTION ledger_post",
    ],
)
def test_the_application_cannot_take_the_locks_off(session: Session, statement: str) -> None:
    with pytest.raises(DBAPIError) as caught, session.begin_nested():
        session.execute(text(statement))
    assert state_of(caught.value) == DENIED


@pytest.fixture
def books(committed: Session, migrated: Settings) -> Iterator[Connection]:
    """The owner of the tables, with one closed entry in front of them."""
    entry(committed, "closed", (BANK, 5), (UNAPPLIED, -5))
    with owner(migrated) as connection:
        yield connection


def tried(connection: Connection, *statements: str) -> str:
    with pytest.raises(DBAPIError) as caught:  # noqa: PT012 - the last one, or the commit, is refused
        for statement in statements:
            connection.execute(text(statement))
        connection.commit()
    connection.rollback()
    return state_of(caught.value)


def test_even_the_owner_cannot_change_or_remove_what_was_posted(books: Connection) -> None:
    assert tried(books, "UPDATE ledger_postings SET amount_minor = amount_minor") == CLOSED
    assert tried(books, "DELETE FROM ledger_postings") == CLOSED
    assert tried(books, "UPDATE ledger_entries SET source_key = source_key || 'x'") == CLOSED
    assert tried(books, "DELETE FROM ledger_entries") == CLOSED


def test_even_the_owner_cannot_post_into_a_closed_entry(books: Connection) -> None:
    pair = (
        "INSERT INTO ledger_postings SELECT entry_id, line + 2, account_id, organisation_id, -amount_minor, currency"
        " FROM ledger_postings"
    )
    assert tried(books, pair) == CLOSED


def test_even_the_owner_cannot_write_an_entry_that_does_not_balance(books: Connection) -> None:
    begun = (
        "INSERT INTO ledger_entries (source_key, at, hash, transaction_id)"
        " VALUES ('forged', now(), '', pg_current_xact_id()::text::bigint)"
    )
    one_side = (
        "INSERT INTO ledger_postings SELECT e.id, 1, a.id, NULL, 5, 'GBP' FROM ledger_entries e, ledger_accounts a"
        " WHERE e.source_key = 'forged' AND a.kind = 'bank'"
    )
    assert tried(books, begun) == UNBALANCED, "an entry without postings"
    assert tried(books, begun, one_side) == UNBALANCED


@pytest.mark.parametrize("table", APPEND_ONLY)
def test_every_table_of_history_has_its_trigger(books: Connection, table: str) -> None:
    found = books.execute(
        text("SELECT tgtype & 24 FROM pg_trigger WHERE tgrelid = CAST(:t AS regclass) AND tgname = 'append_only'"),
        {"t": table},
    ).scalar_one()
    assert found == 24, "for update and for delete"
