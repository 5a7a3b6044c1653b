"""Sending a region's orders together: asked for once, done order by order."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import DomainError, InvalidInput, NotAllowed, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Call, Work, action
from trade.ordering.actions import confirm_order, ship_order
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.pooling.models import PoolShipment
from trade.pooling.queries.shipments import orders_to_send

WORDS_MAX = 80


@action(Permission.SHIP)
def send_shipment(work: Work, shipment_id: UUID, *, carrier: str = "", tracking: str = "") -> UUID:
    """Have all orders of a consolidated shipment leave that have not left yet, as they were ordered; a job does it.

    What the seller has not confirmed is confirmed by it. Sent again, it takes up what was left behind.
    """
    for field, word in (("carrier", carrier), ("tracking", tracking)):
        if len(word) > WORDS_MAX:
            raise InvalidInput(field, "out_of_range", maximum=WORDS_MAX)
    shipment = _lock(work, shipment_id)
    if work.actor.person_id is None:
        raise NotAllowed(Permission.SHIP)
    shipment.carrier, shipment.tracking = carrier.strip(), tracking.strip()
    work.later("send_shipment", shipment_id=str(shipment.id), person_id=str(work.actor.person_id))
    told = {"shipment": shipment.reference, "region": shipment.region_code}
    work.record("pooling.shipment_asked", "pool", shipment.pool_id, parties=(shipment.seller_id,), after=told)
    return shipment.id


def send_order(call: Call, shipment: PoolShipment, order_id: UUID, person_id: UUID) -> bool:
    """Let one order leave, on behalf of whoever asked; answer whether it did.

    One that cannot (it was cancelled meanwhile, its lot has died) is left for a person, and the rest leaves.
    """
    actor = Actor(Scope.SYSTEM, person_id, shipment.seller_id, Actor.system().permissions)
    seller = Call(call.session, actor, call.at)
    carrier, tracking = shipment.carrier, shipment.tracking
    try:
        order = call.session.get_one(Order, order_id, populate_existing=True)
        if order.state == OrderState.PLACED:
            confirm_order(seller, order_id)
        lines = call.session.scalars(select(OrderLine).where(OrderLine.order_id == order_id)).all()
        quantities = {line.id: line.open_quantity for line in lines if line.open_quantity}
        ship_order(seller, order_id, quantities=quantities, carrier=carrier, tracking=tracking)
    except DomainError:
        return False
    return True


@action(Permission.OVERSEE)
def end_shipment(work: Work, shipment_id: UUID) -> bool:
    """Say that a shipment has left once all its orders have; answer whether it has."""
    shipment = _lock(work, shipment_id)
    if shipment.shipped_at is None and not orders_to_send(work.session, shipment):
        shipment.shipped_at = work.at
        told = {"shipment": shipment.reference, "region": shipment.region_code}
        work.record("pooling.shipment_sent", "pool", shipment.pool_id, parties=(shipment.seller_id,), after=told)
    return shipment.shipped_at is not None


def _lock(work: Work, shipment_id: UUID) -> PoolShipment:
    statement = select(PoolShipment).where(PoolShipment.id == shipment_id)
    if work.actor.scope is not Scope.SYSTEM:
        statement = statement.where(PoolShipment.seller_id == work.actor.organisation)
    shipment = lock_one(work.session, statement)
    if shipment is None:
        raise NotFound("pool_shipment", shipment_id)
    return shipment
