"""Payouts are approved while their lines are disputed: the money goes one way or the other, never both."""

from __future__ import annotations

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.market import Market
from tests.trade.payouts.paying import with_own_account
from trade.payouts.actions import approve_payout, prepare_payout, reject_payout
from trade.payouts.queries import payout
from trade.settlement.actions import dispute_line

pytestmark = pytest.mark.race
NET = 8721
"""What the seller gets for a line of £91.80."""


@pytest.mark.parametrize("rounds", [5, pytest.param(200, marks=pytest.mark.soak)])
def test_a_disputed_line_is_paid_out_or_kept_back(market: Market, crowd: Crowd, rounds: int) -> None:
    with_own_account(market)
    for done in range(1, rounds + 1):
        market.completed()
        market.settle()
        payout_id, line_id, shown = _prepared(market)
        approve = deed(market.by(market.checker), approve_payout, payout_id, shown=shown)
        dispute = deed(market.by(market.supplier), dispute_line, line_id, reason="Wrong")
        told = kinds(crowd([approve, dispute] * 4))
        assert set(told) <= {"UUID", "DisputeOpen", "MoveRefused", "LimitExceeded", "StaleVersion"}
        sent = _sum(market, "SELECT sum(amount_minor) FROM payouts WHERE state = 'sent'")
        held = _sum(market, "SELECT sum(held_minor) FROM line_disputes WHERE state = 'open'")
        assert sent % NET == held % NET == 0
        assert sent + held == done * NET
        assert market.balance("payable", market.supplier) == 0
        if market.rows("SELECT 1 FROM payouts WHERE state = 'prepared'"):
            reject_payout(market.by(market.checker), payout_id, reason="Disputed")


def _prepared(market: Market):
    """A payout of the line that was settled last, that line, and what the second person is shown."""
    seller = market.supplier.organisation
    payout_id = prepare_payout(market.by(market.maker), seller_id=seller, currency="GBP")
    ((line_id,),) = market.rows("SELECT order_line_id FROM statement_lines ORDER BY statement_id DESC LIMIT 1")
    with market.as_system() as session:
        return payout_id, line_id, payout(session, market.checker, payout_id).content_hash


def _sum(market: Market, query: str) -> int:
    return int(market.rows(query)[0][0] or 0)
