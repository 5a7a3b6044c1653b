"""The seller's part: confirming an order and shipping it, wholly or partly."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import insert

from trade.kernel.actor import Permission
from trade.kernel.ids import new_id, new_reference
from trade.kernel.work import Work, action
from trade.ordering.held_back import require_leaving
from trade.ordering.loading import lines_of, lock_order, sold_by
from trade.ordering.models import Order, OrderLine, Shipment, ShipmentLine
from trade.ordering.packs import on_shelf
from trade.ordering.rules import LotsDied, OrderState, ShipmentRefused, move, state_after_shipping
from trade.stock.actions import replace_dead, ship
from trade.stock.rules import can_leave


@action(Permission.FULFIL)
def confirm_order(work: Work, order_id: UUID) -> UUID:
    """Promise the buyer that the order will be shipped."""
    order = lock_order(work, order_id, sold_by(work.actor))
    order.state = move(order.state, OrderState.CONFIRMED)
    order.confirmed_at = work.at
    _tell(work, order, "ordering.order_confirmed", OrderState.PLACED, {})
    return order.id


@action(Permission.SHIP)
def ship_order(
    work: Work,
    order_id: UUID,
    *,
    quantities: Mapping[UUID, int],
    carrier: str = "",
    tracking: str = "",
) -> UUID:
    """Ship some or all of a confirmed order: order line id to base units; answer the shipment.

    What was set aside is looked at again: a lot that will be dead when it arrives gives way to another one. Raises
    ``ShipmentRefused`` for nothing at all, or more than is open on a line, ``LotsDied`` where no lot is left that keeps,
    and ``HeldBack`` for goods of which an inspection has failed, until the platform has cleared them.
    """
    order = lock_order(work, order_id, sold_by(work.actor))
    move(order.state, OrderState.PARTLY_SHIPPED)  # may anything of it be shipped at all?
    lines = lines_of(work, order)
    _require_fresh(work, order, lines, quantities)
    shipped = _shipped_lines(lines, quantities)
    before = order.state
    order.state = move(order.state, _state_after(lines))
    if order.state == OrderState.SHIPPED:
        order.shipped_at = work.at
    shipment = _write(work, order, shipped, carrier, tracking)
    ship(work, on_shelf(work, shipped), shipment.id, delivered_on=order.requested_on)
    require_leaving(work, [line for line, _ in shipped])  # behind the lock of the stock
    told: dict[str, str | int] = {"shipment": shipment.reference, "units": sum(quantity for _, quantity in shipped)}
    _tell(work, order, "ordering.order_shipped", before, told)
    work.later("issue_papers", order_id=str(order.id))
    return shipment.id


def _require_fresh(work: Work, order: Order, lines: list[OrderLine], quantities: Mapping[UUID, int]) -> None:
    leaving = [(line, 1) for line in lines if 0 < quantities.get(line.id, 0) <= line.open_quantity]
    units: dict[UUID, dict[UUID, int]] = {}
    for one in on_shelf(work, leaving):
        units.setdefault(one.line_id, {})[one.sku_id] = one.quantity
    dead = replace_dead(work, units, region=order.delivery_region, delivered_on=order.requested_on)
    for line in (line for line, _ in leaving if line.id in dead):
        keeps = can_leave(line.open_quantity, units[line.id], dead[line.id])
        if quantities[line.id] > keeps:
            first = min(dead[line.id], key=lambda found: found.expires_on)
            raise LotsDied(line.id, line.name, keeps, first.lot, first.expires_on)


def _shipped_lines(lines: list[OrderLine], quantities: Mapping[UUID, int]) -> list[tuple[OrderLine, int]]:
    shipped = []
    for line in lines:
        quantity = quantities.get(line.id, 0)
        if not 0 <= quantity <= line.open_quantity:
            raise ShipmentRefused(line.name, line.open_quantity, line.id)
        if quantity:
            line.shipped += quantity
            shipped.append((line, quantity))
    if not shipped:
        raise ShipmentRefused
    return shipped


def _state_after(lines: list[OrderLine]) -> OrderState:
    return state_after_shipping(
        sum(line.quantity for line in lines),
        sum(line.shipped for line in lines),
        sum(line.cancelled for line in lines),
    )


def _write(work: Work, order: Order, lines: list[tuple[OrderLine, int]], carrier: str, tracking: str) -> Shipment:
    shipment = Shipment(
        id=new_id(),
        reference=new_reference("SH"),
        order_id=order.id,
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        carrier=carrier,
        tracking=tracking,
        shipped_at=work.at,
    )
    work.session.add(shipment)
    work.session.flush()  # its lines refer to it
    rows = [
        {
            "shipment_id": shipment.id,
            "order_line_id": line.id,
            "buyer_id": order.buyer_id,
            "seller_id": order.seller_id,
            "quantity": quantity,
        }
        for line, quantity in lines
    ]
    work.session.execute(insert(ShipmentLine), rows)
    return shipment


def _tell(work: Work, order: Order, verb: str, before: str, more: Mapping[str, str | int]) -> None:
    work.record(
        verb,
        "order",
        order.id,
        parties=(order.buyer_id, order.seller_id),
        before={"state": before},
        after={"state": order.state, **more},
    )
