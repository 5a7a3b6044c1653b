"""Somebody with every right on the server changes one field of the books: verification finds it."""

from __future__ import annotations

import os
from collections.abc import Iterator
from datetime import timedelta
from random import Random
from typing import Any

import pytest
from sqlalchemy import Connection, text
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from settings import Settings
from tests.trade.ledger.books import AT, BANK, CLEARING, COMMISSION, UNAPPLIED, entry, superuser
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.ledger.actions import seal_entries
from trade.ledger.closing import close_books
from trade.ledger.rules import Account, AccountKind
from trade.ledger.verify import verify

ENTRIES = 60

BYTES = "set_byte({column}, 0, 255 - get_byte({column}, 0))"
FLIPS = {
    "ledger_entries.id": "DEFAULT",
    "ledger_entries.source_key": "source_key || '.'",
    "ledger_entries.at": "at + interval '1 microsecond'",
    "ledger_entries.hash": BYTES,
    "ledger_entries.transaction_id": "transaction_id + 1",
    "ledger_postings.entry_id": "(SELECT e.id FROM ledger_entries e WHERE e.id <> entry_id ORDER BY random() LIMIT 1)",
    "ledger_postings.line": "line + 100",
    "ledger_postings.account_id": "(SELECT a.id FROM ledger_accounts a WHERE a.id <> account_id ORDER BY random() LIMIT 1)",
    "ledger_postings.organisation_id": "gen_random_uuid()",
    "ledger_postings.amount_minor": "amount_minor * 2 + sign(amount_minor)",
    "ledger_postings.currency": "'CNY'",
    "ledger_accounts.id": "DEFAULT",
    "ledger_accounts.kind": "(SELECT c.kind FROM ledger_chart c WHERE c.kind <> ledger_accounts.kind ORDER BY random() LIMIT 1)",
    "ledger_accounts.organisation_id": "gen_random_uuid()",
    "ledger_accounts.currency": "'CNY'",
    "ledger_accounts.balance_minor": "coalesce(balance_minor, 6) + 1",
    "ledger_seals.position": "position + 1000000",
    "ledger_seals.entry_id": "entry_id + 1000000",
    "ledger_seals.chain": BYTES,
    "ledger_days.day": "day - 1",
    "ledger_days.last_entry": "last_entry - 1",
    "ledger_snapshots.account_id": "account_id + 1000",
    "ledger_snapshots.day": "day - 1",
    "ledger_snapshots.balance_minor": "balance_minor + 1",
    "ledger_closes.until": "until + interval '1 day'",
    "ledger_closes.entries": "entries + 1",
    "ledger_closes.debit_minor": "debit_minor + 1",
    "ledger_chart.kind": "kind || '_'",
    "ledger_chart.side": "CASE side WHEN 'debit' THEN 'credit' ELSE 'debit' END",
    "ledger_chart.owned": "NOT owned",
    "ledger_chart.limited": "NOT limited",
}


@pytest.fixture
def intruder(committed: Session, migrated: Settings) -> Iterator[Connection]:
    """The superuser in front of books with sixty entries, fifty of them sealed."""
    market = Market(committed)
    random = Random(7)
    kinds = (AccountKind.WALLET, AccountKind.HOLD, AccountKind.ESCROW, AccountKind.PAYABLE)
    for number in range(ENTRIES):
        if number == ENTRIES - 10:
            seal_entries(Call(committed, Actor.system(), AT))
        organisation = random.choice([market.retailer, market.supplier, market.rival]).organisation
        others = [Account(random.choice(kinds), organisation), random.choice([COMMISSION, CLEARING, UNAPPLIED])]
        amounts = [random.randint(1, 10**6) for _ in others]
        sides = [(BANK, sum(amounts)), *((a, -m) for a, m in zip(others, amounts, strict=True))]
        entry(committed, f"event:{number}", *sides)
    close_books(Call(committed, Actor.system(), AT + timedelta(days=1)), day=AT.date())
    with superuser(migrated) as connection:
        yield connection


def is_found(connection: Connection, statement: str) -> bool:
    """Change something, verify, and undo the change."""
    with connection.begin() as transaction:
        try:
            assert connection.execute(text(statement)).rowcount == 1, statement
        except IntegrityError:
            return True  # the table itself refuses this one, even with its triggers off
        with Session(connection) as session:
            sound = verify(session).is_sound
        transaction.rollback()
    return not sound


def one_row(connection: Connection, table: str, random: Random) -> Any:
    """Choose a row; of the chart, one that is in use."""
    used = " WHERE kind IN (SELECT kind FROM ledger_accounts)" if table == "ledger_chart" else ""
    rows = connection.execute(text(f"SELECT ctid::text FROM {table}{used} ORDER BY ctid")).scalars().all()
    connection.rollback()
    return random.choice(rows)


@pytest.mark.parametrize("tries", [100, pytest.param(1000, marks=pytest.mark.soak)])
def test_one_changed_field_is_always_found(intruder: Connection, tries: int) -> None:
    seed = int(os.environ.get("PINHUO_SEED", "0")) or Random().randrange(10**9)
    random = Random(seed)
    assert not is_found(intruder, "UPDATE ledger_seals SET chain = chain WHERE position = 1")
    missed = []
    names = sorted(FLIPS)
    for number in range(tries):
        name = names[number % len(names)]
        table, column = name.split(".")
        value = FLIPS[name].format(column=column)
        row = one_row(intruder, table, random)
        if not is_found(intruder, f"UPDATE {table} SET {column} = {value} WHERE ctid = '{row}'"):
            missed.append((name, row))
    assert missed == [], f"seed {seed}"


@pytest.mark.parametrize("table", ["ledger_postings", "ledger_entries", "ledger_seals"])
def test_a_row_that_was_removed_is_found(intruder: Connection, table: str) -> None:
    order = {"ledger_postings": "entry_id", "ledger_entries": "id", "ledger_seals": "position"}[table]
    assert is_found(intruder, f"DELETE FROM {table} WHERE ctid = (SELECT ctid FROM {table} ORDER BY {order} LIMIT 1)")


def test_no_field_of_the_books_was_forgotten(intruder: Connection) -> None:
    found = intruder.execute(
        text(
            "SELECT table_name || '.' || column_name FROM information_schema.columns"
            " WHERE table_schema = 'public' AND table_name LIKE 'ledger!_%' ESCAPE '!'"
        )
    ).scalars()
    assert set(found) == set(FLIPS)
