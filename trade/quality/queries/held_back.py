"""Orders that wait for the platform's word, since goods of theirs were held back before they left."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import HELD_BACK
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ordering.loading import party_to
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState

UNSHIPPED = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED)


@dataclass(frozen=True, slots=True)
class HeldBackOrder:
    """An order with goods that may not leave: how many units, and what was paid for them."""

    order_id: UUID
    reference: str
    state: OrderState
    buyer_name: str
    seller_name: str
    goods: str
    units: int
    amount: Money
    since: datetime
    placed_at: datetime


def held_back_orders(
    session: Session, actor: Actor, *, product_id: UUID | None = None, order_id: UUID | None = None
) -> Sequence[HeldBackOrder]:
    """Those that the actor may see, the oldest first: of one product, of one order, or all."""
    left = OrderLine.quantity - OrderLine.shipped - OrderLine.cancelled
    paid = func.round(
        (OrderLine.gross_minor - OrderLine.refunded_minor) * left / (OrderLine.quantity - OrderLine.cancelled)
    )
    statement = (
        select(Order, func.min(OrderLine.name), func.sum(left), func.sum(paid), func.min(Product.held_back_at))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .join(SKU, SKU.id == OrderLine.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(
            party_to(actor),
            Order.state.in_(UNSHIPPED),
            Product.state == HELD_BACK,
            left > 0,
            or_(OrderLine.cleared_at.is_(None), OrderLine.cleared_at < Product.held_back_at),
        )
        .group_by(Order.id)
        .order_by(Order.placed_at, Order.id)
        .limit(PAGE_ROWS_MAX)
    )
    if product_id is not None:
        statement = statement.where(Product.id == product_id)
    if order_id is not None:
        statement = statement.where(Order.id == order_id)
    return [_row(*row) for row in session.execute(statement)]


def held_back_of(session: Session, actor: Actor, order_id: UUID) -> HeldBackOrder | None:
    """What of one order waits so, for its page; ``None`` where nothing does."""
    return next(iter(held_back_orders(session, actor, order_id=order_id)), None)


def _row(order: Order, goods: str, units: int, paid: int, since: datetime) -> HeldBackOrder:
    return HeldBackOrder(
        order_id=order.id,
        reference=order.reference,
        state=OrderState(order.state),
        buyer_name=order.buyer_party["name"],
        seller_name=order.seller_party["name"],
        goods=goods,
        units=units,
        amount=Money(int(paid), order.currency),
        since=since,
        placed_at=order.placed_at,
    )
