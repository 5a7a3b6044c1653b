"""What a seller disputes stays out of payouts until it is answered, and never more than is still unpaid of it."""

from __future__ import annotations

import pytest

from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import assert_books_agree
from trade.ledger.actions import LimitExceeded
from trade.payouts.actions import approve_payout, prepare_payout
from trade.payouts.queries import payout
from trade.payouts.rules import NothingToPay
from trade.settlement.actions import answer_dispute, dispute_line, withdraw_dispute
from trade.settlement.queries import Stage, money_lines
from trade.settlement.rules import unpaid

NET = 8721
"""£91.80 less 5 %."""


def settled(market: Market, lines: int = 1) -> None:
    """Settle as many lines of £87.21 onto one statement."""
    for _ in range(lines):
        market.completed()
    market.settle()


def prepared(market: Market):
    return prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")


def paid_out(market: Market) -> int:
    """Pay what is payable; answer how much that was."""
    payout_id = prepared(market)
    with market.as_system() as session:
        row = payout(session, market.checker, payout_id)
    approve_payout(market.by(market.checker), payout_id, shown=row.content_hash)
    return row.amount.minor


def held(market: Market) -> tuple[int, int]:
    """What is kept back, and what is payable."""
    return market.balance("disputed", market.supplier), market.balance("payable", market.supplier)


def test_a_payout_takes_all_but_the_disputed_line(market: Market) -> None:
    settled(market, 2)
    dispute_id = market.dispute()
    assert held(market) == (NET, NET)
    assert_books_agree(market)
    assert paid_out(market) == NET
    answer_dispute(market.by(market.maker), dispute_id, answer="As agreed.", correction=None)
    assert held(market) == (0, NET)
    assert paid_out(market) == NET
    assert_books_agree(market)


def test_a_corrected_line_comes_back_and_its_correction_follows(market: Market) -> None:
    settled(market)
    dispute_id = market.dispute()
    with market.refuses(NothingToPay):
        prepared(market)
    answer_dispute(market.by(market.maker), dispute_id, answer="Right.", correction=gbp(100))
    market.settle()
    assert held(market) == (0, NET + 100)
    assert_books_agree(market)


def test_taking_a_dispute_back_makes_its_money_payable(market: Market) -> None:
    settled(market)
    withdraw_dispute(market.by(market.supplier), market.dispute())
    assert held(market) == (0, NET)


def test_a_payout_prepared_before_the_dispute_is_not_approved(market: Market) -> None:
    settled(market, 2)
    payout_id = prepared(market)
    with market.as_system() as session:
        shown = payout(session, market.checker, payout_id).content_hash
    market.dispute()
    with market.refuses(LimitExceeded, kind="payable"):
        approve_payout(market.by(market.checker), payout_id, shown=shown)


def test_of_a_line_that_was_paid_out_nothing_newer_is_kept_back(market: Market) -> None:
    settled(market)
    ((line_id,),) = market.rows("SELECT order_line_id FROM statement_lines")
    paid_out(market)
    settled(market)
    dispute_line(market.by(market.supplier), line_id, reason="Agreed on 4 %")
    assert held(market) == (0, NET)
    market.dispute("The newer one too")
    assert held(market) == (NET, 0)
    assert_books_agree(market)


def test_the_seller_reads_what_is_kept_back(market: Market) -> None:
    settled(market)
    market.dispute()
    with market.as_system() as session:
        (line,) = money_lines(session, market.supplier, claim_days=7, stage=Stage.STATED).rows
    assert line.held == gbp(NET)


@pytest.mark.parametrize(("payable", "later", "left"), [(10, 0, 10), (10, 4, 6), (4, 4, 0), (3, 4, 0), (0, 0, 0)])
def test_payouts_take_the_oldest_money_first(payable: int, later: int, left: int) -> None:
    assert unpaid(gbp(payable), gbp(later)) == gbp(left)
