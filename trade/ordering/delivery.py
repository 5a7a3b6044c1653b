"""When a shipped order counts as delivered: once each of its shipments was received."""

from __future__ import annotations

from sqlalchemy import select

from trade.kernel.work import Work
from trade.ordering.models import Order, Shipment
from trade.ordering.rules import OrderState, move


def deliver_if_whole(work: Work, order: Order) -> None:
    """Move a locked, wholly shipped order to delivered when no shipment is on its way."""
    work.session.flush()  # the question below must see what was just received
    waiting = select(Shipment.id).where(Shipment.order_id == order.id, Shipment.received_at.is_(None))
    if order.state != OrderState.SHIPPED or work.session.scalars(waiting).first() is not None:
        return
    order.state = move(order.state, OrderState.DELIVERED)
    order.delivered_at = work.at
    tell(work, order, "ordering.order_delivered", {})


def tell(work: Work, order: Order, verb: str, more: dict[str, str]) -> None:
    """Record an event of an order, which both its parties may read."""
    work.record(
        verb,
        "order",
        order.id,
        parties=(order.buyer_id, order.seller_id),
        after={"state": order.state, **more},
    )
