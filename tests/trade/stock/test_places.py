"""Several warehouses and lots: served from the nearest, what expires first before the rest, given back to where it was."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from tests.trade.market import Market, gbp
from tests.trade.stock.places import (
    ABROAD,
    ISLES,
    NORTH,
    SOUTH,
    holdings,
    live_in,
    put,
    regions,
    served_from,
    summed,
    warehouse,
)
from trade.kernel.errors import InvalidInput, NotFound
from trade.ordering.actions import cancel_order, close_short, confirm_order, place_orders, set_cart_line
from trade.ordering.rules import Wish
from trade.parties.models import Organisation
from trade.stock.actions import close_warehouse, count_stock, receive_stock, set_shelf_days, weigh_lots, write_off
from trade.stock.rules import DELIVERY_DAYS, NotFree, Place, Shortage, StockPromised, StockShort, WarehouseInUse

TODAY = date(2026, 3, 2)


def day(days: int) -> date:
    return TODAY + timedelta(days=days)


def test_a_second_warehouse_changes_nothing_until_goods_are_put_there(market: Market) -> None:
    regions(market)
    sku_id = market.goods(stock=40)
    market.money()
    before = market.order({sku_id: 6})[0]
    warehouse(market, "Home", SOUTH)
    north = warehouse(market, "North", NORTH)
    assert holdings(market, sku_id) == {}
    put(market, sku_id, 10, north)
    assert holdings(market, sku_id) == {("Home", ""): (40, 6), ("North", ""): (10, 0)}
    assert market.stock(sku_id) == (50, 6, 0)
    cancel_order(market.by(market.retailer), before, reason="")  # it was placed when there was one place only
    assert holdings(market, sku_id) == {("Home", ""): (40, 0), ("North", ""): (10, 0)}


@pytest.mark.parametrize(
    ("lives", "expected"),
    [
        (NORTH, [("North", "", 36)]),
        (SOUTH, [("Home", "", 36)]),
        (ISLES, [("Far", "", 36)]),  # named as near by it
        (ABROAD, [("Far", "", 36)]),
        (None, [("Home", "", 36)]),  # all are equally far: the oldest serves
    ],
)
def test_an_order_is_served_from_the_warehouse_nearest_to_the_buyer(
    market: Market, lives: str | None, expected: list[tuple[str, str, int]]
) -> None:
    regions(market)
    live_in(market, market.retailer, lives)
    sku_id = market.goods(stock=40)
    market.money()
    warehouse(market, "Home", SOUTH)
    put(market, sku_id, 40, warehouse(market, "North", NORTH))
    put(market, sku_id, 40, warehouse(market, "Far", ABROAD, nearby=(ISLES,)))
    order_id = market.order({sku_id: 36})[0]
    assert served_from(market, order_id) == expected
    summed(market, sku_id)


def test_what_the_nearest_lacks_comes_from_the_next(market: Market) -> None:
    regions(market)
    live_in(market, market.retailer, NORTH)
    sku_id = market.goods(stock=30)
    market.money()
    warehouse(market, "Home", SOUTH)
    put(market, sku_id, 10, warehouse(market, "North", NORTH))
    order_id = market.order({sku_id: 36})[0]
    assert served_from(market, order_id) == [("Home", "", 26), ("North", "", 10)]


def test_theme_27_first_expired_is_first_out_and_ships_from_the_lots_that_were_promised(market: Market) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    for lot, dies in (("late", day(90)), ("early", day(30)), ("never", None)):
        put(market, sku_id, 20, lot=lot, dies=dies)
    order_id = market.order({sku_id: 36})[0]
    assert [row[1:] for row in served_from(market, order_id)] == [("early", 20), ("late", 16)]
    confirm_order(market.by(market.supplier), order_id)
    shipment = market.ship(order_id, 25)
    left = market.rows(
        "SELECT lot, change FROM stock_moves WHERE shipment_id = :shipment ORDER BY number", shipment=shipment
    )
    assert sorted(left) == [("early", -20), ("late", -5)]
    assert [row[1:] for row in served_from(market, order_id)] == [("late", 11)]
    summed(market, sku_id)
    close_short(market.by(market.supplier), order_id, reason="")
    assert served_from(market, order_id) == []
    assert market.stock(sku_id) == (35, 0, 0)
    summed(market, sku_id)


@pytest.mark.parametrize(
    ("shelf_days", "dies_in", "sold"), [(0, 3, True), (0, 2, False), (10, 13, True), (10, 12, False)]
)
def test_theme_27_no_lot_is_sold_that_dies_before_delivery_and_the_shelf_rule(
    market: Market, shelf_days: int, dies_in: int, sold: bool
) -> None:
    assert DELIVERY_DAYS == 3
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 40, lot="A", dies=day(dies_in))
    set_shelf_days(market.by(market.supplier), sku_id, days=shelf_days)
    if sold:
        assert served_from(market, market.order({sku_id: 36})[0])[0][1:] == ("A", 36)
        return
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    with market.refuses(StockShort, shortages=[Shortage(sku_id, 0)]):
        place_orders(market.by(market.retailer), shown=(gbp(9180),))


def test_theme_27_a_lot_that_died_overnight_is_not_sold_though_nobody_weighed_it_yet(market: Market) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 40, lot="A", dies=day(DELIVERY_DAYS))
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    market.later(days=1)
    with market.refuses(StockShort, shortages=[Shortage(sku_id, 0)]):
        place_orders(market.by(market.retailer), shown=(gbp(9180),))
    assert market.rows("SELECT unusable FROM stock_levels WHERE sku_id = :sku", sku=sku_id) == [(0,)]
    weigh_lots(market.by(market.support))
    assert market.rows("SELECT unusable FROM stock_levels WHERE sku_id = :sku", sku=sku_id) == [(40,)]


def test_theme_27_expired_goods_are_written_off_or_sent_back(market: Market) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 40, lot="A", dies=day(1))
    assert write_off(market.by(market.supplier), sku_id, quantity=25, reason="expired", place=Place(None, "A")) == 15
    back = write_off(
        market.by(market.supplier), sku_id, quantity=15, reason="expired", place=Place(None, "A"), sent_back=True
    )
    assert back == 0
    kinds = market.rows("SELECT kind, change, lot FROM stock_moves WHERE sku_id = :sku ORDER BY number", sku=sku_id)
    assert kinds == [("received", 40, "A"), ("written_off", -25, "A"), ("sent_back", -15, "A")]
    assert market.rows("SELECT on_hand, unusable FROM stock_levels WHERE sku_id = :sku", sku=sku_id) == [(0, 0)]


def test_goods_that_orders_own_cannot_be_written_off_or_counted_away(market: Market) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 40, lot="A", dies=day(60))
    market.order({sku_id: 36})
    with market.refuses(NotFree, free=4):
        write_off(market.by(market.supplier), sku_id, quantity=5, reason="", place=Place(None, "A"))
    with market.refuses(StockPromised, promised=36):
        count_stock(market.by(market.supplier), sku_id, counted=35, place=Place(None, "A"))
    assert count_stock(market.by(market.supplier), sku_id, counted=36, place=Place(None, "A")) == -4


def test_a_lot_has_one_last_day_and_one_without_a_name_is_called_by_it(market: Market) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 5, lot="A", dies=day(60))
    with market.refuses(InvalidInput, field="expires_on", code="lot_expires", facts={"expires_on": day(60)}):
        put(market, sku_id, 5, lot="A", dies=day(61))
    put(market, sku_id, 5, lot="A")
    put(market, sku_id, 5, dies=day(61))
    assert {lot: on_hand for (_, lot), (on_hand, _) in holdings(market, sku_id).items()} == {
        "": 0, "A": 10, day(61).isoformat(): 5,
    }  # fmt: skip


def test_a_strangers_warehouse_does_not_exist(market: Market) -> None:
    warehouse(market, "Home")
    north = warehouse(market, "North")
    theirs = market.goods(market.rival)
    with market.refuses(NotFound, what="warehouse"):
        receive_stock(market.by(market.rival), theirs, quantity=1, place=Place(north))
    with market.refuses(NotFound, what="warehouse"):
        close_warehouse(market.by(market.rival), north)


def test_a_warehouse_with_goods_in_it_stays_open(market: Market) -> None:
    home, north = warehouse(market, "Home"), warehouse(market, "North")
    put(market, market.goods(stock=0), 3, north)
    with market.refuses(WarehouseInUse, is_home=False, on_hand=3):
        close_warehouse(market.by(market.supplier), north)
    with market.refuses(WarehouseInUse, is_home=True):
        close_warehouse(market.by(market.supplier), home)


@pytest.mark.parametrize(("asked", "taken"), [(None, "early"), (DELIVERY_DAYS + 30, "late")])
def test_theme_27_a_later_day_of_delivery_takes_a_lot_that_lasts_until_then(
    market: Market, asked: int | None, taken: str
) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 40, lot="early", dies=day(20))
    put(market, sku_id, 40, lot="late", dies=day(90))
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    wishes = {market.supplier.organisation: Wish(requested_on=day(asked))} if asked else {}
    (order_id,) = place_orders(market.by(market.retailer), shown=(gbp(9180),), wishes=wishes).order_ids
    assert [row[1] for row in served_from(market, order_id)] == [taken]


def test_theme_27_a_seller_that_needs_long_to_deliver_sells_no_lot_that_dies_meanwhile(market: Market) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    with market.as_system() as session:
        session.get_one(Organisation, market.supplier.organisation).lead_days = 21
    put(market, sku_id, 40, lot="early", dies=day(20))
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    with market.refuses(StockShort, shortages=[Shortage(sku_id, 0)]):
        place_orders(market.by(market.retailer), shown=(gbp(9180),))
