"""Long statements, taken in by a job: killed anywhere, run again or beside itself, each line is taken once."""

from __future__ import annotations

import os
import signal
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from jobs.bank import take_bank_files, take_paper
from tests.jobs.test_bank_inbox import folder, lies, put  # noqa: F401 - a fixture
from tests.trade.banking.papers import line, report, show, statement, take
from tests.trade.market import Market
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.banking.actions import cancel_paper, go_on_taking, take_next
from trade.banking.actions import take_paper as begin
from trade.banking.ports import BankReading, FileKind, ReadPayment
from trade.banking.rules import StatementKnown
from trade.banking.taking import AT_ONCE
from trade.kernel.errors import MoveRefused

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
MANY = AT_ONCE + 40
PAPER = "SELECT state, lines_done, lines_total, fault FROM bank_papers WHERE id = :id"
ERRANDS = "SELECT count(*) FROM outbox WHERE job = 'take_paper'"


@pytest.fixture(autouse=True)
def slices(monkeypatch: pytest.MonkeyPatch) -> None:
    """Few lines a slice, so that there are many."""
    monkeypatch.setattr("trade.banking.actions.taking.SLICE", 20)


@pytest.fixture
def reading() -> BankReading:
    """A statement that is too long to be taken in at once."""
    return BankReading(FileKind.CAMT, [statement([line(100 + n, name=f"Payer {n}") for n in range(MANY)])])


@pytest.fixture
def paper_id(market: Market, reading: BankReading):
    """That statement, which a job is to take in."""
    paper_id = show(market, reading)
    begin(market.by(market.maker), paper_id, reading)
    return paper_id


def paper(market: Market, paper_id) -> tuple:
    return tuple(market.rows(PAPER, id=paper_id)[0])


def assert_taken_once(market: Market, paper_id) -> None:
    assert paper(market, paper_id) == ("taken", MANY, MANY, "")
    assert market.rows("SELECT state, count(*) FROM bank_lines GROUP BY 1") == [("booked", MANY)]
    assert market.rows("SELECT count(*) FROM receipts") == [(MANY,)]
    assert market.balance("bank") == sum(100 + n for n in range(MANY))
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'banking.paper_taken'") == [(1,)]
    assert_books_agree(market)


def test_a_long_file_is_promised_and_taken_in_by_the_job(market: Market, paper_id) -> None:
    assert paper(market, paper_id) == ("taking", 0, MANY, "")
    assert market.rows(ERRANDS) == [(1,)]
    assert market.rows("SELECT count(*) FROM bank_lines") == [(0,)]
    with market.refuses(MoveRefused):
        cancel_paper(market.by(market.maker), paper_id)

    take_paper(str(paper_id))
    take_paper(str(paper_id))

    assert_taken_once(market, paper_id)
    assert market.rows("SELECT reading FROM bank_papers") == [({},)]


def test_lines_that_nothing_explains_wait_for_a_person_and_are_looked_at_once(market: Market) -> None:
    unclear = BankReading(FileKind.CAMT, [statement([line(-100 - n, text="?") for n in range(MANY)])])
    paper_id = show(market, unclear)
    begin(market.by(market.maker), paper_id, unclear)
    take_paper(str(paper_id))
    assert paper(market, paper_id) == ("taken", MANY, MANY, "")
    assert market.rows("SELECT state, count(*) FROM bank_lines GROUP BY 1") == [("waiting", MANY)]


def test_one_line_less_is_taken_in_at_once(market: Market) -> None:
    take(market, *(line(100 + n) for n in range(AT_ONCE)))
    assert market.rows(ERRANDS) == [(0,)]
    assert market.rows("SELECT state, count(*) FROM bank_lines GROUP BY 1") == [("booked", AT_ONCE)]


@pytest.mark.parametrize("kills", [1, 4])
def test_killed_in_the_middle_it_goes_on_where_it_stood(market: Market, paper_id, kills: int) -> None:
    market.session.close()
    for kill in range(kills):
        killed_after(market, paper_id, 40 * (kill + 1))
        state, done, total, _ = paper(market, paper_id)
        assert state == "taking"
        assert 0 < done < total == MANY
        assert_books_agree(market)

    take_paper(str(paper_id))

    assert_taken_once(market, paper_id)


