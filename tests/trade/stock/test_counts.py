"""Theme 35, counts from other systems: out of order and repeated, they converge; the feed leaves out unshipped orders."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import OPENED, Market
from tests.trade.stock.places import holdings, put, warehouse
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor
from trade.ordering.actions import cancel_order, confirm_order
from trade.stock.actions import count_stock, receive_stock, sync_counts
from trade.stock.queries import counts_out
from trade.stock.rules import Count, Seen, that_holds

SAYINGS = st.lists(
    st.builds(
        Seen,
        st.sampled_from(["till", "erp", "sheet"]),
        st.integers(0, 50),
        st.integers(0, 5).map(lambda minutes: OPENED + timedelta(minutes=minutes)),
        st.none() | st.integers(0, 3),
    ),
    min_size=1,
    max_size=8,
)


def sync(market: Market, source: str, *counts: Count) -> Any:
    return sync_counts(market.by(market.supplier), source=source, counts=counts)


def count(market: Market, sku_id: UUID, counted: int, minutes: int, sequence: int | None = None, **more: Any) -> Count:
    return Count(sku_id, counted, OPENED + timedelta(minutes=minutes), sequence, **more)


@given(sayings=SAYINGS, data=st.data())
def test_theme_35_the_same_saying_holds_in_any_order_and_however_often_it_comes(sayings: list[Seen], data: Any) -> None:
    again = data.draw(st.lists(st.sampled_from(sayings)))
    shuffled = data.draw(st.permutations(sayings + again))
    assert that_holds(shuffled) == that_holds(sayings)


@pytest.mark.parametrize("order", [*permutations(range(4)), (0, 1, 2, 3, 2, 1, 0)], ids=str)
def test_theme_35_out_of_order_and_repeated_updates_converge(market: Market, order: tuple[int, ...]) -> None:
    sku_id = market.goods(stock=100)
    market.money()
    order_id = market.order({sku_id: 6})[0]
    confirm_order(market.by(market.supplier), order_id)
    market.later(minutes=5)
    market.ship(order_id)  # after the first counts, before the last: it is subtracted where it must be
    market.later(minutes=10)
    sent = [
        ("erp", count(market, sku_id, 90, 1, 1)),
        ("erp", count(market, sku_id, 80, 3, 2)),
        ("till", count(market, sku_id, 70, 2)),
        ("erp", count(market, sku_id, 60, 4, 0)),  # a number of its own that is older, though its clock says newer
    ]
    for number in order:
        sync(market, sent[number][0], sent[number][1])
    assert market.stock(sku_id)[0] == 80 - 6


def test_theme_35_a_later_count_by_hand_outranks_an_earlier_one_that_comes_late(market: Market) -> None:
    sku_id = market.goods(stock=100)
    market.later(minutes=10)
    count_stock(market.by(market.supplier), sku_id, counted=50)
    market.later(minutes=10)
    assert sync(market, "erp", count(market, sku_id, 90, 5)).older == 1
    assert market.stock(sku_id)[0] == 50
    assert sync(market, "erp", count(market, sku_id, 45, 15)).changed == 1
    receive_stock(market.by(market.supplier), sku_id, quantity=5)
    assert sync(market, "erp", count(market, sku_id, 45, 15)).agreed == 1
    assert market.stock(sku_id)[0] == 50


def test_theme_35_the_feed_leaves_out_what_unshipped_orders_own(market: Market) -> None:
    sku_id = market.goods(stock=100)
    market.money()
    order_id = market.order({sku_id: 36})[0]
    sync(market, "erp", count(market, sku_id, 90, 0))
    bind_actor(market.session, market.supplier)
    (row,) = counts_out(market.session, market.supplier).rows
    assert (row.on_hand, row.unshipped, row.available) == (90, 36, 54)
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, 30)
    bind_actor(market.session, market.supplier)
    (row,) = counts_out(market.session, market.supplier).rows
    assert (row.on_hand, row.unshipped, row.available) == (60, 6, 54)


def test_a_count_that_would_take_what_orders_own_waits_until_it_can_be_carried_out(market: Market) -> None:
    sku_id, other = market.goods(stock=100), market.goods(stock=100)
    market.money()
    order_id = market.order({sku_id: 36})[0]
    market.later(minutes=1)
    counts = count(market, sku_id, 30, 1), count(market, other, 30, 1)
    assert sync(market, "erp", *counts).promised == (sku_id,)
    assert (market.stock(sku_id)[0], market.stock(other)[0]) == (100, 30)
    cancel_order(market.by(market.retailer), order_id, reason="")
    assert sync(market, "erp", *counts).changed == 1
    assert market.stock(sku_id)[0] == 30


def test_counts_name_a_warehouse_and_a_lot(market: Market) -> None:
    sku_id = market.goods(stock=40)
    warehouse(market, "Home")
    north = warehouse(market, "North")
    put(market, sku_id, 10, north, lot="A")
    market.later(minutes=1)
    sync(market, "erp", count(market, sku_id, 7, 1, warehouse_id=north, lot="A"), count(market, sku_id, 30, 1))
    assert holdings(market, sku_id) == {("Home", ""): (30, 0), ("North", "A"): (7, 0)}


def test_nobody_counts_for_another_and_no_count_comes_from_the_future(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(NotFound, what="sku"):
        sync_counts(market.by(market.rival), source="erp", counts=[count(market, sku_id, 1, 0)])
    with market.refuses(InvalidInput, field="observed_at", code="in_future"):
        sync(market, "erp", count(market, sku_id, 1, 6))
    for wrong in (-1, 10**9):
        with market.refuses(InvalidInput, field="counted"):
            sync(market, "erp", count(market, sku_id, wrong, 0))


def test_theme_35_twenty_counts_cost_as_many_statements_as_two(market: Market, statements: Any) -> None:
    first, *goods = [market.goods() for _ in range(23)]

    def costs(sku_ids: list[UUID]) -> int:
        with statements(each=True) as seen:
            sync(market, "erp", *(count(market, sku_id, 40, 1) for sku_id in sku_ids))
        return len(seen)

    costs([first])  # begins the place where goods lie by themselves
    assert costs(goods[2:]) == costs(goods[:2])
