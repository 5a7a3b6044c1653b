"""A lot that dies between its promise and its shipping does not leave: another one serves the line, or the line is short."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID, uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from sqlalchemy import insert
from sqlalchemy.exc import DBAPIError

from tests.trade.market import Market, gbp
from tests.trade.stock.places import keep, put, served_from, summed
from trade.kernel.work import Work, action
from trade.ordering.actions import close_short, confirm_order, place_orders, set_cart_line
from trade.ordering.rules import LotsDied, Wish
from trade.stock.actions import allocate, release
from trade.stock.models import StockMove
from trade.stock.queries import picks_of_lines
from trade.stock.rules import Shortage, StockShort, Wanted, sold_until, usable_on


@action()
def take(work: Work, wanted: list[Wanted]) -> None:
    """Allocate as a checkout does."""
    allocate(work, wanted)


@action()
def give_back(work: Work, wanted: list[Wanted]) -> None:
    """Release as a cancelled order does."""
    release(work, wanted)


def day(market: Market, days: int) -> date:
    return market.at.date() + timedelta(days=days)


def promised(market: Market, **lots: int) -> UUID:
    """Make a confirmed order of 36 of which the lot ``old`` lasts five days; add these other lots, each so long."""
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 36, lot="old", dies=day(market, 5))
    order_id = market.order({sku_id: 36})[0]
    confirm_order(market.by(market.supplier), order_id)
    for lot, days in lots.items():
        put(market, sku_id, 30, lot=lot, dies=day(market, days))
    return order_id


def shipped_lots(market: Market, shipment_id: UUID) -> list[tuple[str, int]]:
    return market.rows(
        "SELECT lot, -change FROM stock_moves WHERE shipment_id = :id ORDER BY expires_on, lot", id=shipment_id
    )


def test_theme_27_a_lot_that_died_since_the_order_gives_way_to_those_that_keep(market: Market) -> None:
    order_id = promised(market, late=90, soon=40)
    market.later(days=3)
    assert sorted(shipped_lots(market, market.ship(order_id))) == [("late", 6), ("soon", 30)]
    (line,) = market.lines(order_id)
    assert market.rows("SELECT on_hand, allocated, unusable FROM stock_levels") == [(60, 0, 36)]
    summed(market, line.sku_id)


def test_theme_27_what_still_keeps_on_its_last_day_leaves_as_it_was_promised(market: Market) -> None:
    order_id = promised(market, late=90)
    market.later(days=2)
    assert shipped_lots(market, market.ship(order_id)) == [("old", 36)]


def test_theme_27_with_too_little_that_keeps_the_line_is_short_and_the_rest_is_given_up(market: Market) -> None:
    order_id = promised(market, late=90)
    (line,) = market.lines(order_id)
    market.later(days=3)
    facts = {"line_id": line.id, "can_leave": 30, "lot": "old", "expires_on": day(market, 2)}
    with market.refuses(LotsDied, **facts):
        market.ship(order_id)
    assert shipped_lots(market, market.ship(order_id, 30)) == [("late", 30)]
    with market.refuses(LotsDied, line_id=line.id, can_leave=0):
        market.ship(order_id, 1)
    assert served_from(market, order_id) == [(market.rows("SELECT name FROM warehouses")[0][0], "old", 6)]
    close_short(market.by(market.supplier), order_id, reason="it died")
    assert market.rows("SELECT on_hand, allocated, unusable FROM stock_levels") == [(36, 0, 36)]
    summed(market, line.sku_id)


def test_theme_27_fresh_goods_that_arrive_serve_the_order_after_all(market: Market) -> None:
    order_id = promised(market)
    (line,) = market.lines(order_id)
    market.later(days=3)
    with market.refuses(LotsDied, can_leave=0):
        market.ship(order_id)
    put(market, line.sku_id, 40, lot="new", dies=day(market, 60))
    assert shipped_lots(market, market.ship(order_id)) == [("new", 36)]


def test_what_is_reserved_for_others_replaces_nothing_until_the_promise_is_over(market: Market) -> None:
    order_id = promised(market, late=90)
    (line,) = market.lines(order_id)
    market.later(days=3)
    keep(market.by(market.retailer), "pool:1", {line.sku_id: 20})
    with market.refuses(LotsDied, can_leave=10):
        market.ship(order_id)
    market.later(minutes=16)
    with market.refuses(LotsDied, can_leave=30):
        market.ship(order_id)
    market.ship(order_id, 30)


def test_the_day_that_the_buyer_asked_for_is_what_a_lot_must_reach(market: Market) -> None:
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 40, lot="old", dies=day(market, 30))
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    wishes = {market.supplier.organisation: Wish(requested_on=day(market, 30))}
    (order_id,) = place_orders(market.by(market.retailer), shown=(gbp(9180),), wishes=wishes).order_ids
    confirm_order(market.by(market.supplier), order_id)
    market.later(days=27)
    market.ship(order_id, 6)  # arrives on the day that was asked for
    market.later(days=1)
    with market.refuses(LotsDied, can_leave=0):
        market.ship(order_id, 6)


def test_the_pick_list_says_what_shipping_does(market: Market) -> None:
    order_id = promised(market, late=90)
    (line,) = market.lines(order_id)
    for days, expected in ((2, [("old", 36, False)]), (1, [("late", 30, False), ("old", 6, True)])):
        market.later(days=days)
        with market.as_system() as session:
            picks = picks_of_lines(session, market.supplier, [line.id], market.at)[line.id]
        assert [(pick.lot, pick.quantity, pick.is_dead) for pick in picks] == expected
    assert shipped_lots(market, market.ship(order_id, 30)) == [("late", 30)]


def test_nobody_else_reads_from_where_goods_are_picked(market: Market) -> None:
    order_id = promised(market)
    (line,) = market.lines(order_id)
    with market.as_system() as session:
        assert picks_of_lines(session, market.rival, [line.id], market.at) == {}


def test_the_database_lets_nothing_leave_after_its_last_day_whoever_asks(market: Market) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 40, lot="old", dies=day(market, 5))
    home = market.rows("SELECT id FROM warehouses")[0][0]
    market.later(days=6)
    row = {
        "sku_id": sku_id, "seller_id": market.supplier.organisation, "kind": "shipped", "change": -1, "reason": "",
        "at": market.at, "warehouse_id": home, "lot": "old",
    }  # fmt: skip
    with pytest.raises(DBAPIError, match="after their last day"), market.as_system() as session, session.begin_nested():
        session.execute(insert(StockMove), [row])


LOTS = st.lists(st.tuples(st.integers(1, 30), st.integers(0, 40)), min_size=1, max_size=5)
ASKED = st.lists(st.tuples(st.integers(1, 25), st.one_of(st.none(), st.integers(4, 40))), min_size=1, max_size=5)


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck), derandomize=True)
@given(lots=LOTS, asked=ASKED)
def test_theme_27_several_days_of_delivery_in_one_checkout_keep_the_shelf_rule_over_all_of_it(
    market: Market, lots: list[tuple[int, int]], asked: list[tuple[int, int | None]]
) -> None:
    """Everything is promised exactly if it can be, each line from lots that last until its own day."""
    sku_id = market.goods(stock=0)
    for number, (quantity, days) in enumerate(lots):
        put(market, sku_id, quantity, lot=f"L{number}", dies=day(market, days))
    today = market.at.date()
    wanted = [Wanted(uuid4(), sku_id, quantity, day(market, days) if days else None) for quantity, days in asked]
    until = {one.line_id: sold_until(today, 0, one.delivered_on) for one in wanted}
    # Lots that last until a later day last until an earlier one: it can be done if for each day what is asked for it
    # or for later is no more than lasts until it.
    can_be = all(
        sum(one.quantity for one in wanted if until[one.line_id] >= last)
        <= sum(quantity for quantity, days in lots if usable_on(day(market, days), last))
        for last in until.values()
    )
    if not can_be:
        with market.refuses(StockShort):
            take(market.by(market.retailer), wanted)
        return
    take(market.by(market.retailer), wanted)
    served = market.rows(
        "SELECT a.line_id, h.expires_on, a.quantity FROM stock_allocations a JOIN stock_holdings h ON h.id = a.holding_id"
        " WHERE a.sku_id = :sku",
        sku=sku_id,
    )
    assert all(usable_on(expires_on, until[line_id]) for line_id, expires_on, _ in served)
    assert {one.line_id: one.quantity for one in wanted} == {
        line_id: sum(q for other, _, q in served if other == line_id) for line_id, _, _ in served
    }
    free = market.rows("SELECT expires_on FROM stock_holdings WHERE sku_id = :sku AND on_hand > allocated", sku=sku_id)
    for line_id, expires_on, _ in served:
        dies_first = [dies for (dies,) in free if dies and usable_on(dies, until[line_id])]
        assert all(expires_on <= dies for dies in dies_first), "first expired was not first out"
    summed(market, sku_id)
    give_back(market.by(market.retailer), wanted)


def test_a_checkout_of_several_days_names_everything_that_lacks(market: Market) -> None:
    first, second = market.goods(stock=3), market.goods(market.rival, stock=4)
    wanted = [Wanted(uuid4(), first, 5, day(market, 9)), Wanted(uuid4(), second, 5)]
    with market.refuses(StockShort, shortages=[Shortage(first, 3), Shortage(second, 4)]):
        take(market.by(market.retailer), wanted)