@pytest.mark.parametrize("kills", [0, 3])
def test_a_long_report_on_payments_brings_each_payout_up_to_it_once(market: Market, kills: int) -> None:
    sellers_with_money(market, MANY)
    approved_batch(market)
    references = [row[0] for row in market.rows("SELECT reference FROM payouts")]
    told = report(*(ReadPayment(one, "RJCT", "AC04") for one in references), ReadPayment("PY-0000-000", "ACCP"))
    paper_id = show(market, told)
    begin(market.by(market.maker), paper_id, told)
    assert paper(market, paper_id) == ("taking", 0, MANY + 1, "")
    market.session.close()
    for kill in range(kills):
        killed_after(market, paper_id, 40 * (kill + 1))
        assert 0 < paper(market, paper_id)[1] < MANY + 1
    take_paper(str(paper_id))
    take_paper(str(paper_id))
    assert paper(market, paper_id) == ("taken", MANY + 1, MANY + 1, "")
    assert market.rows("SELECT state, return_code, count(*) FROM payouts GROUP BY 1, 2") == [("refused", "AC04", MANY)]
    assert market.rows("SELECT after FROM events WHERE verb = 'banking.report_taken'") == [
        ({"noted": MANY, "strange": 1},)
    ]
    assert market.rows("SELECT reading FROM bank_papers") == [({},)]
    assert_books_agree(market)


def test_what_fails_is_noted_and_goes_on_by_a_persons_word(
    market: Market, paper_id, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as failing:
        failing.setattr("jobs.bank.take_next", once_then_fail())
        take_paper(str(paper_id))
    assert paper(market, paper_id) == ("stopped", 20, MANY, "failed")
    take_paper(str(paper_id))
    assert paper(market, paper_id)[:2] == ("stopped", 20)

    go_on_taking(market.by(market.maker), paper_id)
    with market.refuses(MoveRefused):
        go_on_taking(market.by(market.maker), paper_id)
    assert market.rows(ERRANDS) == [(2,)]
    take_paper(str(paper_id))

    assert_taken_once(market, paper_id)


def test_the_same_file_again_changes_nothing_while_it_is_taken_in(market: Market, reading: BankReading) -> None:
    first, second = show(market, reading, b"the file"), show(market, reading, b"the file")
    begin(market.by(market.maker), first, reading)
    with market.refuses(StatementKnown):
        show(market, reading, b"the file")
    with market.refuses(StatementKnown):
        begin(market.by(market.maker), second, reading)
    take_paper(str(first))
    other = show(market, reading, b"in another format")
    with market.refuses(StatementKnown):
        begin(market.by(market.maker), other, reading)
    assert_taken_once(market, first)


def test_the_same_lines_of_another_file_meanwhile_are_taken_once(market: Market, paper_id, reading) -> None:
    other = show(market, reading, b"in another format")
    begin(market.by(market.maker), other, reading)

    take_paper(str(other))
    take_paper(str(paper_id))

    assert paper(market, paper_id) == ("taken", 0, 0, "")
    assert market.rows("SELECT count(*) FROM bank_lines") == [(MANY,)]
    assert market.balance("bank") == sum(100 + n for n in range(MANY))
    assert_books_agree(market)


def test_the_database_counts_no_line_twice_and_calls_nothing_whole_that_is_not(market: Market, paper_id) -> None:
    for change in ("lines_done = lines_total + 1", "state = 'taken'", "state = 'stopped'"):
        with market.as_system() as session, pytest.raises(IntegrityError):
            session.execute(text(f"UPDATE bank_papers SET {change}"))


def test_a_long_file_of_the_banks_folder_is_taken_in_likewise(market: Market, folder) -> None:  # noqa: F811
    rows, balance = ["Account,Currency,Date,Amount,Balance,Description"], 0
    for number in range(MANY):
        balance += 100 + number
        rows.append(f"INBOX,GBP,2026-03-09,{(100 + number) / 100},{balance / 100},From {number}")
    put(folder, "inbox-long.csv", "\n".join(rows))
    take_bank_files()
    assert lies(folder) == {"read": ["inbox-long.csv"]}
    ((paper_id,),) = market.rows("SELECT id FROM bank_papers")
    take_paper(str(paper_id))
    assert_taken_once(market, paper_id)


def killed_after(market: Market, paper_id, lines: int) -> None:
    """Let a process take the file in, and kill it once so many lines are done."""
    child = os.fork()
    if child == 0:
        try:
            take_paper(str(paper_id))
        finally:
            os._exit(1)
    until = time.monotonic() + 20
    while paper(market, paper_id)[1] < lines:
        assert time.monotonic() < until, "nothing is taken any more"
        market.session.rollback()
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    market.session.rollback()


def once_then_fail():
    calls = iter([True])

    def step(call, paper_id) -> bool:
        if next(calls, False):
            return take_next(call, paper_id)
        raise RuntimeError("the disk is full")

    return step
