"""One order as a record, with its lines and shipments."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.catalogue.queries import PartRow
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.loading import party_to
from trade.ordering.models import Order, OrderLine, OrderLinePart, Shipment, ShipmentLine
from trade.ordering.rules import OrderState, came_of_pool
from trade.parties.rules import TaxClass
from trade.pricing.rules import TraceLine
from trade.pricing.told import trace_from


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line of an order, as it was agreed and as far as it got; ``parts`` are what a pack was made up of then.

    ``spoilt``: of so much of what is still to ship no lot was left that keeps, when it was last looked at.
    """

    id: UUID
    sku_id: UUID
    sku_code: str
    name: str
    unit: str
    quantity: int
    shipped: int
    cancelled: int
    spoilt: int
    unit_price: Decimal
    tax_class: TaxClass
    tax_rate: Decimal
    net: Money
    tax: Money
    gross: Money
    refunded: Money
    commission_rate: Decimal
    claim_hours: int | None
    trace: Sequence[TraceLine]
    parts: Sequence[PartRow] = ()
    of_pool: bool = False

    @property
    def units(self) -> dict[UUID, int]:
        """What one of it takes from the shelf, by SKU: itself, or the parts of a pack."""
        return {part.sku_id: part.quantity for part in self.parts} or {self.sku_id: 1}

    @property
    def open_quantity(self) -> int:
        """What is still to ship."""
        return self.quantity - self.shipped - self.cancelled


@dataclass(frozen=True, slots=True)
class ShipmentRow:
    """A shipment of an order: what was in it, when it left and when it arrived."""

    id: UUID
    reference: str
    carrier: str
    tracking: str
    shipped_at: datetime
    received_at: datetime | None
    quantities: dict[UUID, int]


@dataclass(frozen=True, slots=True)
class OrderDetail:
    """One order with its lines and shipments."""

    id: UUID
    reference: str
    state: OrderState
    buyer_id: UUID
    seller_id: UUID
    buyer_party: dict[str, str]
    seller_party: dict[str, str]
    delivery_address: str
    delivery_region: str | None
    requested_on: date | None
    promised_on: date
    note: str
    net: Money
    tax: Money
    total: Money
    refunded: Money
    placed_at: datetime
    confirmed_at: datetime | None
    shipped_at: datetime | None
    delivered_at: datetime | None
    completed_at: datetime | None
    cancelled_at: datetime | None
    lines: Sequence[OrderLineRow]
    shipments: Sequence[ShipmentRow]

    @property
    def can_cancel(self) -> bool:
        """Whether its seller can still cancel it whole."""
        return self.state in {OrderState.PLACED, OrderState.CONFIRMED}

    @property
    def buyer_can_cancel(self) -> bool:
        """Whether its buyer can, too: not where it came of a pool, since others' price counts on it."""
        return self.can_cancel and not self.is_bound

    @property
    def is_bound(self) -> bool:
        """Whether it could be cancelled, but not by its buyer: others pay the price that was reached with it."""
        return self.can_cancel and any(line.of_pool for line in self.lines)

    @property
    def can_ship(self) -> bool:
        """Whether the seller may ship now."""
        return self.state in {OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}


def order_detail(session: Session, actor: Actor, order_id: UUID) -> OrderDetail:
    """One order of the actor's; ``NotFound`` for a stranger's."""
    order = session.scalars(select(Order).where(Order.id == order_id, party_to(actor))).one_or_none()
    if order is None:
        raise NotFound("order", order_id)
    lines = session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position))
    parts = _parts(session, order_id)
    return _detail(order, [_line(row, parts.get(row.id, ())) for row in lines], _shipments(session, order_id))


def _parts(session: Session, order_id: UUID) -> dict[UUID, list[PartRow]]:
    part = OrderLinePart
    rows: Any = session.execute(
        select(part.line_id, part.sku_id, part.sku_code, part.name, part.name_zh, part.unit, part.quantity)
        .join(OrderLine, OrderLine.id == part.line_id)
        .where(OrderLine.order_id == order_id)
        .order_by(part.position)
    )
    found: dict[UUID, list[PartRow]] = {}
    for line_id, *said in rows:
        found.setdefault(line_id, []).append(PartRow(*said))
    return found


def _shipments(session: Session, order_id: UUID) -> list[ShipmentRow]:
    quantities: dict[UUID, dict[UUID, int]] = {}
    rows = session.execute(
        select(ShipmentLine.shipment_id, ShipmentLine.order_line_id, ShipmentLine.quantity)
        .join(Shipment, Shipment.id == ShipmentLine.shipment_id)
        .where(Shipment.order_id == order_id)
    )
    for shipment_id, line_id, quantity in rows:
        quantities.setdefault(shipment_id, {})[line_id] = quantity
    shipments = session.scalars(select(Shipment).where(Shipment.order_id == order_id).order_by(Shipment.shipped_at))
    return [
        ShipmentRow(
            s.id, s.reference, s.carrier, s.tracking, s.shipped_at, s.received_at,
            quantities.get(s.id, {}),
        )
        for s in shipments
    ]  # fmt: skip


def _line(row: OrderLine, parts: Sequence[PartRow]) -> OrderLineRow:
    return OrderLineRow(
        id=row.id,
        sku_id=row.sku_id,
        sku_code=row.sku_code,
        name=row.name,
        unit=row.unit,
        quantity=row.quantity,
        shipped=row.shipped,
        cancelled=row.cancelled,
        spoilt=min(row.spoilt, row.open_quantity),
        unit_price=row.unit_price,
        tax_class=TaxClass(row.tax_class),
        tax_rate=row.tax_rate,
        net=Money(row.net_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        gross=Money(row.gross_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
        commission_rate=row.commission_rate,
        claim_hours=row.claim_hours,
        trace=trace_from(row.price_trace, row.currency),
        parts=parts,
        of_pool=came_of_pool(row.price_trace),
    )


def _detail(order: Order, lines: list[OrderLineRow], shipments: list[ShipmentRow]) -> OrderDetail:
    return OrderDetail(
        id=order.id,
        reference=order.reference,
        state=OrderState(order.state),
        buyer_id=order.buyer_id,
        seller_id=order.seller_id,
        buyer_party=order.buyer_party,
        seller_party=order.seller_party,
        delivery_address=order.delivery_address,
        delivery_region=order.delivery_region,
        requested_on=order.requested_on,
        promised_on=order.promised_on,
        note=order.note,
        net=Money(order.net_minor, order.currency),
        tax=Money(order.tax_minor, order.currency),
        total=Money(order.total_minor, order.currency),
        refunded=Money(order.refunded_minor, order.currency),
        placed_at=order.placed_at,
        confirmed_at=order.confirmed_at,
        shipped_at=order.shipped_at,
        delivered_at=order.delivered_at,
        completed_at=order.completed_at,
        cancelled_at=order.cancelled_at,
        lines=lines,
        shipments=shipments,
    )
