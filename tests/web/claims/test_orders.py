"""What the page of an order says of its claims: what came back, what is left to claim, and what is sent again for nothing."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.claims.claimed import claim, deliver, delivered
from tests.trade.market import gbp
from trade.claims.actions import accept_claim, advance_claim, decide_claim, offer_replacement, reject_claim
from trade.claims.rules import Outcome, Remedy


@pytest.fixture
def shop(market, at_desk):
    market.at = clock.now()
    return at_desk(market.retailer)


def test_what_claims_brought_counts_once_whoever_bears_it(shop, market):
    order_id, by = delivered(market), market.by
    assert shop.get("retailer.order", order_id=order_id).facts()["You pay"] == "£91.80"
    accepted, advanced, absorbed, rejected = (claim(market, order_id) for _ in range(4))
    accept_claim(by(market.supplier), accepted)
    for claim_id in (advanced, absorbed, rejected):
        advance_claim(by(market.support), claim_id)
    decide_claim(by(market.support), absorbed, bearer=Outcome.PLATFORM, amount=gbp(1000), answer="Ours.")
    reject_claim(by(market.support), rejected, answer="They are whole.")
    page = shop.get("retailer.order", order_id=order_id)
    assert page.facts()["Paid to you for claims"] == "−£40.60"
    assert "Back in the wallet" not in page.facts()
    assert page.facts()["You pay"] == "£51.20"


def test_a_way_to_claim_is_shown_only_while_something_is_left(shop, market):
    order_id = delivered(market)
    assert shop.get("retailer.order", order_id=order_id).has_link("Something is wrong")
    claim(market, order_id, 36)
    page = shop.get("retailer.order", order_id=order_id)
    assert not page.has_link("Something is wrong")
    assert page.soup.select("main a[href^='/claims/']")


def test_goods_that_are_sent_again_say_so_and_lead_to_their_claim(shop, market, at_desk):
    claim_id = claim(market, delivered(market), wish=Remedy.REPLACEMENT)
    again = offer_replacement(market.by(market.supplier), claim_id)
    desks = (
        (shop, "retailer.order"),
        (at_desk(market.supplier), "supplier.order"),
        (at_desk(market.support), "platform.order"),
    )
    for desk, endpoint in desks:
        assert "These goods come in place of those that were wrong" in desk.get(endpoint, order_id=again).words()
    page = shop.get("retailer.order", order_id=again)
    assert "the claim is about your money again" in page.words()
    assert page.has_button("Cancel the order")
    assert not page.has_button("Order again")
    assert "Paid from the wallet" not in page.words()
    deliver(market, again)
    page = shop.get("retailer.order", order_id=again)
    assert "Are they not right either?" in page.words()
    assert not page.has_link("Something is wrong")
