"""Orders as lists, for buyers, sellers and the platform."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import ColumnElement, and_, func, select, tuple_
from sqlalchemy.orm import Session, aliased

from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ordering.loading import bought_by, party_to
from trade.ordering.models import Order, OrderLine
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
        prepared.plan_anew(session)
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
