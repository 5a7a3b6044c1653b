"""Several jobs on one file of the bank's at once: they take turns, and each line is taken once."""

from __future__ import annotations

from decimal import Decimal
from itertools import takewhile

import pytest

from adapters.bank import plain_of
from tests.races.conftest import Crowd, deed, on
from tests.trade.banking.papers import line, show, statement, take
from tests.trade.market import Market
from tests.trade.settlement.owed import completed
from trade.banking.actions import book_line, enter_lines, keep_paper, note_reading, take_next, take_paper
from trade.banking.ports import BankReading, FileKind
from trade.banking.rules import Deed
from trade.settlement.actions import set_terms
from trade.settlement.rules import Terms

pytestmark = pytest.mark.race
MANY, JOBS = 240, 8


def test_jobs_on_the_same_file_take_turns(market: Market, crowd: Crowd, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("trade.banking.actions.taking.SLICE", 10)
    ((code,),) = market.rows("SELECT code FROM organisations WHERE id = :id", id=market.retailer.organisation)
    reading = BankReading(FileKind.CAMT, [statement([line(100, text=code) for _ in range(MANY)])])
    paper_id = show(market, reading)
    take_paper(market.by(market.maker), paper_id, reading)
    call = market.by(market.maker)

    def job(session) -> int:
        enter_lines(on(session, call), paper_id, reading)
        return sum(1 for _ in takewhile(bool, iter(lambda: take_next(on(session, call), paper_id), None)))

    slices = crowd([job] * JOBS)

    assert sum(slices) == MANY / 10
    assert market.rows("SELECT state, lines_done, lines_total FROM bank_papers") == [("taken", MANY, MANY)]
    assert market.rows("SELECT count(*) FROM receipts") == [(MANY,)]
    assert market.balance("wallet", market.retailer) == 100 * MANY


def test_the_same_file_is_begun_once_whoever_presses(market: Market, crowd: Crowd) -> None:
    reading = BankReading(FileKind.CAMT, [statement([line(100) for _ in range(MANY)])])
    papers = [show(market, reading, b"one file") for _ in range(6)]
    answers = crowd([deed(market.by(market.maker), take_paper, one, reading) for one in papers])
    assert sorted(type(answer).__name__ for answer in answers) == ["StatementKnown"] * 5 + ["UUID"]
    assert market.rows("SELECT count(*) FROM bank_papers WHERE state = 'taking'") == [(1,)]
    call = market.by(market.maker)
    (begun,) = [answer for answer in answers if type(answer).__name__ == "UUID"]
    enter_lines(call, begun, reading)
    while take_next(call, begun):
        pass


def test_the_same_file_sent_by_many_at_once_is_read_once(market: Market, crowd: Crowd) -> None:
    call = market.by(market.maker)
    papers = crowd([deed(call, keep_paper, name=f"{number}.csv", content=b"one file") for number in range(JOBS)])
    assert len(set(papers)) == 1
    assert market.rows("SELECT count(*) FROM outbox WHERE job = 'read_paper'") == [(1,)]
    reading = BankReading(FileKind.CAMT, [statement([line(100) for _ in range(MANY)])])
    crowd([deed(call, note_reading, papers[0], reading, plain_of(reading))] * JOBS)
    assert market.rows("SELECT state, lines_total FROM bank_papers") == [("shown", MANY)]
    assert market.rows("SELECT count(*) FROM events WHERE verb = 'banking.paper_shown'") == [(1,)]
    answers = crowd([deed(call, take_paper, papers[0], None)] * 6)
    assert sorted(type(answer).__name__ for answer in answers) == ["MoveRefused"] * 5 + ["UUID"]
    enter_lines(call, papers[0], reading)
    while take_next(call, papers[0]):
        pass


def test_tax_is_paid_once_however_many_lines_are_booked_as_it_at_once(market: Market, crowd: Crowd) -> None:
    terms = Terms(service_tax_rate=Decimal("0.2"))
    set_terms(market.by(market.maker), market.supplier.organisation, terms=terms)
    completed(market)
    market.settle()
    owed = market.balance("tax_payable")
    take(market, *(line(-owed, text=f"VAT {number}") for number in range(8)))
    lines = [key for (key,) in market.rows("SELECT id FROM bank_lines")]
    answers = crowd([deed(market.by(market.maker), book_line, key, deed=Deed.TAX) for key in lines])
    assert sorted(type(answer).__name__ for answer in answers) == ["TaxNotOwed"] * 7 + ["UUID"]
    assert market.balance("tax_payable") == 0
