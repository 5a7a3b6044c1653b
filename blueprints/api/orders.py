"""Orders that a seller received: reading them, and moving them on."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from blueprints.api import papers
from blueprints.api.asking import asks, paged
from blueprints.api.blueprint import answers, route, takes
from trade.kernel.errors import InvalidInput, NotFound
from trade.ordering import actions
from trade.ordering.loading import sold_by
from trade.ordering.queries import OrderDetail, order_detail, orders_of
from trade.parties.rules import TokenScope
from web.access import actor, by_token, call, session


@route("/orders")
@by_token(TokenScope.READ_ORDERS)
@asks(papers.OrdersAsked)
@answers(papers.OrderPage)
def orders(asked: Mapping[str, Any]) -> Mapping[str, Any]:
    """List the orders you received, newest first."""
    page = orders_of(
        session(), sold_by(actor()), state=asked["state"], search=asked["reference"], cursor=asked["cursor"]
    )  # fmt: skip
    return paged(page)


@route("/orders/<uuid:order_id>")
@by_token(TokenScope.READ_ORDERS)
@answers(papers.Order)
def order(order_id: UUID) -> OrderDetail:
    """Read an order you received, with its lines and shipments."""
    return sale(order_id)


@route("/orders/<uuid:order_id>/confirmation", "POST")
@by_token(TokenScope.WRITE_ORDERS)
@answers(papers.Reference)
def confirm(order_id: UUID) -> Mapping[str, UUID]:
    """Promise the buyer that the goods will come."""
    return {"id": actions.confirm_order(call(), order_id)}


@route("/orders/<uuid:order_id>/cancellation", "POST")
@by_token(TokenScope.WRITE_ORDERS)
@takes(papers.Reason)
@answers(papers.Reference)
def cancel(said: Mapping[str, str], order_id: UUID) -> Mapping[str, UUID]:
    """Cancel an order of which nothing was shipped; the buyer gets the money back."""
    sale(order_id)
    return {"id": actions.cancel_order(call(), order_id, reason=said["reason"])}


@route("/orders/<uuid:order_id>/short-closing", "POST")
@by_token(TokenScope.WRITE_ORDERS)
@takes(papers.Reason)
@answers(papers.Reference)
def close_short(said: Mapping[str, str], order_id: UUID) -> Mapping[str, UUID]:
    """Give up what is still to ship of a partly shipped order; the buyer gets the money for it back."""
    return {"id": actions.close_short(call(), order_id, reason=said["reason"])}


@route("/orders/<uuid:order_id>/shipments", "POST")
@by_token(TokenScope.WRITE_SHIPMENTS)
@takes(papers.NewShipment)
@answers(papers.Reference, 201)
def ship(said: Mapping[str, Any], order_id: UUID) -> Mapping[str, UUID]:
    """Ship some or all of a confirmed order."""
    quantities = _quantities(sale(order_id), said["lines"])
    shipment_id = actions.ship_order(
        call(), order_id, quantities=quantities, carrier=said["carrier"], tracking=said["tracking"]
    )  # fmt: skip
    return {"id": shipment_id}


def sale(order_id: UUID) -> OrderDetail:
    """Return an order that the actor's organisation received; what it bought itself is read under purchases."""
    found = order_detail(session(), actor(), order_id)
    if found.seller_id != actor().organisation:
        raise NotFound("order", order_id)
    return found


def _quantities(found: OrderDetail, lines: list[Mapping[str, Any]]) -> dict[UUID, int]:
    """Return line id to quantity; a line of another order does not exist, and none may come twice."""
    known = {line.id for line in found.lines}
    quantities: dict[UUID, int] = {}
    for number, line in enumerate(lines):
        if line["line_id"] not in known:
            raise NotFound("line", line["line_id"])
        if line["line_id"] in quantities:
            raise InvalidInput(f"lines.{number}.line_id", "twice")
        quantities[line["line_id"]] = line["quantity"]
    return quantities
