"""Confirming, shipping, receiving, completing: each step once, by whom it belongs to."""

from __future__ import annotations

import pytest

from tests.trade.market import WINDOW_DAYS, Market
from trade.kernel.actor import Actor
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.ordering.actions import (
    cancel_order,
    complete_orders,
    confirm_order,
    confirm_receipt,
    deliver_overdue,
    ship_order,
)
from trade.ordering.rules import ShipmentRefused
from trade.parties.rules import Role


def test_a_seller_confirms_an_order_once(market: Market) -> None:
    order_id = market.confirmed()
    assert market.read_order(order_id).confirmed_at == market.at
    with market.refuses(MoveRefused, what="order", current="confirmed", to="confirmed"):
        confirm_order(market.by(market.supplier), order_id)


def test_goods_leave_the_shelf_and_what_is_allocated_together(market: Market) -> None:
    order_id = market.confirmed(36)
    sku_id = market.lines(order_id)[0].sku_id
    market.ship(order_id, 12)
    assert (market.stock(sku_id), market.read_order(order_id).state) == ((88, 24, 0), "partly_shipped")
    market.ship(order_id, 24)
    assert (market.stock(sku_id), market.read_order(order_id).state) == ((64, 0, 0), "shipped")
    assert market.rows("SELECT sum(change) FROM stock_moves WHERE sku_id = :sku", sku=sku_id) == [(64,)]
    assert [line.shipped for line in market.lines(order_id)] == [36]


@pytest.mark.parametrize("quantity", [37, -1, 10**9])
def test_more_than_is_open_or_less_than_nothing_cannot_be_shipped(market: Market, quantity: int) -> None:
    order_id = market.confirmed(36)
    (line,) = market.lines(order_id)
    with market.refuses(ShipmentRefused, line_name=line.name, open_quantity=36):
        ship_order(market.by(market.supplier), order_id, quantities={line.id: quantity})


def test_a_shipment_of_nothing_or_of_another_orders_lines_is_refused(market: Market) -> None:
    order_id, other = market.confirmed(36), market.confirmed(36)
    for quantities in ({}, {market.lines(order_id)[0].id: 0}, {market.lines(other)[0].id: 6}):
        with market.refuses(ShipmentRefused, line_name=None):
            ship_order(market.by(market.supplier), order_id, quantities=quantities)


def test_an_order_that_is_not_confirmed_or_was_cancelled_is_not_shipped(market: Market) -> None:
    order_id = market.one_order()
    (line,) = market.lines(order_id)
    with market.refuses(MoveRefused, current="placed"):
        ship_order(market.by(market.supplier), order_id, quantities={line.id: 6})
    cancel_order(market.by(market.retailer), order_id, reason="")
    with market.refuses(MoveRefused, current="cancelled"):
        ship_order(market.by(market.supplier), order_id, quantities={line.id: 6})


def test_the_buyer_and_strangers_neither_confirm_nor_ship(market: Market) -> None:
    order_id, (line,) = (made := market.confirmed()), market.lines(made)
    placed = market.one_order()
    with market.refuses(NotFound, what="order", key=placed):
        confirm_order(market.by(market.rival), placed)
    with market.refuses(NotFound, what="order", key=order_id):
        ship_order(market.by(market.rival), order_id, quantities={line.id: 6})
    with market.refuses(NotAllowed, permission="fulfil"):
        confirm_order(market.by(market.retailer), placed)
    warehouse = market.colleague(market.supplier, Role.WAREHOUSE)
    with market.refuses(NotAllowed, permission="fulfil"):
        confirm_order(market.by(warehouse), placed)
    ship_order(market.by(warehouse), order_id, quantities={line.id: 6})
    assert market.read_order(order_id).state == "partly_shipped"


def test_an_order_is_delivered_when_each_of_its_shipments_has_arrived(market: Market) -> None:
    order_id = market.confirmed(36)
    first, second = market.ship(order_id, 12), market.ship(order_id, 24)
    confirm_receipt(market.by(market.retailer), second)
    assert market.read_order(order_id).state == "shipped"
    confirm_receipt(market.by(market.retailer), first)
    assert (market.read_order(order_id).state, market.read_order(order_id).delivered_at) == ("delivered", market.at)


def test_a_receipt_confirmed_twice_counts_once(market: Market) -> None:
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    assert confirm_receipt(market.by(market.retailer), shipment_id) == order_id
    verbs = market.verbs(order_id)
    market.later(days=1)
    assert confirm_receipt(market.by(market.retailer), shipment_id) == order_id
    assert market.verbs(order_id) == verbs


def test_nobody_but_the_buyer_confirms_a_receipt(market: Market) -> None:
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    with market.refuses(NotFound, what="shipment", key=shipment_id):
        confirm_receipt(market.by(market.neighbour), shipment_id)
    with market.refuses(NotAllowed, permission="buy"):
        confirm_receipt(market.by(market.supplier), shipment_id)
    nowhere = new_id()
    with market.refuses(NotFound, what="shipment", key=nowhere):
        confirm_receipt(market.by(market.retailer), nowhere)


def test_a_shipment_that_nobody_confirms_is_taken_as_received_after_its_days(market: Market) -> None:
    order_id = market.confirmed()
    market.ship(order_id)
    market.later(days=10, seconds=-1)
    assert deliver_overdue(market.by(Actor.system()), after_days=10) == 0
    market.later(seconds=1)
    assert deliver_overdue(market.by(Actor.system()), after_days=10) == 1
    assert deliver_overdue(market.by(Actor.system()), after_days=10) == 0
    assert market.verbs(order_id)[-2:] == ["ordering.shipment_taken_as_received", "ordering.order_delivered"]


def test_an_order_completes_when_its_claim_window_ends(market: Market) -> None:
    order_id = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    market.later(days=WINDOW_DAYS, seconds=-1)
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 0
    market.later(seconds=1)
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 1
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 0
    assert market.read_order(order_id).state == "completed"


@pytest.mark.parametrize("who", ["retailer", "supplier", "neighbour"])
def test_parties_cannot_end_each_others_windows(market: Market, who: str) -> None:
    with market.refuses(NotAllowed, permission="oversee"):
        complete_orders(market.by(getattr(market, who)), claim_window_days=0)
    with market.refuses(NotAllowed, permission="oversee"):
        deliver_overdue(market.by(getattr(market, who)), after_days=0)
