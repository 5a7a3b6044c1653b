"""A pool of goods made to order: its day is told before anybody joins, while they are made, and when it ends."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.trade.pooling.pooled import finish, good, join, money_of, place, terms
from trade.kernel.actor import Actor
from trade.pooling.actions import close_pool, draft_pool, offer_pool
from trade.stock.actions import receive_stock

ZONE = ZoneInfo("Europe/London")


@pytest.fixture
def seller(market, at_desk):
    return at_desk(market.supplier)


def offered_since(market, **days: float):
    """(pool, SKU) of a pool that was offered so long ago: a week's window, ready within three."""
    place(market, market.retailer)
    market.money(market.retailer)
    sku_id, now = market.goods(stock=0), market.at
    market.at -= timedelta(**days)
    offered = terms(market, [good(sku_id)], ready_by=market.at + timedelta(days=21))
    made = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    join(market, market.retailer, made, sku_id, 12)
    market.at = now
    return made, sku_id


def day(market, **later: float) -> str:
    at = (market.at + timedelta(**later)).astimezone(ZONE)
    return f"{at.day} {at:%b %Y}, {at:%H:%M}"


def test_a_seller_writes_the_day_and_a_shop_reads_it_before_it_joins(seller, market, at_desk):
    pool_id, sku_id = offered_since(market, days=0)
    page = seller.get(f"/supplier/pools/{pool_id}")
    assert page.facts()["Made to order, here by"] == day(market, days=21)
    offered = terms(market, [good(sku_id)], ready_by=market.at + timedelta(days=21))
    page = seller.get(f"/supplier/pools/{draft_pool(market.by(market.supplier), offered)}/terms")
    wrong = (market.at + timedelta(days=2)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")
    refused = seller.press(page, "Save", {"Made to order, here by": wrong}, expect=422)
    said = "Choose an instant after it closes, and within 90 days of that."
    assert refused.errors() == {"Made to order, here by": said}
    page = seller.get(seller.press(refused, "Save", {"Made to order, here by": ""}).goes_to)
    assert "Made to order, here by" not in page.facts()
    shop = at_desk(market.retailer)
    assert "made to order · 6 days left" in shop.get("/retailer/pools").words()
    words = shop.get(f"/retailer/pools/{pool_id}").words()
    assert f"Made to order, here by {day(market, days=21)}. If the goods are not here by then, nobody orders" in words
    assert f"free again when the goods are here, by {day(market, days=21)}" in words


def test_the_goods_are_made_taken_in_and_become_orders(seller, market, at_desk):
    pool_id, sku_id = offered_since(market, days=8)
    shop = at_desk(market.retailer)
    words = shop.get(f"/retailer/pools/{pool_id}").words()  # the first who looks closes it
    assert "You get 12 at £2.50 each." in words
    assert f"The goods are being made, to be here by {day(market, days=13)}." in words
    page = seller.get(f"/supplier/pools/{pool_id}")
    assert "Being made" in page.words()
    assert "12 piece" in page.words()
    refused = seller.press(page, "The goods are here", expect=409)
    assert "0 free" in refused.alert()
    receive_stock(market.by(market.supplier), sku_id, quantity=12)
    page = seller.get(seller.press(refused, "The goods are here").goes_to)
    assert "The goods are reserved" in page.status()
    finish(market, pool_id)
    assert [row[2:] for row in seller.get(f"/supplier/pools/{pool_id}").rows("Shipped together")] == [
        ["1", "12", "To be sent"]
    ]
    assert money_of(market, market.retailer) == (97_000, 0)
    again = seller.post(f"/supplier/pools/{pool_id}/arrival", expect=409)
    assert "waits for no goods" in again.alert()


def test_a_missed_day_is_told_to_both_sides(seller, market, at_desk):
    pool_id, _ = offered_since(market, days=22)
    market.later(days=-14)
    close_pool(market.by(Actor.system()), pool_id)
    market.later(days=14)
    refused = seller.post(f"/supplier/pools/{pool_id}/arrival", expect=409)
    assert "waits for no goods" in refused.alert()
    finish(market, pool_id)
    assert money_of(market, market.retailer) == (100_000, 0)
    late = "The goods were not made by the day they were promised for."
    for page in (seller.get(f"/supplier/pools/{pool_id}"), at_desk(market.retailer).get(f"/retailer/pools/{pool_id}")):
        assert late in page.words()
    assert "You get 12" not in page.words()
