"""The bank's statements and the files sent to it: read page by page to the oldest one, and taken along as a file."""

from __future__ import annotations

import csv
from functools import partial

import pytest

from adapters.bank import write_payments
from tests.trade.banking.papers import line, take
from tests.trade.payouts.paying import approved_batch, sellers_with_money
from trade.banking.queries import statements_after
from trade.kernel.actor import Actor
from trade.payouts.actions import make_bank_file
from trade.payouts.queries import bank_files_after
from web.sheets import all_rows

STATEMENTS = ["S1", "S2", "S3"]


@pytest.fixture
def statements(market):
    """Three statements of one day, each from where the one before ended."""
    for number, bank_id in enumerate(STATEMENTS):
        take(market, line(100), opening=100 * number, bank_id=bank_id)
        market.later(seconds=1)


@pytest.fixture
def files(market):
    """Three files that wait for the bank, the oldest first."""
    references = []
    for part in range(3):
        sellers_with_money(market, 1, minor=10_000 + part)
        approved_batch(market)
        make_bank_file(market.by(Actor.system()), write_payments)
        references += market.rows("SELECT reference FROM bank_files WHERE made_at = :at", at=market.at)
        market.later(seconds=1)
    return [reference for (reference,) in references]


def sheet(desk, endpoint):
    """The rows of a list as CSV, with what each column is called."""
    text = desk.get(endpoint, kind="csv").answer.get_data(as_text=True).removeprefix("\ufeff")
    return list(csv.DictReader(text.splitlines()))


def test_no_statement_falls_off_the_end_of_its_list(maker, market, statements):
    with market.as_system() as session:
        walked = [row.bank_id for row in all_rows(partial(one_by_one, statements_after, session))]

    assert walked == STATEMENTS[::-1]
    page = maker.get("finance.bank")
    assert [row[0] for row in page.rows("Statements of the bank, newest first")] == walked
    rows = sheet(maker, "finance.bank_statements_file")
    assert [(row["The bank's statement"], row["Opening balance"], row["Closing balance"]) for row in rows] == [
        ("S3", "2.00", "3.00"), ("S2", "1.00", "2.00"), ("S1", "0.00", "1.00")
    ]  # fmt: skip


def test_no_file_falls_off_the_end_of_its_list(maker, market, files):
    with market.as_system() as session:
        walked = [row.reference for row in all_rows(partial(one_by_one, bank_files_after, session))]

    assert walked == files[::-1]
    assert not maker.get("finance.batch_list").has_link("Further")
    page = maker.get(maker.get("finance.batch_list").link("Files for the bank"))
    assert [row[0] for row in page.rows("Files for the bank, newest first")] == walked
    rows = sheet(maker, "finance.bank_files_file")
    assert [(row["File"], row["Payouts"], row["Amount"]) for row in rows] == [
        (reference, "1", f"100.0{2 - number}") for number, reference in enumerate(walked)
    ]


def test_without_any_file_its_page_says_what_will_be_there(checker):
    assert "Approved payouts leave in files for the bank." in checker.get("finance.bank_file_list").words()


def one_by_one(page_after, session, cursor):
    """A page of one row."""
    return page_after(session, cursor=cursor, limit=1)
