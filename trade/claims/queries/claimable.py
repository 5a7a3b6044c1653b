"""What of a delivered order can still be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.claims.models import ClaimedLine
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.loading import bought_by
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState


@dataclass(frozen=True, slots=True)
class ClaimableLine:
    """A delivered line: ``left`` units of it are not claimed yet, for which ``worth`` was paid."""

    order_line_id: UUID
    sku_code: str
    name: str
    unit: str
    left: int
    worth: Money


def claimable_lines(session: Session, actor: Actor, order_id: UUID, *, spent: bool = False) -> Sequence[ClaimableLine]:
    """Lines of an order that the actor bought, of which something is left to claim; none before or after the time for it.

    With ``spent`` also those of which nothing is left: a form that is sent twice finds the lines that it was made for.
    """
    rows = session.execute(
        select(OrderLine, ClaimedLine)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(ClaimedLine, ClaimedLine.order_line_id == OrderLine.id)
        .where(Order.id == order_id, bought_by(actor), Order.state == OrderState.DELIVERED)
        .order_by(OrderLine.position)
    )
    found = [_line(line, claimed) for line, claimed in rows]
    return [line for line in found if spent or (line.left and line.worth)]


def _line(line: OrderLine, claimed: ClaimedLine | None) -> ClaimableLine:
    left, worth = line.shipped, line.gross_minor - line.refunded_minor
    if claimed is not None:
        left, worth = claimed.delivered - claimed.claimed, claimed.paid_minor - claimed.claimed_minor
    return ClaimableLine(line.id, line.sku_code, line.name, line.unit, left, Money(worth, line.currency))
