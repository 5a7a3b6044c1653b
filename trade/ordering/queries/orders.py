"""Orders as lists and as one record, for buyers, sellers and the platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ordering.loading import bought_by, party_to
from trade.ordering.models import Order, OrderLine, Shipment, ShipmentLine
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation

Buyer = aliased(Organisation)
Seller = aliased(Organisation)


@dataclass(frozen=True, slots=True)
class OrderRow:
    """An order in a list."""

    id: UUID
    reference: str
    state: OrderState
    buyer_name: str
    seller_name: str
    total: Money
    refunded: Money
    lines: int
    placed_at: datetime


@dataclass(frozen=True, slots=True)
class OrderLineRow:
    """A line of an order, as it was agreed and as far as it got."""

    id: UUID
    sku_id: UUID
    sku_code: str
    name: str
    unit: str
    quantity: int
    shipped: int
    cancelled: int
    unit_price: Decimal
    net: Money
    tax: Money
    gross: Money
    refunded: Money
    commission_rate: Decimal
    trace: Sequence[dict[str, Any]]

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
        """Whether it can still be cancelled whole."""
        return self.state in {OrderState.PLACED, OrderState.CONFIRMED}

    @property
    def can_ship(self) -> bool:
        """Whether the seller may ship now."""
        return self.state in {OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED}


def orders_of(
    session: Session,
    side: ColumnElement[bool],
    *,
    state: OrderState | None = None,
    search: str = "",
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[OrderRow]:
    """A page of orders on the actor's ``side`` (see ``loading``), newest first."""
    lines = (select(func.count()).where(OrderLine.order_id == Order.id).correlate(Order)).scalar_subquery()
    statement = (
        select(Order, Buyer.name, Seller.name, lines)
        .join(Buyer, Buyer.id == Order.buyer_id)
        .join(Seller, Seller.id == Order.seller_id)
        .where(side)
        .order_by(Order.placed_at.desc(), Order.id.desc())
        .limit(limit + 1)
    )
    if state is not None:
        statement = statement.where(Order.state == state)
    if search.strip():
        statement = statement.where(Order.reference.startswith(search.strip().upper(), autoescape=True))
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        statement = statement.where(tuple_(Order.placed_at, Order.id) < after)
    rows = [_order_row(*row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.placed_at.isoformat(), str(row.id)))


def states_count(session: Session, side: ColumnElement[bool]) -> dict[OrderState, int]:
    """How many orders stand in each state."""
    rows = session.execute(select(Order.state, func.count()).where(side).group_by(Order.state))
    return {OrderState(state): count for state, count in rows}


def order_detail(session: Session, actor: Actor, order_id: UUID) -> OrderDetail:
    """One order of the actor's; ``NotFound`` for a stranger's."""
    order = session.scalars(select(Order).where(Order.id == order_id, party_to(actor))).one_or_none()
    if order is None:
        raise NotFound("order", order_id)
    lines = session.scalars(select(OrderLine).where(OrderLine.order_id == order_id).order_by(OrderLine.position))
    return _detail(order, [_line(row) for row in lines], _shipments(session, order_id))


def placed_together(session: Session, actor: Actor, order_id: UUID) -> Sequence[OrderRow]:
    """The orders that one checkout made, one a seller; ``NotFound`` for a stranger's.

    They share their buyer, the person and the instant.
    """
    first = aliased(Order)
    lines = (select(func.count()).where(OrderLine.order_id == Order.id).correlate(Order)).scalar_subquery()
    statement = (
        select(Order, Buyer.name, Seller.name, lines)
        .join(Buyer, Buyer.id == Order.buyer_id)
        .join(Seller, Seller.id == Order.seller_id)
        .join(first, and_(first.placed_at == Order.placed_at, first.placed_by == Order.placed_by))
        .where(first.id == order_id, first.buyer_id == Order.buyer_id, bought_by(actor))
        .order_by(Seller.name, Order.id)
    )
    rows = [_order_row(*row) for row in session.execute(statement)]
    if not rows:
        raise NotFound("order", order_id)
    return rows


def find_order_by_reference(session: Session, actor: Actor, reference: str) -> UUID | None:
    """The order people mean by ``PO-7GQ2-K81``; ``None`` where the actor has no such order."""
    return session.scalar(select(Order.id).where(Order.reference == reference.strip().upper(), party_to(actor)))


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


def _order_row(order: Order, buyer_name: str, seller_name: str, lines: int) -> OrderRow:
    return OrderRow(
        id=order.id,
        reference=order.reference,
        state=OrderState(order.state),
        buyer_name=buyer_name,
        seller_name=seller_name,
        total=Money(order.total_minor, order.currency),
        refunded=Money(order.refunded_minor, order.currency),
        lines=lines,
        placed_at=order.placed_at,
    )


def _line(row: OrderLine) -> OrderLineRow:
    return OrderLineRow(
        id=row.id,
        sku_id=row.sku_id,
        sku_code=row.sku_code,
        name=row.name,
        unit=row.unit,
        quantity=row.quantity,
        shipped=row.shipped,
        cancelled=row.cancelled,
        unit_price=row.unit_price,
        net=Money(row.net_minor, row.currency),
        tax=Money(row.tax_minor, row.currency),
        gross=Money(row.gross_minor, row.currency),
        refunded=Money(row.refunded_minor, row.currency),
        commission_rate=row.commission_rate,
        trace=row.price_trace,
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
