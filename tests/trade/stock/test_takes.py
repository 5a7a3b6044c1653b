"""A stock take counts blind, shows what differs, and writes it all at once, whatever moved meanwhile."""

from __future__ import annotations

from datetime import date

import pytest

from tests.trade.market import Market
from tests.trade.stock.places import holdings, put, warehouse
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.ordering.actions import confirm_order
from trade.stock.actions import Posted, begin_stock_take, count_in_take, give_up_stock_take, post_stock_take
from trade.stock.rules import NotFree


def test_a_posted_take_writes_the_differences_and_nothing_before(market: Market) -> None:
    more, fewer, same = (market.goods(stock=40) for _ in range(3))
    take = begin_stock_take(market.by(market.supplier))
    for sku_id, counted in ((more, 41), (fewer, 30), (same, 40), (fewer, 38)):  # one is counted again
        count_in_take(market.by(market.supplier), take, sku_id, counted=counted)
    assert market.stock(fewer) == (40, 0, 0)
    assert post_stock_take(market.by(market.supplier), take) == Posted(3, 2)
    assert [market.stock(sku_id)[0] for sku_id in (more, fewer, same)] == [41, 38, 40]
    with market.refuses(MoveRefused, what="stock_take"):
        post_stock_take(market.by(market.supplier), take)


def test_goods_that_leave_between_count_and_posting_are_not_missing(market: Market) -> None:
    sku_id = market.goods(stock=40)
    market.money()
    order_id = market.order({sku_id: 36})[0]
    confirm_order(market.by(market.supplier), order_id)
    take = begin_stock_take(market.by(market.supplier))
    count_in_take(market.by(market.supplier), take, sku_id, counted=39)
    market.ship(order_id)
    post_stock_take(market.by(market.supplier), take)
    assert market.stock(sku_id) == (3, 0, 0)


def test_what_orders_own_is_never_posted_away(market: Market) -> None:
    sku_id = market.goods(stock=40)
    market.money()
    market.order({sku_id: 36})
    take = begin_stock_take(market.by(market.supplier))
    count_in_take(market.by(market.supplier), take, sku_id, counted=30)
    with market.refuses(NotFree, free=4, sku_id=sku_id):
        post_stock_take(market.by(market.supplier), take)


def test_one_warehouse_and_its_lots_are_counted_alone(market: Market) -> None:
    sku_id = market.goods(stock=40)
    warehouse(market, "Home")
    north = warehouse(market, "North")
    put(market, sku_id, 10, north, lot="A", dies=date(2026, 9, 1))
    take = begin_stock_take(market.by(market.supplier), warehouse_id=north)
    count_in_take(market.by(market.supplier), take, sku_id, counted=8, lot="A")
    count_in_take(market.by(market.supplier), take, sku_id, counted=2, lot="B", expires_on=date(2026, 10, 1))
    post_stock_take(market.by(market.supplier), take)
    assert holdings(market, sku_id) == {("Home", ""): (40, 0), ("North", "A"): (8, 0), ("North", "B"): (2, 0)}


def test_a_take_that_is_given_up_writes_nothing(market: Market) -> None:
    sku_id = market.goods(stock=40)
    take = begin_stock_take(market.by(market.supplier))
    count_in_take(market.by(market.supplier), take, sku_id, counted=1)
    give_up_stock_take(market.by(market.supplier), take)
    assert market.stock(sku_id) == (40, 0, 0)
    with market.refuses(MoveRefused):
        count_in_take(market.by(market.supplier), take, sku_id, counted=2)


@pytest.mark.parametrize("counted", [-1, 10**9])
def test_a_strangers_take_and_a_count_that_cannot_be_are_refused(market: Market, counted: int) -> None:
    sku_id = market.goods()
    take = begin_stock_take(market.by(market.supplier))
    with market.refuses(NotFound, what="stock_take"):
        count_in_take(market.by(market.rival), take, sku_id, counted=1)
    with market.refuses(InvalidInput, field="counted"):
        count_in_take(market.by(market.supplier), take, sku_id, counted=counted)
