"""Of a claim each side is told what it waits for, and nobody what they said themselves."""

from __future__ import annotations

from zoneinfo import ZoneInfo

from adapters.news_words import said
from tests.trade.claims.claimed import TERMS, claim, delivered
from tests.trade.market import Market, gbp
from tests.trade.news.told import inbox, kinds, tell
from trade.claims.actions import (
    accept_claim,
    decide_claim,
    dispute_claim,
    offer_replacement,
    reject_claim,
    run_out,
    send_claim_message,
)
from trade.claims.rules import Outcome, Remedy
from trade.kernel.actor import Actor


def told(market: Market, actor: Actor) -> list[str]:
    """The kinds of what an actor is told of claims, oldest first."""
    tell(market)
    return [kind for kind in kinds(market, actor) if kind.startswith("claim")]


def newest(market: Market, actor: Actor) -> str:
    row = inbox(market, actor)[0]
    return said(row.kind, row.facts, str, ZoneInfo("UTC"), chinese=False)


def test_a_claim_is_told_to_its_seller_and_the_money_of_the_clock_to_its_buyer(market: Market) -> None:
    claim_id = claim(market, delivered(market))
    assert told(market, market.supplier) == ["claimed.made"]
    assert "claims £15.30 of PO-" in newest(market, market.supplier)
    market.later(days=3)
    run_out(market.by(Actor.system()), claim_id, terms=TERMS)
    assert told(market, market.retailer) == ["claim.paid_by_clock"]
    assert newest(market, market.retailer).startswith("£15.30 for claim CL-")
    assert told(market, market.supplier) == ["claimed.made", "claimed.silent"]


def test_what_a_seller_answers_and_the_platform_decides_is_told_with_its_reason(market: Market) -> None:
    order_id = delivered(market)
    first, second, third = (claim(market, order_id) for _ in range(3))
    accept_claim(market.by(market.supplier), first)
    dispute_claim(market.by(market.supplier), second, words="Signed for.")
    decide_claim(market.by(market.support), second, bearer=Outcome.PLATFORM, amount=gbp(1000), answer="Ours in part.")
    reject_claim(market.by(market.support), third, answer="Other goods.")
    assert told(market, market.retailer) == ["claim.accepted", "claim.disputed", "claim.decided", "claim.rejected"]
    assert newest(market, market.retailer).endswith("is rejected: Other goods.")
    assert told(market, market.supplier) == ["claimed.made"] * 3 + ["claimed.decided", "claimed.rejected"]
    assert told(market, market.rival) == told(market, market.neighbour) == []


def test_a_message_is_told_to_the_other_sides_alone(market: Market) -> None:
    colleague = market.colleague(market.retailer)
    claim_id = claim(market, delivered(market))
    send_claim_message(market.by(market.retailer), claim_id, words="Two more are cracked.")
    send_claim_message(market.by(market.support), claim_id, words="We look at it.")
    assert told(market, market.supplier) == ["claimed.made", "claimed.message", "claimed.message"]
    assert told(market, market.retailer) == told(market, colleague) == ["claim.message"]
    assert newest(market, colleague).endswith(": We look at it.")


def test_goods_that_are_sent_again_or_do_not_leave_in_time_are_told_to_both(market: Market) -> None:
    claim_id = claim(market, delivered(market), wish=Remedy.REPLACEMENT)
    offer_replacement(market.by(market.supplier), claim_id)
    assert told(market, market.retailer) == ["claim.replaced"]
    assert newest(market, market.retailer).endswith("for nothing. Say so there if they are not right.")
    market.later(days=3)
    run_out(market.by(Actor.system()), claim_id, terms=TERMS)
    assert told(market, market.retailer) == ["claim.replaced", "claim.not_replaced"]
    assert told(market, market.supplier) == ["claimed.made", "claimed.not_replaced"]
    assert "it is about money. Answer by" in newest(market, market.supplier)
