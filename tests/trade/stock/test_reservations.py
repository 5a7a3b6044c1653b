"""Reservations end by themselves, never stand in their owner's way, and let nobody wait for anybody's payment."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pytest

from tests.trade.market import Market
from tests.trade.stock.places import keep
from trade.kernel.actor import Actor
from trade.kernel.work import Work, action
from trade.stock import actions as stock
from trade.stock.rules import Shortage, StockShort, Wanted


@action()
def unreserve(work: Work, owner: str) -> None:
    """Give back as a cancelled checkout would."""
    stock.unreserve(work, owner)


@action()
def allocate(work: Work, sku_id: UUID, quantity: int, owner: str | None = None) -> None:
    """Allocate as an order would."""
    stock.allocate(work, [Wanted(LINE, sku_id, quantity)], owner=owner)


@action()
def release(work: Work, sku_id: UUID, quantity: int) -> None:
    """Give back as an order would that is cancelled."""
    stock.release(work, [Wanted(LINE, sku_id, quantity)])


LINE = uuid4()


def call(market: Market) -> Any:
    return market.by(market.retailer)


def test_theme_5_an_owners_own_reservation_never_counts_against_it(market: Market) -> None:
    sku_id = market.goods(stock=10)
    keep(call(market), "checkout:1", {sku_id: 10})
    keep(call(market), "checkout:1", {sku_id: 8})  # asks anew for what it has
    assert market.stock(sku_id) == (10, 0, 8)
    with market.refuses(StockShort, shortages=[Shortage(sku_id, 2)]):
        allocate(call(market), sku_id, 3)
    allocate(call(market), sku_id, 10, "checkout:1")  # eight of its own, two that are free
    assert market.stock(sku_id) == (10, 10, 0)
    release(call(market), sku_id, 10)


def test_an_owner_that_takes_a_part_keeps_the_rest(market: Market) -> None:
    sku_id = market.goods(stock=10)
    keep(call(market), "pool:1", {sku_id: 9})
    allocate(call(market), sku_id, 4, "pool:1")
    assert market.stock(sku_id) == (10, 4, 5)
    release(call(market), sku_id, 4)


def test_theme_5_expiry_cancelling_and_removing_give_back(market: Market) -> None:
    sku_id = market.goods(stock=10)
    keep(call(market), "a", {sku_id: 2}, 10)
    keep(call(market), "b", {sku_id: 3}, 20)
    keep(call(market), "c", {sku_id: 4}, 20)
    unreserve(call(market), "b")
    assert market.stock(sku_id) == (10, 0, 6)
    keep(call(market), "c", {sku_id: 0})
    assert market.stock(sku_id) == (10, 0, 2)
    market.later(minutes=9)
    assert stock.expire_reservations(market.by(Actor.system())) == 0
    market.later(minutes=1)  # until its instant, and no longer
    assert stock.expire_reservations(market.by(Actor.system())) == 1
    assert market.stock(sku_id) == (10, 0, 0)
    assert market.rows("SELECT count(*) FROM stock_reservations") == [(0,)]


def test_theme_5_a_reservation_that_is_over_stops_nobody_though_no_job_came_by(market: Market) -> None:
    sku_id = market.goods(stock=10)
    keep(call(market), "a", {sku_id: 10}, 10)
    market.later(minutes=10)
    allocate(call(market), sku_id, 10)
    assert market.stock(sku_id) == (10, 10, 0)
    release(call(market), sku_id, 10)


def test_theme_5_a_refused_reservation_changes_nothing(market: Market) -> None:
    plenty, scarce = market.goods(stock=10), market.goods(stock=3)
    keep(call(market), "a", {plenty: 5, scarce: 1})
    with market.refuses(StockShort, shortages=[Shortage(scarce, 3)]):
        keep(call(market), "a", {plenty: 10, scarce: 4})


def test_expiry_goes_in_small_batches(market: Market) -> None:
    goods = [market.goods(stock=10) for _ in range(3)]
    for owner in ("a", "b"):
        keep(call(market), owner, dict.fromkeys(goods, 2), 1)
    market.later(minutes=1)
    assert [stock.expire_reservations(market.by(Actor.system()), limit=2) for _ in range(3)] == [4, 2, 0]


@pytest.mark.parametrize("stock_there", [0, 5])
def test_nothing_is_reserved_of_what_is_not_there(market: Market, stock_there: int) -> None:
    sku_id = market.goods(stock=stock_there)
    with market.refuses(StockShort, shortages=[Shortage(sku_id, stock_there)]):
        keep(call(market), "a", {sku_id: 6})
