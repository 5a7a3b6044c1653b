"""Where the money of a claim goes, in each way it can end; the books and the claims say the same at every step."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest

from tests.trade.claims.claimed import TERMS, claim, deliver, delivered, standing
from tests.trade.credit.lines import invoice, on_credit, open_line
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.checks import CHECKS
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    collect_clawback,
    decide_claim,
    reject_claim,
    submit_claim,
    withdraw_claim,
)
from trade.claims.rules import NotClaimable, Outcome, Reason, WindowClosed
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.ledger.verify import verify
from trade.ordering.actions import complete_orders

PAID = 9180
SIX = 1530  # six of 36 that cost £91.80


@pytest.fixture
def order_id(market: Market) -> UUID:
    """A delivered order."""
    return delivered(market)


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def recovery(market: Market) -> int:
    return market.balance("recovery_receivable", market.supplier)


def wallet(market: Market) -> int:
    return market.balance("wallet", market.retailer)


def end_window(market: Market) -> int:
    market.later(days=WINDOW_DAYS)
    return complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS)


def test_a_seller_who_accepts_earns_the_rest_of_the_line_and_commission_is_taken_of_that(
    market: Market, order_id: UUID
) -> None:
    before, claim_id = wallet(market), claim(market, order_id)
    assert standing(market, claim_id) == ("asked", None, SIX, 0, 0, 0, 0, 0)
    assert wallet(market) == before
    accept_claim(market.by(market.supplier), claim_id)
    assert standing(market, claim_id) == ("settled", "seller", SIX, SIX, SIX, 0, 0, 0)
    assert (wallet(market), recovery(market)) == (before + SIX, 0)
    assert end_window(market) == 1
    market.settle()
    assert market.rows("SELECT gross_minor, commission_minor FROM statement_lines") == [(PAID - SIX, 383)]
    assert market.balance("payable", market.supplier) == PAID - SIX - 383
    assert market.balance("escrow", market.supplier) == 0


def test_an_order_waits_for_its_claims_before_it_completes(market: Market, order_id: UUID) -> None:
    claim_id = claim(market, order_id)
    assert end_window(market) == 0
    reject_claim(market.by(market.support), claim_id, answer="The pictures show other goods.")
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 1


def test_money_comes_first_and_the_platform_may_bear_it(market: Market, order_id: UUID) -> None:
    before, claim_id = wallet(market), claim(market, order_id)
    advance_claim(market.by(market.support), claim_id)
    assert (wallet(market), recovery(market)) == (before + SIX, SIX)
    with market.refuses(MoveRefused):
        advance_claim(market.by(market.support), claim_id)
    with market.refuses(MoveRefused):
        withdraw_claim(market.by(market.retailer), claim_id)
    decide_claim(market.by(market.support), claim_id, bearer=Outcome.PLATFORM, amount=gbp(SIX), answer="Our mistake.")
    assert (recovery(market), market.balance("claims_absorbed")) == (0, SIX)
    assert standing(market, claim_id) == ("settled", "platform", SIX, SIX, 0, SIX, 0, 0)
    assert market.read_order(order_id).refunded_minor == 0


def test_a_part_is_borne_and_the_rest_of_an_advance_is_owed_back(market: Market, order_id: UUID) -> None:
    before, claim_id = wallet(market), claim(market, order_id)
    advance_claim(market.by(market.support), claim_id)
    decide_claim(
        market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(1000), answer="Four were broken."
    )
    assert standing(market, claim_id) == ("settled", "seller", SIX, SIX, 1000, 0, 530, 0)
    assert (recovery(market), market.balance("clawback_receivable", market.retailer)) == (0, 530)
    assert collect_clawback(market.by(Actor.system()), claim_id) == gbp(530)
    assert wallet(market) == before + 1000
    assert collect_clawback(market.by(Actor.system()), claim_id) == gbp(0)
    assert market.balance("clawback_receivable", market.retailer) == 0


def test_what_a_wallet_does_not_have_is_owed_until_it_has(market: Market, order_id: UUID) -> None:
    claim_id = claim(market, order_id, 36)
    advance_claim(market.by(market.support), claim_id)
    sku_id = market.goods(stock=1000)
    left = wallet(market)
    market.order({sku_id: (left // 255 // 6) * 6})
    rest = wallet(market)
    assert 0 <= rest < PAID
    reject_claim(market.by(market.support), claim_id, answer="Nothing is wrong with them.")
    assert standing(market, claim_id)[0] == "rejected"
    assert collect_clawback(market.by(Actor.system()), claim_id) == gbp(rest)
    assert market.balance("clawback_receivable", market.retailer) == PAID - rest
    market.money(minor=100_000)
    assert collect_clawback(market.by(Actor.system()), claim_id) == gbp(PAID - rest)


def test_a_decision_without_an_advance_pays_just_what_was_decided(market: Market, order_id: UUID) -> None:
    before, claim_id = wallet(market), claim(market, order_id)
    for wrong in (0, SIX + 1, -5):
        with market.refuses(InvalidInput):
            decide_claim(market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(wrong), answer="So.")
    decide_claim(market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(7), answer="So.")
    assert standing(market, claim_id) == ("settled", "seller", SIX, 7, 7, 0, 0, 0)
    assert wallet(market) == before + 7
    with market.refuses(MoveRefused):
        decide_claim(market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(7), answer="So.")


def test_an_order_on_credit_is_owed_less_first(market: Market) -> None:
    open_line(market)
    order_id = deliver(market, on_credit(market, {market.goods(): 36}))
    claim_id = claim(market, order_id)
    advance_claim(market.by(market.support), claim_id)
    assert invoice(market, order_id)["open_minor"] == PAID - SIX
    assert wallet(market) == 0
    decide_claim(market.by(market.support), claim_id, bearer=Outcome.PLATFORM, amount=gbp(SIX), answer="Ours.")
    assert market.balance("credit_receivable", market.retailer) == PAID - SIX


def test_nothing_is_claimed_twice_beyond_delivery_or_too_late(market: Market, order_id: UUID) -> None:
    first = claim(market, order_id, 30)
    with market.refuses(NotClaimable, left=6):
        claim(market, order_id, 7)
    with market.refuses(NotClaimable):
        claim(market, order_id, -1)
    with market.refuses(InvalidInput, field="lines"):
        claim(market, order_id, 0)
    with market.refuses(InvalidInput, field="words"):
        claim(market, order_id, 1, words=" ")
    withdraw_claim(market.by(market.retailer), first)
    claim(market, order_id, 36)
    assert market.rows("SELECT claimed, claimed_minor FROM claimed_lines") == [(36, PAID)]
    market.later(days=WINDOW_DAYS)
    with market.refuses(WindowClosed):
        claim(market, order_id, 1)
    on_its_way = market.confirmed()
    with market.refuses(MoveRefused):
        claim(market, on_its_way, 1)


def test_a_buyer_with_a_good_record_is_paid_at_once(market: Market) -> None:
    for _ in range(3):
        order_id = delivered(market)
    before, claim_id = wallet(market), claim(market, order_id)
    assert wallet(market) == before + SIX
    assert market.rows("SELECT doubts, answered_at IS NOT NULL FROM claims") == [("", True)]
    assert market.verbs(claim_id) == ["claims.claim_made", "claims.advanced_at_once"]


def test_strangers_and_people_without_the_right_do_nothing(market: Market, order_id: UUID) -> None:
    claim_id = claim(market, order_id)
    line_id = market.lines(order_id)[0].id
    with market.refuses(NotFound, what="order"):
        submit_claim(
            market.by(market.neighbour),
            order_id,
            quantities={line_id: 1},
            reason=Reason.DAMAGED,
            words="x",
            terms=TERMS,
        )
    for deed in (
        lambda: withdraw_claim(market.by(market.neighbour), claim_id),
        lambda: accept_claim(market.by(market.rival), claim_id),
    ):
        with market.refuses(NotFound, what="claim"):
            deed()
    with market.refuses(NotAllowed):
        advance_claim(market.by(market.supplier), claim_id)
    with market.refuses(NotAllowed):
        reject_claim(market.by(market.maker), claim_id, answer="No")


def test_a_claim_can_be_made_up_to_the_end_of_the_window(market: Market, order_id: UUID) -> None:
    market.at += timedelta(days=WINDOW_DAYS, microseconds=-1)
    claim(market, order_id)
