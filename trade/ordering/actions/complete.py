"""Receipt by the buyer, and the end of the claim window."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, literal, select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.locks import skip_locked
from trade.kernel.work import Work, action
from trade.ordering.delivery import deliver_if_whole, tell
from trade.ordering.loading import bought_by, lock_order
from trade.ordering.models import Order, Shipment
from trade.ordering.rules import OrderState, move

BATCH = 500


@action(Permission.BUY)
def confirm_receipt(work: Work, shipment_id: UUID) -> UUID:
    """Say that a shipment arrived; once all of a shipped order's have, it is delivered."""
    shipment = work.session.get(Shipment, shipment_id)
    if shipment is None:
        raise NotFound("shipment", shipment_id)
    order = lock_order(work, shipment.order_id, bought_by(work.actor))
    work.session.refresh(shipment)
    if shipment.received_at is None:
        shipment.received_at = work.at
        tell(work, order, "ordering.shipment_received", {"shipment": shipment.reference})
        deliver_if_whole(work, order)
    return order.id


@action()
def deliver_overdue(work: Work, *, after_days: int) -> int:
    """Confirm receipt of shipments nobody confirmed for ``after_days``; answer how many."""
    work.actor.require(Permission.OVERSEE)
    overdue = and_(
        Shipment.order_id == Order.id,
        Shipment.received_at.is_(None),
        Shipment.shipped_at <= work.at - timedelta(days=after_days),
    )
    # The order's lock guards its shipments, here as when the buyer confirms: never the other way round.
    due = select(Order).where(exists().where(overdue)).order_by(Order.id).limit(BATCH)
    orders = {order.id: order for order in work.session.scalars(skip_locked(due))}
    shipments = work.session.scalars(
        select(Shipment).join(Order, overdue).where(Order.id.in_(orders)).order_by(Shipment.id)
    ).all()
    for shipment in shipments:
        order = orders[shipment.order_id]
        shipment.received_at = work.at
        told = {"shipment": shipment.reference}
        tell(work, order, "ordering.shipment_taken_as_received", told)
        deliver_if_whole(work, order)
    return len(shipments)


@action()
def complete_orders(work: Work, *, claim_window_days: int) -> int:
    """Complete delivered orders of which no claim is open, once the last of their lines' windows has ended; answer how many.

    ``claim_window_days`` is the usual time, for lines without hours of their own; none at all ends every window at once.
    """
    work.actor.require(Permission.OVERSEE)
    due = (
        select(Order)
        .where(
            Order.state == OrderState.DELIVERED,
            Order.open_claims == 0,
            Order.delivered_at <= work.at - _longest(claim_window_days),
        )
        .order_by(Order.id)
        .limit(BATCH)
    )
    orders = list(work.session.scalars(skip_locked(due)))
    for order in orders:
        order.state = move(order.state, OrderState.COMPLETED)
        order.completed_at = work.at
        if order.replaces_id is not None:
            order.settled_at = work.at  # there is nothing to settle: no statement takes it
        tell(work, order, "ordering.order_completed", {})
    return len(orders)


def _longest(usual_days: int) -> ColumnElement[timedelta]:
    """The longest time for claims of an order's lines, as ``claims_end`` counts it."""
    if not usual_days:
        return literal(timedelta())
    usual = case((Order.claims_usual, usual_days * 24))
    return func.make_interval(0, 0, 0, 0, func.greatest(Order.claim_hours, usual))
