"""Many want goods that lie in two warehouses and several lots: nothing is promised twice, and what dies first goes first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.races.conftest import CROWD, Crowd, deed, kinds
from tests.races.test_last_unit import ONE_EACH, buyers_of, race
from tests.trade.market import Market, gbp
from tests.trade.stock.places import NORTH, SOUTH, holdings, keep, live_in, put, regions, summed, warehouse
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order, confirm_order, place_orders, set_cart_line, ship_order
from trade.ordering.rules import Wish
from trade.stock.actions import Sent, expire_reservations, send_transfer

pytestmark = pytest.mark.race


def test_theme_3_sixty_four_buyers_of_the_last_unit_over_two_warehouses_make_one_order(
    market: Market, crowd: Crowd
) -> None:
    buyers = buyers_of(market, CROWD)
    sku_id = market.goods(stock=0, steps=ONE_EACH, multiple=1)
    home, north = warehouse(market, "Home"), warehouse(market, "North")
    for number, where in enumerate((north, home, home), 1):
        put(market, sku_id, 1, where)
        assert kinds(race(market, crowd, sku_id, buyers)) == {"Placed": 1, "StockShort": CROWD - 1}
        assert market.stock(sku_id) == (number, number, 0)
        summed(market, sku_id)
    assert holdings(market, sku_id) == {("Home", ""): (2, 2), ("North", ""): (1, 1)}


def test_theme_27_lots_are_emptied_one_after_the_other_however_many_buy_at_once(market: Market, crowd: Crowd) -> None:
    regions(market)
    live_in(market, market.retailer, NORTH)
    buyers = buyers_of(market, 40)
    sku_id = market.goods(stock=0, steps=ONE_EACH, multiple=1)
    warehouse(market, "Home", SOUTH)
    north = warehouse(market, "North", NORTH)
    today = market.at.date()
    for where, lot, days in ((None, "first", 20), (north, "late", 90), (north, "early", 30)):
        put(market, sku_id, 15, where, lot, today + timedelta(days=days))
    assert kinds(race(market, crowd, sku_id, buyers)) == {"Placed": 40}
    # The nearest warehouse first, there what dies first; only then the one further away.
    assert holdings(market, sku_id) == {
        ("Home", ""): (0, 0), ("Home", "first"): (15, 10), ("North", "early"): (15, 15), ("North", "late"): (15, 15),
    }  # fmt: skip
    summed(market, sku_id)


def test_transfers_and_orders_share_what_is_there_and_no_more(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 30)
    sku_id = market.goods(stock=39, steps=ONE_EACH, multiple=1)
    home, north = warehouse(market, "Home"), warehouse(market, "North")
    put(market, sku_id, 1, north)
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    clerks = [market.colleague(market.supplier) for _ in range(10)]
    deeds = [deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers]
    sends = [
        deed(market.by(clerk), send_transfer, from_id=home, to_id=north, sent=[Sent(sku_id, 3)]) for clerk in clerks
    ]
    answers = kinds(crowd([act for pair in zip(deeds, sends * 3, strict=True) for act in pair]))
    on_hand, allocated, _ = market.stock(sku_id)
    under_way = market.rows("SELECT coalesce(sum(in_transit), 0) FROM transfer_lines")[0][0]
    assert answers["Placed"] == allocated
    assert answers["UUID"] * 3 == under_way == 40 - on_hand
    assert on_hand - allocated <= 3  # who was refused was refused for want of goods: two at home, one in the North
    assert sum(answers.values()) == 60
    summed(market, sku_id)


def test_reserving_expiring_ordering_and_cancelling_at_once_loses_no_unit(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 16)
    sku_id = market.goods(stock=20, steps=ONE_EACH, multiple=1)
    north = (warehouse(market, "Home"), warehouse(market, "North"))[1]
    put(market, sku_id, 20, north, "A", market.at.date() + timedelta(days=60))
    placed = [answer.order_ids[0] for answer in race(market, crowd, sku_id, buyers)]
    for number in range(8):
        keep(market.by(market.retailer), f"old:{number}", {sku_id: 1}, minutes=0)
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    deeds = [deed(market.by(market.retailer), cancel_order, order_id, reason="") for order_id in placed]
    deeds += [deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers]
    deeds += [deed(market.by(market.retailer), keep, f"new:{n}", {sku_id: 1}) for n in range(4)]
    deeds += [deed(market.by(Actor.system()), expire_reservations, limit=1) for _ in range(4)]
    answers = kinds(crowd(deeds))
    assert answers["Placed"] == 16
    assert answers["StockShort"] == 0
    assert market.stock(sku_id) == (40, 16, 4)
    summed(market, sku_id)


def test_theme_27_lots_that_died_are_replaced_and_sold_at_once_and_no_unit_goes_twice(
    market: Market, crowd: Crowd
) -> None:
    buyers = buyers_of(market, 12)
    sku_id = market.goods(stock=0, steps=ONE_EACH, multiple=1)
    warehouse(market, "Home")
    put(market, sku_id, 12, None, "old", market.at.date() + timedelta(days=4))
    orders = [answer.order_ids[0] for answer in race(market, crowd, sku_id, buyers)]
    for order_id in orders:
        confirm_order(market.by(market.supplier), order_id)
    market.later(days=3)
    put(market, sku_id, 15, None, "new", market.at.date() + timedelta(days=60))
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    ships = [
        deed(market.by(market.supplier), ship_order, order_id, quantities={market.lines(order_id)[0].id: 1})
        for order_id in orders
    ]
    buys = [deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers]
    answers = kinds(crowd([act for pair in zip(ships, buys, strict=True) for act in pair]))
    assert answers["UUID"] + answers["Placed"] == 15
    assert answers["LotsDied"] + answers["StockShort"] == 9
    left = market.rows("SELECT lot, sum(change) FROM stock_moves WHERE kind = 'shipped' GROUP BY lot")
    assert left == [("new", -answers["UUID"])]
    summed(market, sku_id)


def test_checkouts_with_several_days_of_delivery_never_lock_each_other_out(market: Market, crowd: Crowd) -> None:
    """Each seller's goods are wanted on another day, by half of the buyers the other way round."""
    goods = [market.goods(seller, stock=60, steps=ONE_EACH, multiple=1) for seller in (market.supplier, market.rival)]
    buyers, today = buyers_of(market, 24), market.at.date()
    deeds = []
    for number, buyer in enumerate(buyers):
        for sku_id in goods:
            set_cart_line(market.by(buyer), sku_id, quantity=1)
        days = (8, 9) if number % 2 else (9, 8)
        sellers = (market.supplier.organisation, market.rival.organisation)
        wishes = {
            seller: Wish(requested_on=today + timedelta(days=days)) for seller, days in zip(sellers, days, strict=True)
        }
        deeds.append(deed(market.by(buyer), place_orders, shown=(gbp(500),), wishes=wishes))
    assert kinds(crowd(deeds)) == {"Placed": 24}
    assert [market.stock(sku_id) for sku_id in goods] == [(60, 24, 0)] * 2
