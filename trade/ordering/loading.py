"""Loading orders through the actor: what is not yours does not exist."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import ColumnElement, Select, and_, or_, select, true

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState


def party_to(actor: Actor) -> ColumnElement[bool]:
    """Orders that the actor's organisation bought or sold; all of them for platform and jobs."""
    if actor.scope in {Scope.PLATFORM, Scope.SYSTEM}:
        return true()
    own = actor.organisation
    return or_(Order.buyer_id == own, Order.seller_id == own)


def bought_by(actor: Actor) -> ColumnElement[bool]:
    """Orders that the actor's organisation placed."""
    return Order.buyer_id == actor.organisation


def sold_by(actor: Actor) -> ColumnElement[bool]:
    """Orders that the actor's organisation received."""
    return Order.seller_id == actor.organisation


def to_ship_by(actor: Actor) -> ColumnElement[bool]:
    """Orders of which the actor's organisation has still something to ship."""
    return and_(sold_by(actor), Order.state.in_([OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED]))


def sold_among(actor: Actor, order_ids: Collection[UUID]) -> ColumnElement[bool]:
    """Those of some orders that the actor's organisation received."""
    return and_(sold_by(actor), Order.id.in_(order_ids))


def lock_order(work: Work, order_id: UUID, side: ColumnElement[bool]) -> Order:
    """Lock an order of the actor's; ``NotFound`` for a stranger's, as for one that isn't."""
    order = lock_one(work.session, select(Order).where(Order.id == order_id, side))
    if order is None:
        raise NotFound("order", order_id)
    return order


def lines_of(work: Work, order: Order) -> list[OrderLine]:
    """The lines of a locked order, in their order; the order's lock guards them."""
    statement: Select[OrderLine] = select(OrderLine).where(OrderLine.order_id == order.id).order_by(OrderLine.position)
    return list(work.session.scalars(statement.execution_options(populate_existing=True)))
