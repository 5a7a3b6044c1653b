"""A shop rates an order in one tap; the seller reads its scorecard, and the platform everybody's."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from decimal import Decimal

import pytest

from adapters import clock
from tests.trade.claims.claimed import delivered
from trade.kernel.actor import Actor
from trade.scoring.actions import score_sellers
from trade.scoring.models import SellerScore
from trade.scoring.rules import Counts, measured, score_of


@pytest.fixture(autouse=True)
def now(market):
    market.at = clock.now()


def test_a_received_order_is_rated_in_one_tap_and_words_may_follow(market, at_desk):
    shop, order_id = at_desk(market.retailer), delivered(market)
    page = shop.get("retailer.order", order_id=order_id)
    page = shop.get(shop.press(page, "4 – good").goes_to)
    assert "You said: 4 – good." in page.words()
    shop.press(page, "Save the words", {"In your words": "Well packed."})
    assert market.rows("SELECT stars, comment FROM ratings") == [(4, "Well packed.")]
    assert "Well packed." in at_desk(market.supplier).get("scoring.own_card").words()
    shop.post("scoring.rate", {"stars": "9"}, order_id=order_id)
    assert market.rows("SELECT stars FROM ratings") == [(4,)]


def test_an_order_on_its_way_is_not_asked_about(market, at_desk):
    shop, order_id = at_desk(market.retailer), market.confirmed()
    assert "How was this order?" not in shop.get("retailer.order", order_id=order_id).words()
    shop.post("scoring.rate", {"stars": "5"}, order_id=order_id)
    assert "is rated once all of it has arrived" in shop.get("retailer.order", order_id=order_id).words()
    assert market.rows("SELECT count(*) FROM ratings") == [(0,)]


def test_the_seller_reads_every_number_and_the_platform_all_sellers(market, at_desk):
    seller, staff = at_desk(market.supplier), at_desk(market.support)
    assert "No scorecard yet" in seller.get("scoring.own_card").words()
    score_sellers(market.by(Actor.system()))
    page = seller.get("scoring.own_card")
    assert "Not enough yet: 0 of the 10 that it takes." in page.words()
    assert "Here in time and in full: weight 40" in page.words()
    listed = staff.get("scoring.card_list")
    found = staff.get(
        listed.link(market.rows("SELECT name FROM organisations WHERE id = :id", id=market.supplier.organisation)[0][0])
    )
    assert "Number by number" in found.words()
    assert staff.get("scoring.cards_file", kind="csv").answer.status_code == 200
    seller.get("scoring.card_list", expect=403)  # fmt: skip


def score(market, *, due, kept, days_ago=0):
    """Write a scorecard of the supplier's."""
    row = {"seller_id": market.supplier.organisation, "on_day": market.at.date() - timedelta(days=days_ago)}
    with market.as_system() as session:
        session.merge(SellerScore(**row, **asdict(Counts(due=due, kept=kept)), score=None, computed_at=market.at))


def test_a_seller_can_add_up_its_score_and_reads_what_would_raise_it_and_what_it_is_for(market, at_desk):
    counts = Counts(due=12, kept=6, delivered=10, inspected=1, asked=16, answered=13, ratings=7, stars=30)
    found = score_of(measured(counts))
    with market.as_system() as session:
        row = SellerScore(**asdict(counts), score=found, computed_at=market.at)
        row.seller_id, row.on_day = market.supplier.organisation, market.at.date()
        session.add(row)
    page = at_desk(market.supplier).get("scoring.own_card")
    assert "What would raise it most: Ship everything that was ordered" in page.words()
    assert sum(Decimal(row[3]) for row in page.rows("Number by number")) == found
    assert f"{found} of 100" in page.words()
    assert "Of the last 90 days; inspections of the last 365." in page.words()
    assert "with 25 points less it takes twice the purchases for the same place" in page.words()


def test_a_buyer_reads_how_the_seller_keeps_its_days_and_nothing_is_claimed_of_a_few_orders(market, at_desk, desk):
    shop, sku_id, seller_id = at_desk(market.retailer), market.goods(), market.supplier.organisation
    pages = (("retailer.product", {"sku_id": sku_id}), ("retailer.seller", {"seller_id": seller_id}))

    def told() -> set[bool]:
        return {"On time and in full" in shop.get(name, **values).words() for name, values in pages}

    assert told() == {False}
    score(market, due=9, kept=9)
    assert told() == {False}
    score(market, due=1_200, kept=1_199)
    for name, values in pages:
        assert "99 % of 1,200 orders in 90 days" in shop.get(name, **values).words()
    assert "On time and in full" not in desk.get("shop.seller", seller_id=seller_id).words()


def test_an_old_scorecard_is_told_to_nobody(market, at_desk):
    sku_id = market.goods()
    score(market, due=120, kept=113, days_ago=8)
    assert "On time and in full" not in at_desk(market.retailer).get("retailer.product", sku_id=sku_id).words()
    score(market, due=120, kept=113, days_ago=7)
    assert "94 % of 120 orders" in at_desk(market.retailer).get("retailer.product", sku_id=sku_id).words()
