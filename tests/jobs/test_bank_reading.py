"""Large files of the bank's, read by a job: sent twice, killed anywhere, run again, each is shown once or refused in words."""

from __future__ import annotations

import os
import signal
import time

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from adapters.bank import read_bank_file
from jobs.bank import read_paper, take_paper
from tests.trade.market import Market
from tests.trade.payouts.paying import assert_books_agree
from trade.banking.actions import cancel_paper, keep_paper
from trade.banking.actions import take_paper as begin
from trade.banking.ports import FILE_BYTES, BankFileRefused
from trade.banking.rules import StatementKnown
from trade.banking.taking import AT_ONCE

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
MANY = AT_ONCE + 40
PAPERS = "SELECT state, kind, lines_total, content IS NULL, refusal FROM bank_papers ORDER BY uploaded_at, id"
ERRANDS = "SELECT job, count(*) FROM outbox GROUP BY 1 ORDER BY 1"


def csv_of(lines: int, balance: str = "") -> bytes:
    """A statement as CSV; ``balance`` stands in its last row instead of the right one."""
    rows = [f"INBOX,GBP,2026-03-09,1.00,{number}.00,From {number}" for number in range(1, lines + 1)]
    if balance:
        rows[-1] = f"INBOX,GBP,2026-03-09,1.00,{balance},From nobody"
    return "\n".join(["Account,Currency,Date,Amount,Balance,Description", *rows]).encode()


def keep(market: Market, content: bytes):
    return keep_paper(market.by(market.maker), name="march.csv", content=content)


def test_a_large_file_is_kept_then_read_then_taken_in(market: Market) -> None:
    paper_id = keep(market, csv_of(MANY))
    assert market.rows(PAPERS) == [("reading", "", 0, False, None)]
    assert market.rows(ERRANDS) == [("read_paper", 1)]

    read_paper(str(paper_id))
    read_paper(str(paper_id))

    assert market.rows(PAPERS) == [("shown", "csv", MANY, True, None)]
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'banking.paper_shown'") == [(1,)]
    assert market.rows("SELECT count(*) FROM bank_lines") == [(0,)]
    begin(market.by(market.maker), paper_id, None)
    take_paper(str(paper_id))
    assert market.rows(PAPERS) == [("taken", "csv", MANY, True, None)]
    assert market.balance("bank") == MANY * 100
    assert_books_agree(market)


def test_the_same_file_again_is_the_one_that_is_there(market: Market) -> None:
    content = csv_of(MANY)
    paper_id = keep(market, content)
    assert keep(market, content) == paper_id
    read_paper(str(paper_id))
    assert keep(market, content) == paper_id
    assert market.rows(ERRANDS) == [("read_paper", 1)]
    begin(market.by(market.maker), paper_id, None)
    with market.refuses(StatementKnown):
        keep(market, content)
    take_paper(str(paper_id))
    with market.refuses(StatementKnown):
        keep(market, content)
    assert len(market.rows(PAPERS)) == 1


@pytest.mark.parametrize(
    ("content", "refusal"),
    [
        (b"no statement" * 9, {"fault": "not_a_banks", "row": 0}),
        (csv_of(9, balance="7.00"), {"fault": "csv_balance", "row": 10}),
    ],
)
def test_what_cannot_be_read_is_refused_and_can_be_sent_again(market: Market, content: bytes, refusal: dict) -> None:
    paper_id = keep(market, content)
    read_paper(str(paper_id))
    assert market.rows(PAPERS) == [("refused", "", 0, True, refusal)]
    read_paper(str(paper_id))
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'banking.paper_refused'") == [(1,)]
    assert keep(market, content) != paper_id
    cancel_paper(market.by(market.maker), paper_id)
    assert [row[0] for row in market.rows(PAPERS)] == ["cancelled", "reading"]


def test_lines_that_were_taken_in_from_another_file_are_known(market: Market) -> None:
    first = keep(market, csv_of(9))
    read_paper(str(first))
    begin(market.by(market.maker), first, read_bank_file(csv_of(9)))
    second = keep(market, csv_of(9) + b"\n")
    read_paper(str(second))
    assert market.rows(PAPERS)[1] == ("refused", "", 0, True, {})


def test_a_failure_of_ours_is_said_and_nothing_is_kept(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    def broken(content: bytes) -> None:
        raise RuntimeError("no fork")

    monkeypatch.setattr("jobs.bank.read_bank_file", broken)
    read_paper(str(keep(market, csv_of(9))))
    assert market.rows(PAPERS) == [("refused", "", 0, True, {"fault": "failed", "row": 0})]


def test_nobody_reads_a_file_that_nobody_wants_any_more(market: Market) -> None:
    paper_id = keep(market, csv_of(9))
    cancel_paper(market.by(market.maker), paper_id)
    read_paper(str(paper_id))
    assert market.rows(PAPERS) == [("cancelled", "", 0, True, None)]


def test_what_is_cancelled_while_it_is_read_stays_cancelled(market: Market, monkeypatch: pytest.MonkeyPatch) -> None:
    paper_id = keep(market, csv_of(9))

    def meanwhile(content: bytes):
        cancel_paper(market.by(market.maker), paper_id)
        return read_bank_file(content)

    monkeypatch.setattr("jobs.bank.read_bank_file", meanwhile)
    read_paper(str(paper_id))
    assert market.rows(PAPERS) == [("cancelled", "", 0, True, None)]
    assert market.rows("SELECT reading FROM bank_papers") == [({},)]


@pytest.mark.parametrize("after", [0.0, 0.2, 0.6])
def test_killed_while_it_reads_the_file_is_read_by_the_next(market: Market, after: float) -> None:
    paper_id = keep(market, csv_of(20_000))
    market.session.close()
    child = os.fork()
    if child == 0:
        try:
            read_paper(str(paper_id))
        finally:
            os._exit(1)
    time.sleep(after)
    os.kill(child, signal.SIGKILL)
    os.waitpid(child, 0)
    assert market.rows(PAPERS)[0][0] == "reading"

    read_paper(str(paper_id))

    assert market.rows(PAPERS) == [("shown", "csv", 20_000, True, None)]
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'banking.paper_shown'") == [(1,)]


def test_a_file_beyond_the_largest_is_refused_before_it_is_kept(market: Market) -> None:
    with market.refuses(BankFileRefused):
        keep(market, b"x" * (FILE_BYTES + 1))


def test_the_database_keeps_a_file_as_long_as_it_is_read_and_no_longer(market: Market) -> None:
    keep(market, csv_of(9))
    for change in ("content = NULL", "state = 'shown'", "state = 'refused', content = NULL", "refusal = '{}'"):
        with market.as_system() as session, pytest.raises(IntegrityError):
            session.execute(text(f"UPDATE bank_papers SET {change}"))
