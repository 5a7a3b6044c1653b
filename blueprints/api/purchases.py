"""For the program of a buyer: placing orders, reading them, and the cart."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from typing import Any
from uuid import UUID

from adapters import clock
from blueprints.api import papers
from blueprints.api.asking import asks, paged
from blueprints.api.blueprint import answers, route, takes
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import Call
from trade.ordering.actions import CartChange, Placed, place_lines, set_cart_line
from trade.ordering.loading import bought_by
from trade.ordering.queries import OrderDetail, order_detail, orders_of
from trade.ordering.rules import Wish
from trade.pad.queries import goods_named
from trade.parties.rules import TokenScope
from web.access import actor, by_token, call, repeatable, session
from web.bearers import bearer


@route("/purchases")
@by_token(TokenScope.READ_PURCHASES)
@asks(papers.OrdersAsked)
@answers(papers.OrderPage)
def purchases(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the orders you placed, newest first."""
    page = orders_of(
        session(), bought_by(actor()), state=asked["state"], search=asked["reference"], cursor=asked["cursor"]
    )  # fmt: skip
    return paged(page)


@route("/purchases/<uuid:order_id>")
@by_token(TokenScope.READ_PURCHASES)
@answers(papers.Order)
def purchase(order_id: UUID) -> OrderDetail:
    """Read an order you placed, with its lines and shipments."""
    found = order_detail(session(), actor(), order_id)
    if found.buyer_id != actor().organisation:
        raise NotFound("order", order_id)
    return found


@route("/offers")
@by_token(TokenScope.PLACE_ORDERS, TokenScope.WRITE_CART)
@asks(papers.OffersAsked)
@answers(papers.OfferedList)
def offers(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """Look up what codes and barcodes are sold as, at which of your prices: their SKU ids are what orders and carts name."""
    return {"items": goods_named(session(), actor(), dict.fromkeys(asked["code"]), clock.now())}


@route("/orders", "POST")
@by_token(TokenScope.PLACE_ORDERS)
@takes(papers.NewOrder)
@answers(papers.PlacedOrders, 201)
def place(said: Mapping[str, Any]) -> Placed:
    """Order goods at today's prices, paid from the wallet or on credit, in the name and within the limits of whoever made the token."""
    expected = said["expected_total"]
    return place_lines(
        by_maker(),
        _wanted(said["lines"]),
        shown=(expected,) if expected else None,
        wish=Wish(said["note"], said["requested_on"]),
        address_id=said["address_id"],
        means=said["means"],
    )


@route("/cart/lines/<uuid:sku_id>", "PUT")
@repeatable
@by_token(TokenScope.WRITE_CART)
@takes(papers.CartLine)
@answers(papers.CartChange)
def set_line(said: Mapping[str, int], sku_id: UUID) -> CartChange:
    """Put exactly so much into the cart of whoever made the token, who checks it and orders."""
    return set_cart_line(by_maker(), sku_id, quantity=said["quantity"])


def by_maker() -> Call:
    """Return the call as whoever made the token would make it: orders and carts are a person's."""
    return replace(call(), actor=replace(actor(), person_id=bearer().made_by))


def _wanted(lines: Sequence[Mapping[str, Any]]) -> dict[UUID, int]:
    """Return SKU to quantity; none may come twice."""
    wanted: dict[UUID, int] = {}
    for number, line in enumerate(lines):
        if line["sku_id"] in wanted:
            raise InvalidInput(f"lines.{number}.sku_id", "twice")
        wanted[line["sku_id"]] = line["quantity"]
    return wanted
