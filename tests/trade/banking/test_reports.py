"""Reports on payments, of one or of a whole file; and statements of any length."""

from __future__ import annotations

import pytest

from adapters.bank import write_payments
from tests.trade.banking.papers import line, report, statement, take, take_reading
from tests.trade.market import Market
from tests.trade.payouts.paying import approved_batch, assert_books_agree, sellers_with_money
from trade.banking.entering import KNOWN
from trade.banking.ports import ReadPayment
from trade.banking.rules import fingerprints
from trade.kernel.actor import Actor
from trade.payouts.actions import make_bank_file


@pytest.fixture
def sent(market: Market) -> tuple:
    """A payout of £100.00 that is at the bank."""
    (seller,) = sellers_with_money(market, 1)
    approved_batch(market)
    ((payout_id, reference),) = market.rows("SELECT id, reference FROM payouts")
    return seller, payout_id, reference


def test_a_report_refuses_payments_one_by_one_or_a_whole_file(market: Market, sent) -> None:
    take_reading(
        market, report(ReadPayment(sent[2], "RJCT", "AC01", 10_000, "GBP"), ReadPayment("PY-0000-000", "ACCP"))
    )
    assert market.rows("SELECT state, return_code FROM payouts") == [("refused", "AC01")]
    ((after,),) = market.rows("SELECT after FROM events WHERE verb = 'banking.report_taken'")
    assert after == {"noted": 1, "strange": 1}
    assert_books_agree(market)


def test_a_payment_that_was_taken_back_before_it_left_is_not_on_its_way(market: Market, sent) -> None:
    take_reading(market, report(ReadPayment(sent[2], "CANC", "CUST", 10_000, "GBP")))
    assert market.rows("SELECT state, return_code FROM payouts") == [("refused", "CUST")]
    assert_books_agree(market)


def test_a_report_that_rejects_the_whole_file_refuses_each_of_its_payouts(market: Market, sent) -> None:
    make_bank_file(market.by(Actor.system()), write_payments)
    file = market.rows("SELECT reference FROM bank_files")[0][0]
    take_reading(market, report(ReadPayment(file, "RJCT", "AM04"), ReadPayment(sent[2], "RJCT", "AC01")))
    assert market.rows("SELECT state, return_code FROM payouts") == [("refused", "AC01")]
    assert_books_agree(market)


def test_a_statement_may_have_more_lines_than_a_statement_of_sql_takes_parameters(market: Market) -> None:
    known = fingerprints([statement([line(-100, bank_reference="K1")])])[0]
    take(market, line(-100, bank_reference="K1"))
    prints = [*known, *(number.to_bytes(32) for number in range(70_000))]
    with market.as_system() as session:
        assert list(session.scalars(KNOWN, {"prints": prints})) == known
