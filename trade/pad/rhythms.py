"""The rhythm of an organisation's purchases, from its orders here and those it brought along."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, union_all
from sqlalchemy.orm import Session

from trade.history.models import PastOrder, PastOrderLine
from trade.kernel.actor import Actor
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.pad.rules.rhythm import Rhythm, rhythm_of

LOOKED_BACK: Final = timedelta(days=400)
"""A season and a bit: what was bought before that says little about today."""


def usual_of(session: Session, actor: Actor, at: datetime) -> dict[UUID, Rhythm]:
    """The rhythm of each SKU that the organisation still buys, in one statement."""
    since = at - LOOKED_BACK
    here = (
        select(OrderLine.sku_id, func.date(Order.placed_at).label("day"), (OrderLine.quantity - OrderLine.cancelled))
        .join(Order, Order.id == OrderLine.order_id)
        .where(Order.buyer_id == actor.organisation, Order.state != OrderState.CANCELLED, Order.placed_at >= since)
        .where(Order.replaces_id.is_(None))
    )
    before = (
        select(PastOrderLine.sku_id, func.date(PastOrder.at), PastOrderLine.quantity)
        .join(PastOrder, PastOrder.id == PastOrderLine.past_order_id)
        .where(PastOrder.buyer_id == actor.organisation, PastOrder.at >= since)
    )
    bought: dict[UUID, list[tuple[date, int]]] = defaultdict(list)
    for sku_id, day, quantity in session.execute(union_all(here, before)):
        if quantity > 0:
            bought[sku_id].append((day, quantity))
    found = {sku_id: rhythm_of(days, at.date()) for sku_id, days in bought.items()}
    return {sku_id: rhythm for sku_id, rhythm in found.items() if rhythm and not rhythm.is_forgotten}
