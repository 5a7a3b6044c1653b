"""Goods of a pool keep until they are delivered, however long it runs and its seller takes."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import UUID

import pytest

from tests.trade.market import Market
from tests.trade.pooling.pooled import close, finish, good, join, money_of, place, shops, terms
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Organisation
from trade.pooling.actions import close_pool, draft_pool, extend_pool, offer_pool
from trade.pooling.rules import NotCovered, delivered_from
from trade.stock.actions import receive_stock, set_shelf_days
from trade.stock.rules import Place

WEEK = timedelta(days=7)


def takes(market: Market, days: int) -> None:
    """Let the supplier take so many days to deliver."""
    bind_actor(market.session, Actor.system())
    market.session.get_one(Organisation, market.supplier.organisation).lead_days = days
    market.session.commit()


def lots(market: Market, *, dying: int, keeps: int, shelf_days: int = 0) -> UUID:
    """Put 300 there that die after ``dying`` days from now, and 300 that die after ``keeps``."""
    place(market, market.retailer)
    sku_id = market.goods(stock=0, multiple=6)
    today = market.at.date()
    for lot, days in (("A", dying), ("B", keeps)):
        dies = today + timedelta(days=days)
        receive_stock(market.by(market.supplier), sku_id, quantity=300, place=Place(None, lot, dies))
    set_shelf_days(market.by(market.supplier), sku_id, days=shelf_days)
    return sku_id


def offer(market: Market, sku_id: UUID, capacity: int) -> UUID:
    offered = terms(market, [good(sku_id, capacity=capacity)])
    return offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))


@pytest.mark.parametrize(
    ("dying", "lead_days", "shelf_days"),
    [(9, 0, 0), (26, 20, 0), (36, 20, 10)],
    ids=["while it runs", "before its seller can deliver", "too soon after"],
)
def test_theme_27_a_lot_that_dies_before_the_delivery_is_not_promised_to_a_pool(
    market: Market, dying: int, lead_days: int, shelf_days: int
) -> None:
    takes(market, lead_days)
    sku_id = lots(market, dying=dying, keeps=dying + 1, shelf_days=shelf_days)
    with pytest.raises(NotCovered) as refused:
        offer(market, sku_id, 306)
    assert [one.available for one in refused.value.shortages] == [300]
    (shop,) = shops(market, 1)
    pool_id = offer(market, sku_id, 300)
    join(market, shop, pool_id, sku_id, 300)
    market.later(days=7)
    assert close_pool(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    served = market.rows(
        "SELECT h.lot, a.quantity FROM stock_allocations a JOIN stock_holdings h ON h.id = a.holding_id"
    )
    assert served == [("B", 300)]


def test_theme_27_a_pool_is_not_extended_past_the_life_of_its_goods(market: Market) -> None:
    sku_id = lots(market, dying=10, keeps=12)
    pool_id = offer(market, sku_id, 600)
    closes_at = market.at + WEEK
    with market.refuses(NotCovered):
        extend_pool(market.by(market.supplier), pool_id, closes_at=closes_at + timedelta(days=1))
    assert market.rows("SELECT closes_at, first_closes_at FROM pools") == [(closes_at, None)]


def test_theme_27_a_seller_who_takes_longer_than_it_said_shares_what_keeps(market: Market) -> None:
    sku_id = lots(market, dying=10, keeps=40)
    pool_id = offer(market, sku_id, 600)
    members = shops(market, 2)
    for member in members:
        join(market, member, pool_id, sku_id, 240)
    takes(market, 20)
    close(market, pool_id)
    assert [row for (row,) in market.rows("SELECT whole + odd FROM commitment_lines")] == [150, 150]
    assert {money_of(market, member) for member in members} == {(1_000_000 - 150 * 185, 0)}, "at the step of 480"


def test_the_day_is_counted_where_the_seller_is() -> None:
    midnight = datetime(2026, 3, 1, tzinfo=UTC)
    assert delivered_from(midnight, "UTC", 0) == date(2026, 3, 4), "three days at the least"
    assert delivered_from(midnight, "Asia/Shanghai", 5) == date(2026, 3, 6)
    assert delivered_from(midnight, "America/New_York", 0) == date(2026, 3, 3)
