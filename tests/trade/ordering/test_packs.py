"""Packs: sold as one line at one price, never more of them than their parts are good for."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trade.market import Market, gbp
from tests.trade.packs import ONE, pack, parts
from tests.trade.stock.places import put, served_from, summed, warehouse
from trade.catalogue.actions import change_parts
from trade.catalogue.rules import packs_from
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering import queries
from trade.ordering.actions import cancel_order, close_short, confirm_order, place_orders, set_cart_line, ship_order
from trade.ordering.offers import offers_of
from trade.ordering.rules import LotsDied
from trade.ordering.verify import verify_stock
from trade.stock.queries import levels
from trade.stock.rules import Shortage, StockShort


@pytest.fixture
def goods(market: Market) -> tuple[UUID, UUID, UUID]:
    """Ten cups, seven saucers, and a pack of two cups and three saucers."""
    market.money()
    cup, saucer = market.goods(stock=10, multiple=1, steps=ONE), market.goods(stock=7, multiple=1, steps=ONE)
    return cup, saucer, pack(market, {cup: 2, saucer: 3})


def available(market: Market, sku_id: UUID) -> int:
    with market.as_system() as session:
        return offers_of(session, market.retailer, [sku_id], market.at)[sku_id].available


def sound(market: Market) -> None:
    bind_actor(market.session, Actor.system())
    assert verify_stock(market.session) == []


def test_theme_30_as_many_packs_are_available_as_the_scarcest_part_is_good_for(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    assert available(market, set_) == 2
    market.order({saucer: 2})
    assert available(market, set_) == 1
    market.order({cup: 9})
    assert available(market, set_) == 0
    set_cart_line(market.by(market.retailer), set_, quantity=1)
    with market.refuses(StockShort, shortages=[Shortage(set_, 0)]):
        place_orders(market.by(market.retailer), shown=(gbp(900),))


def test_theme_30_a_pack_and_its_parts_in_one_cart_never_take_a_unit_twice(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    # Each line alone could be had: two packs take six of seven saucers, and two are wanted beside them.
    for sku_id, quantity in ((set_, 2), (saucer, 2)):
        set_cart_line(market.by(market.retailer), sku_id, quantity=quantity)
    with market.as_system() as session:
        shown = {row.offer.sku_id: row for row in queries.cart_view(session, market.retailer, market.at).rows}
    assert {sku_id: row.offer.available for sku_id, row in shown.items()} == {set_: 1, saucer: 1}
    assert all(row.is_short for row in shown.values())
    short = sorted([Shortage(set_, 2), Shortage(saucer, 7)], key=lambda each: each.sku_id)
    with market.refuses(StockShort, shortages=short):
        place_orders(market.by(market.retailer), shown=(gbp(3600),))
    set_cart_line(market.by(market.retailer), saucer, quantity=1)
    place_orders(market.by(market.retailer), shown=(gbp(2700),))
    assert (market.stock(cup), market.stock(saucer)) == ((10, 4, 0), (7, 7, 0))
    sound(market)


def test_a_pack_is_one_line_at_its_own_price_and_its_parts_leave_the_shelf(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    (order_id,) = market.order({set_: 2})
    (line,) = market.lines(order_id)
    assert (line.sku_id, line.quantity, line.gross_minor) == (set_, 2, 1800)
    assert market.balance("escrow", market.supplier) == 1800
    confirm_order(market.by(market.supplier), order_id)
    shipment = ship_order(market.by(market.supplier), order_id, quantities={line.id: 1})
    assert (market.stock(cup), market.stock(saucer)) == ((8, 2, 0), (4, 3, 0))
    moved = market.rows("SELECT sku_id, change FROM stock_moves WHERE shipment_id = :id ORDER BY change", id=shipment)
    assert moved == [(saucer, -3), (cup, -2)]
    close_short(market.by(market.supplier), order_id, reason="")
    assert (market.stock(cup), market.stock(saucer)) == ((8, 0, 0), (4, 0, 0))
    assert market.read_order(order_id).refunded_minor == 900
    sound(market)


def test_theme_30_an_order_keeps_the_parts_it_was_promised_when_the_pack_changes(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    (order_id,) = market.order({set_: 1})
    change_parts(market.by(market.supplier), set_, parts({cup: 5}))
    assert available(market, set_) == 1
    (kept,) = market.order({set_: 1})
    with market.as_system() as session:
        seen = [queries.order_detail(session, market.retailer, each).lines[0].parts for each in (order_id, kept)]
    assert [[(p.sku_id, p.quantity) for p in each] for each in seen] == [[(cup, 2), (saucer, 3)], [(cup, 5)]]
    cancel_order(market.by(market.retailer), order_id, reason="")
    assert (market.stock(cup), market.stock(saucer)) == ((10, 5, 0), (7, 0, 0))
    sound(market)


def test_parts_come_from_their_own_places_and_lots_and_go_back_there(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    warehouse(market, "Home")
    north = warehouse(market, "North")
    today = market.at.date()
    put(market, cup, 4, north, "A", today + timedelta(days=40))
    put(market, cup, 4, north, "B", today + timedelta(days=20))
    put(market, saucer, 20, north)
    (order_id,) = market.order({set_: 7})
    assert market.stock(cup)[1:] == (14, 0)
    assert market.stock(saucer)[1:] == (21, 0)
    confirm_order(market.by(market.supplier), order_id)
    (line,) = market.lines(order_id)
    ship_order(market.by(market.supplier), order_id, quantities={line.id: 6})
    # Of both parts one pack is left: what expires last of the cups, and saucers.
    assert sum(units for _, _, units in served_from(market, order_id)) == 2 + 3
    close_short(market.by(market.supplier), order_id, reason="")
    assert (market.stock(cup), market.stock(saucer)) == ((6, 0, 0), (9, 0, 0))
    for sku_id in (cup, saucer):
        summed(market, sku_id)
    sound(market)


def test_theme_27_a_pack_waits_for_the_part_whose_lot_died_and_the_rest_leaves(market: Market, goods) -> None:
    cup, saucer, set_ = goods
    warehouse(market, "Home")
    put(market, saucer, 5, None, "old", market.at.date() + timedelta(days=10))
    (order_id,) = market.order({set_: 4})
    confirm_order(market.by(market.supplier), order_id)
    (line,) = market.lines(order_id)
    market.later(days=9)  # five of the twelve saucers would be dead when they arrive
    with market.refuses(LotsDied, line_id=line.id, can_leave=2, lot="old"):
        ship_order(market.by(market.supplier), order_id, quantities={line.id: 3})
    ship_order(market.by(market.supplier), order_id, quantities={line.id: 2})
    assert (market.stock(cup), market.stock(saucer)) == ((6, 4, 0), (6, 6, 0))
    put(market, saucer, 5)
    ship_order(market.by(market.supplier), order_id, quantities={line.id: 2})
    assert (market.stock(cup), market.stock(saucer)) == ((2, 0, 0), (5, 0, 0))
    sound(market)


def test_a_seller_sees_how_many_packs_can_be_made_up(market: Market, goods) -> None:
    _, _, set_ = goods
    with market.as_system() as session:
        assert levels(session, [set_])[set_].available == 2


@settings(max_examples=25, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.integers(0, 40), st.integers(1, 9)), min_size=1, max_size=5))
def test_the_database_counts_packs_as_the_rule_does(market: Market, shelf: list[tuple[int, int]]) -> None:
    of = {market.goods(stock=has, multiple=1, steps=ONE): units for has, units in shelf}
    assert available(market, pack(market, of)) == packs_from(shelf)


@given(st.lists(st.tuples(st.integers(-5, 10**6), st.integers(1, 1000)), min_size=1, max_size=20))
def test_so_many_packs_fit_and_not_one_more(shelf: list[tuple[int, int]]) -> None:
    packs = packs_from(shelf)
    assert all(0 <= packs * units <= max(0, has) for has, units in shelf)
    assert any((packs + 1) * units > has for has, units in shelf)


def test_a_pack_price_can_be_an_agreements_and_its_step(market: Market) -> None:
    market.money()
    cup = market.goods(stock=1000, multiple=1, steps=ONE)
    steps = tuple(type(ONE[0])(quantity, Decimal(price)) for quantity, price in ((6, "9.00"), (12, "8.00")))
    set_ = pack(market, {cup: 4}, steps=steps)
    (order_id,) = market.order({set_: 12})
    assert market.read_order(order_id).total_minor == 9600
    assert market.stock(cup) == (1000, 48, 0)
