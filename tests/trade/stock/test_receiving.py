"""Receiving many goods at once: all of them or none, only one's own."""

from __future__ import annotations

import pytest

from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.events import timeline
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.stock.actions import receive_many
from trade.stock.queries import moves
from trade.stock.rules import STOCK_MAX


def test_many_goods_arrive_together(market: Market) -> None:
    old, new = market.goods(stock=10), market.goods(stock=0)

    assert receive_many(market.by(market.supplier), {old: 5, new: 7}, reason="lorry") == 2

    assert (market.stock(old), market.stock(new)) == ((15, 0, 0), (7, 0, 0))
    bind_actor(market.session, market.supplier)
    assert [(m.kind, m.change, m.reason) for m in moves(market.session, market.supplier, new)] == [
        ("received", 7, "lorry")
    ]
    last = timeline(market.session, "sku", old)[-1]
    assert (last.verb, last.before, last.after) == (
        "stock.received",
        {"on_hand": 10},
        {"on_hand": 15, "reason": "lorry"},
    )


def test_the_system_receives_for_everybody(market: Market) -> None:
    sku_id = market.goods(stock=0)

    assert receive_many(market.by(Actor.system()), {sku_id: 3}) == 1
    assert market.stock(sku_id) == (3, 0, 0)


def test_another_seller_s_goods_are_not_there_and_nothing_is_received(market: Market) -> None:
    mine, unknown = market.goods(stock=0), new_id()

    for call, wrong in ((market.by(market.rival), mine), (market.by(market.supplier), unknown)):
        with market.refuses(NotFound):
            receive_many(call, {wrong: 3} if wrong == mine else {mine: 3, wrong: 3})
    assert market.stock(mine) == (0, 0, 0)


@pytest.mark.parametrize("quantity", [0, -1, STOCK_MAX + 1])
def test_a_wrong_quantity_refuses_all(market: Market, quantity: int) -> None:
    first, second = market.goods(stock=1), market.goods(stock=1)

    with market.refuses(InvalidInput, field="quantity"):
        receive_many(market.by(market.supplier), {first: 4, second: quantity})
    assert market.stock(first) == (1, 0, 0)


def test_no_shelf_holds_more_than_it_can(market: Market) -> None:
    sku_id = market.goods(stock=STOCK_MAX - 5)

    with market.refuses(InvalidInput, field="quantity"):
        receive_many(market.by(market.supplier), {sku_id: 6})


def test_buyers_receive_no_stock(market: Market) -> None:
    sku_id = market.goods()

    with market.refuses(NotAllowed):
        receive_many(market.by(market.retailer), {sku_id: 6})


def test_nothing_is_nothing(market: Market) -> None:
    assert receive_many(market.by(market.supplier), {}) == 0
