"""Orders as platform staff look for them: everybody's, by state, party, day or reference."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, or_, select
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.paging import PAGE_ROWS_MAX, Page
from trade.ordering.loading import party_to
from trade.ordering.models import Order, Shipment
from trade.ordering.queries.orders import OrderRow, orders_of
from trade.ordering.rules import OrderState


@dataclass(frozen=True, slots=True)
class FoundShipment:
    """A shipment that a search found, and the order whose page shows it."""

    id: UUID
    reference: str
    order_id: UUID
    order_reference: str


def all_orders(
    session: Session,
    actor: Actor,
    *,
    state: OrderState | None = None,
    search: str = "",
    party_id: UUID | None = None,
    since: datetime | None = None,
    until: datetime | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[OrderRow]:
    """A page of the orders the actor may see, newest first; of ``party_id`` what it bought or sold."""
    side = [party_to(actor)]
    if party_id is not None:
        side.append(or_(Order.buyer_id == party_id, Order.seller_id == party_id))
    if since is not None:
        side.append(Order.placed_at >= since)
    if until is not None:
        side.append(Order.placed_at < until)
    return orders_of(session, and_(*side), state=state, search=search, cursor=cursor, limit=limit)


def find_shipments(session: Session, actor: Actor, text: str, *, limit: int = 12) -> Sequence[FoundShipment]:
    """Shipments whose reference, or the carrier's tracking number, begins with ``text``."""
    begun = text.strip()
    prepared.plan_anew(session)
    query = (
        select(Shipment.id, Shipment.reference, Shipment.order_id, Order.reference)
        .join(Order, Order.id == Shipment.order_id)
        .where(
            or_(
                Shipment.reference.startswith(begun.upper(), autoescape=True),
                Shipment.tracking.startswith(begun, autoescape=True),
            ),
            party_to(actor),
        )
        .order_by(Shipment.reference)
        .limit(limit)
    )
    return [FoundShipment(*row) for row in session.execute(query)]
