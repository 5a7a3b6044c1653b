"""Claims when many act at once: each is made, paid and decided once, and nothing is claimed beyond what was delivered (P8)."""

from __future__ import annotations

import pytest

from tests.races.conftest import CROWD, Crowd, deed, kinds
from tests.trade.claims.claimed import TERMS, claim, delivered, standing
from tests.trade.market import Market, gbp
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    collect_clawback,
    decide_claim,
    reject_claim,
    run_out,
    submit_claim,
)
from trade.claims.rules import Outcome, Reason
from trade.kernel.actor import Actor

pytestmark = pytest.mark.race
SIX = 1530


def race_for_one_line(market: Market, crowd: Crowd, claims: int) -> None:
    """Each of ``claims`` lines is claimed whole by a crowd at once: one gets it, and one compensation is paid."""
    for _ in range(claims):
        order_id = delivered(market, 6)
        (line,) = market.lines(order_id)
        before = market.balance("wallet", market.retailer)
        said = {"quantities": {line.id: 6}, "reason": Reason.DAMAGED, "words": "Broken.", "terms": TERMS}
        deeds = [deed(market.by(market.retailer), submit_claim, order_id, **said) for _ in range(CROWD)]
        assert kinds(crowd(deeds)) == {"UUID": 1, "NotClaimable": CROWD - 1}
        ((claim_id, paid),) = market.rows("SELECT id, advanced_minor FROM claims WHERE order_id = :id", id=order_id)
        if not paid:
            answers = crowd([deed(market.by(market.support), advance_claim, claim_id) for _ in range(CROWD)])
            assert kinds(answers) == {"UUID": 1, "MoveRefused": CROWD - 1}
        assert market.balance("wallet", market.retailer) == before + line.gross_minor


def test_of_64_submissions_at_once_one_is_a_claim_and_one_is_paid_p8(market: Market, crowd: Crowd) -> None:
    race_for_one_line(market, crowd, 5)


@pytest.mark.soak
def test_the_same_over_500_claims_p8(market: Market, crowd: Crowd) -> None:
    race_for_one_line(market, crowd, 500)


def test_the_same_submission_64_times_is_one_claim_p8(market: Market, crowd: Crowd) -> None:
    """A tap that was repeated carries its page's key: everybody gets the first answer."""
    order_id = delivered(market)
    (line,) = market.lines(order_id)
    said = {"quantities": {line.id: 6}, "reason": Reason.DAMAGED, "words": "Broken.", "terms": TERMS}
    deeds = [deed(market.by(market.retailer, key="one-tap-1"), submit_claim, order_id, **said) for _ in range(16)]
    assert len({answer for answer in crowd(deeds) if not isinstance(answer, Exception)}) == 1
    assert market.rows("SELECT count(*), sum(amount_minor) FROM claims") == [(1, SIX)]


def test_theme_21_50_claims_at_once_share_what_was_delivered_p8(market: Market, crowd: Crowd) -> None:
    """Fifty colleagues claim one unit each of 36: as many claims as there are units, of what was paid in all."""
    order_id = delivered(market, 36)
    (line,) = market.lines(order_id)
    said = {"quantities": {line.id: 1}, "reason": Reason.DAMAGED, "words": "Broken.", "terms": TERMS}
    answers = crowd([deed(market.by(market.retailer), submit_claim, order_id, **said) for _ in range(50)])
    assert kinds(answers) == {"UUID": 36, "NotClaimable": 14}
    claims = [row[0] for row in market.rows("SELECT id FROM claims ORDER BY id")]
    before = market.balance("wallet", market.retailer)
    paying = [deed(market.by(market.support), advance_claim, claim_id) for claim_id in claims]
    assert kinds(crowd(paying))["UUID"] == 36
    assert market.balance("wallet", market.retailer) == before + line.gross_minor
    decided = [deed(market.by(market.supplier), accept_claim, claim_id) for claim_id in claims]
    assert kinds(crowd(decided))["UUID"] == 36
    assert market.balance("recovery_receivable", market.supplier) == 0
    assert market.lines(order_id)[0].refunded_minor == line.gross_minor


def test_clock_seller_and_platform_at_once_pay_and_decide_once(market: Market, crowd: Crowd) -> None:
    order_id = delivered(market)
    claim_id = claim(market, order_id)
    before = market.balance("wallet", market.retailer)
    market.later(hours=24)
    clock = [deed(market.by(Actor.system()), run_out, claim_id, terms=TERMS) for _ in range(16)]
    seller = [deed(market.by(market.supplier), accept_claim, claim_id) for _ in range(8)]
    part = {"bearer": Outcome.PLATFORM, "amount": gbp(1000), "answer": "A part."}
    platform = [deed(market.by(market.support), decide_claim, claim_id, **part) for _ in range(8)]
    reject = [deed(market.by(market.support), reject_claim, claim_id, answer="No.") for _ in range(8)]
    answers = kinds(crowd([*clock, *seller, *platform, *reject]))
    assert answers["UUID"] == 1
    _, _, _, advanced, recovered, absorbed, back, _ = standing(market, claim_id)
    assert advanced == recovered + absorbed + back
    collect = [deed(market.by(Actor.system()), collect_clawback, claim_id) for _ in range(8)]
    crowd(collect)
    assert market.balance("wallet", market.retailer) == before + recovered + absorbed
    assert market.balance("clawback_receivable", market.retailer) == 0
