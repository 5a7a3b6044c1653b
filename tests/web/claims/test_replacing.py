"""Goods that are sent again, as the three see it: asked for, ordered, shipped, there; or not right either."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.claims.claimed import claim, deliver, delivered
from trade.claims.actions import advance_claim
from trade.claims.rules import Remedy


@pytest.fixture
def claim_id(market):
    """Six of 36 that came broken, of which the buyer would like whole ones."""
    market.at = clock.now()
    return claim(market, delivered(market), wish=Remedy.REPLACEMENT)


@pytest.fixture
def desks(market, at_desk):
    return [at_desk(who) for who in (market.retailer, market.supplier, market.support)]


def test_a_seller_sends_the_goods_again_and_both_orders_lead_to_each_other(market, desks, claim_id):
    shop, seller, _ = desks
    case = seller.get("claims.claim", claim_id=claim_id)
    seller.press(case, "Send the goods again")
    ((again, reference),) = market.rows("SELECT id, reference FROM orders WHERE replaces_id IS NOT NULL")
    for desk, endpoint in zip(desks, ("retailer.order", "supplier.order", "platform.order"), strict=True):
        page = desk.get("claims.claim", claim_id=claim_id)
        assert f"The goods are sent again with {reference}" in page.words()
        assert reference in desk.get(page.link(reference)).heading()
        order = desk.get(endpoint, order_id=again)
        assert page.path in [tag.get("href") for tag in order.soup.select("main a")]
        assert "Ordered again for a claim, for nothing" in order.words()
        assert not page.has_button("Accept the claim")
        assert not page.has_button("Decide")
    assert "Goods come again" in seller.get("claims.claim_list").words()
    deliver(market, again)
    page = shop.get("claims.claim", claim_id=claim_id)
    assert "What is wrong this time?" in shop.press(page, "Ask for the money", expect=422).words()
    shop.press(page, "Ask for the money", {"What is wrong this time?": "Broken, too."})
    page = seller.get("claims.claim", claim_id=claim_id)
    assert "Broken, too." in page.words()
    assert page.has_button("Accept the claim")
    assert not page.has_button("Send the goods again")


def test_the_platform_may_have_the_goods_sent_again_and_hears_why_not(market, desks, claim_id):
    _, seller, staff = desks
    case = staff.get("claims.claim", claim_id=claim_id)
    said = {
        "The seller sends the goods again, and nothing is paid": "replacement",
        "Reason, for both sides": "Send six.",
    }
    advance_claim(market.by(market.support), claim_id)
    market.session.commit()
    refused = staff.press(case, "Decide", said, expect=409)
    assert "goods and money for the same claim are too much" in refused.words()
    assert "The seller sends the goods again" not in staff.get("claims.claim", claim_id=claim_id).words()
    assert not seller.get("claims.claim", claim_id=claim_id).has_button("Send the goods again")
    other = claim(market, market.rows("SELECT order_id FROM claims")[0][0])
    market.session.commit()
    staff.press(staff.get("claims.claim", claim_id=other), "Decide", said)
    assert "Send six." in seller.get("claims.claim", claim_id=other).words()
