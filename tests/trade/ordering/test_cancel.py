"""Taking back: what was not shipped goes back to the shelf, and its money to the wallet, to the penny."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.trade.market import Market
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound
from trade.ordering.actions import cancel_order, close_short, confirm_order, confirm_receipt
from trade.parties.rules import Role
from trade.pricing.rules import Step


@pytest.mark.parametrize("confirmed", [False, True])
@pytest.mark.parametrize("who", ["retailer", "supplier", "support"])
def test_either_party_and_the_platform_may_cancel_before_shipping(market: Market, who: str, confirmed: bool) -> None:
    order_id = market.confirmed() if confirmed else market.one_order()
    sku_id = market.lines(order_id)[0].sku_id
    cancel_order(market.by(getattr(market, who)), order_id, reason="changed my mind")
    order, (line,) = market.read_order(order_id), market.lines(order_id)
    assert (order.state, order.refunded_minor, line.cancelled, line.refunded_minor) == ("cancelled", 9180, 36, 9180)
    assert market.stock(sku_id) == (100, 0, 0)
    assert (market.balance("wallet", market.retailer), market.balance("escrow", market.supplier)) == (100_000, 0)
    found = market.rows("SELECT before, after FROM events WHERE verb = 'ordering.order_cancelled'")
    before = "confirmed" if confirmed else "placed"
    assert found == [({"state": before}, {"state": "cancelled", "refunded": 9180, "reason": "changed my mind"})]


def test_an_order_is_cancelled_once(market: Market) -> None:
    order_id = market.one_order()
    cancel_order(market.by(market.retailer), order_id, reason="")
    with market.refuses(MoveRefused, current="cancelled", to="cancelled"):
        cancel_order(market.by(market.supplier), order_id, reason="")


def test_what_was_shipped_cannot_be_cancelled(market: Market) -> None:
    order_id = market.confirmed()
    market.ship(order_id, 6)
    with market.refuses(MoveRefused, current="partly_shipped", to="cancelled"):
        cancel_order(market.by(market.retailer), order_id, reason="")


def test_strangers_and_members_without_the_right_cannot_cancel(market: Market) -> None:
    order_id = market.one_order()
    for stranger in (market.neighbour, market.rival):
        with market.refuses(NotFound, what="order", key=order_id):
            cancel_order(market.by(stranger), order_id, reason="")
    unloads, loads = (market.colleague(actor, Role.WAREHOUSE) for actor in (market.retailer, market.supplier))
    for actor, needed in ((unloads, "buy"), (loads, "fulfil"), (market.maker, "admit")):
        with market.refuses(NotAllowed, permission=needed):
            cancel_order(market.by(actor), order_id, reason="")


@pytest.mark.parametrize("shipped", [1, 2, 3, 6])
def test_the_shipped_and_the_refunded_part_sum_to_what_was_paid(market: Market, shipped: int) -> None:
    sku_id = market.goods(steps=(Step(7, Decimal("0.333333")),), multiple=7)
    market.money()
    (order_id,) = market.order({sku_id: 7})  # 2.333331 rounds to 2.33
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, shipped)
    close_short(market.by(market.supplier), order_id, reason="sold out")
    (line,) = market.lines(order_id)
    assert (line.shipped, line.cancelled) == (shipped, 7 - shipped)
    assert abs(line.refunded_minor - Decimal(233) * (7 - shipped) / 7) < 1
    assert market.balance("escrow", market.supplier) == 233 - line.refunded_minor
    assert market.balance("wallet", market.retailer) == 100_000 - 233 + line.refunded_minor
    assert market.stock(sku_id) == (100 - shipped, 0, 0)


def test_the_odd_penny_of_equal_halves_stays_with_what_was_shipped(market: Market) -> None:
    sku_id = market.goods(steps=(Step(2, Decimal("0.025")),), multiple=2)
    market.money()
    (order_id,) = market.order({sku_id: 2})
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, 1)
    close_short(market.by(market.supplier), order_id, reason="")
    assert (market.lines(order_id)[0].gross_minor, market.lines(order_id)[0].refunded_minor) == (5, 2)


def test_closing_short_delivers_when_all_that_was_shipped_has_arrived(market: Market) -> None:
    order_id = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(order_id, 12))
    close_short(market.by(market.supplier), order_id, reason="")
    assert market.verbs(order_id)[-2:] == ["ordering.order_closed_short", "ordering.order_delivered"]


@pytest.mark.parametrize("state", ["placed", "confirmed", "shipped"])
def test_only_a_partly_shipped_order_is_closed_short(market: Market, state: str) -> None:
    order_id = market.one_order() if state == "placed" else market.confirmed()
    if state == "shipped":
        market.ship(order_id)
    with market.refuses(MoveRefused, current=state, to="shipped"):
        close_short(market.by(market.supplier), order_id, reason="")


def test_a_stranger_closes_nothing_short(market: Market) -> None:
    order_id = market.confirmed()
    market.ship(order_id, 6)
    with market.refuses(NotFound, what="order", key=order_id):
        close_short(market.by(market.rival), order_id, reason="")
