"""Stock: what is promised is never sold again, and what lies there is the sum of its moves."""

from __future__ import annotations

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.looking import constraint_of
from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.ordering.actions import place_orders, set_cart_line
from trade.stock.actions import count_stock, receive_stock
from trade.stock.queries import levels, moves
from trade.stock.rules import STOCK_MAX, Shortage, StockPromised, StockShort


def test_goods_that_arrive_lie_there(market: Market) -> None:
    sku_id = market.goods(stock=0)
    assert receive_stock(market.by(market.supplier), sku_id, quantity=40) == 40
    assert receive_stock(market.by(market.supplier), sku_id, quantity=2, reason="found") == 42
    assert market.stock(sku_id) == (42, 0, 0)
    bind_actor(market.session, market.supplier)
    assert [(m.kind, m.change, m.reason) for m in moves(market.session, market.supplier, sku_id)] == [
        ("received", 2, "found"),
        ("received", 40, ""),
    ]


@pytest.mark.parametrize("quantity", [0, -1, STOCK_MAX + 1])
def test_a_receipt_of_nothing_or_of_too_much_is_refused(market: Market, quantity: int) -> None:
    sku_id = market.goods()
    with market.refuses(InvalidInput, field="quantity", code="out_of_range", facts={"maximum": STOCK_MAX}):
        receive_stock(market.by(market.supplier), sku_id, quantity=quantity)


def test_a_receipt_beyond_what_a_shelf_can_hold_says_how_much_still_fits(market: Market) -> None:
    sku_id = market.goods(stock=STOCK_MAX - 5)
    with market.refuses(InvalidInput, facts={"maximum": 5}):
        receive_stock(market.by(market.supplier), sku_id, quantity=6)


def test_a_count_answers_the_difference_and_a_count_that_agrees_writes_nothing(market: Market) -> None:
    sku_id = market.goods(stock=100)
    assert count_stock(market.by(market.supplier), sku_id, counted=90, reason="broken") == -10
    assert count_stock(market.by(market.supplier), sku_id, counted=90) == 0
    found = market.rows("SELECT kind, change FROM stock_moves WHERE sku_id = :sku ORDER BY number", sku=sku_id)
    assert found == [("received", 100), ("counted", -10)]


def test_a_count_below_what_orders_own_is_refused(market: Market) -> None:
    sku_id = market.goods(stock=100)
    market.money()
    market.order({sku_id: 36})
    with market.refuses(StockPromised, promised=36):
        count_stock(market.by(market.supplier), sku_id, counted=35)
    assert count_stock(market.by(market.supplier), sku_id, counted=36) == -64


@pytest.mark.parametrize("counted", [-1, STOCK_MAX + 1])
def test_a_count_that_cannot_be_is_refused(market: Market, counted: int) -> None:
    sku_id = market.goods()
    with market.refuses(InvalidInput, field="counted", code="out_of_range"):
        count_stock(market.by(market.supplier), sku_id, counted=counted)


@pytest.mark.parametrize("verb", ["count", "receive"])
def test_a_rivals_goods_and_goods_that_are_not_there_are_the_same(market: Market, verb: str) -> None:
    for sku_id in (market.goods(), new_id()):
        with market.refuses(NotFound, what="sku", key=sku_id):
            if verb == "count":
                count_stock(market.by(market.rival), sku_id, counted=1)
            else:
                receive_stock(market.by(market.rival), sku_id, quantity=1)


def test_an_order_of_more_than_is_available_names_what_is_left(market: Market) -> None:
    scarce, plenty = market.goods(stock=30), market.goods(stock=100)
    market.money()
    for sku_id in (scarce, plenty):
        set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    with market.refuses(StockShort, shortages=[Shortage(scarce, 30)]):
        place_orders(market.by(market.retailer), shown=(gbp(2 * 9180),))


def test_goods_that_were_never_counted_are_none(market: Market) -> None:
    sku_id = market.goods(stock=0)
    bind_actor(market.session, market.retailer)
    assert levels(market.session, [sku_id])[sku_id].available == 0


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("allocated = on_hand + 1", "ck_stock_levels_not_oversold"),
        ("allocated = -1", "ck_stock_levels_not_negative"),
        ("reserved = 101", "ck_stock_levels_not_oversold"),
    ],
)
def test_the_database_itself_never_lets_more_be_promised_than_lies_there(
    market: Market, change: str, constraint: str
) -> None:
    sku_id = market.goods(stock=100)
    bind_actor(market.session, Actor.system())
    with pytest.raises(IntegrityError) as caught:
        market.session.execute(text(f"UPDATE stock_levels SET {change} WHERE sku_id = :sku"), {"sku": sku_id})
    assert constraint_of(caught.value) == constraint
