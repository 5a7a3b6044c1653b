"""What of a delivered order can still be claimed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.claims.models import ClaimedLine
from trade.claims.rules import ClaimTerms, late_end
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.loading import bought_by
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState, claims_end


@dataclass(frozen=True, slots=True)
class ClaimableLine:
    """A delivered line: ``left`` units of it are not claimed yet, for which ``worth`` was paid; it is claimed before ``until``."""

    order_line_id: UUID
    sku_code: str
    name: str
    unit: str
    left: int
    worth: Money
    until: datetime


def claimable_lines(
    session: Session, actor: Actor, order_id: UUID, at: datetime, terms: ClaimTerms, *, spent: bool = False
) -> Sequence[ClaimableLine]:
    """Lines of an order that the actor bought, of which something is left to claim; none before or after the time for it.

    Of a completed order those of which a hidden fault can still be claimed.

    With ``spent`` also those of which nothing is left, or whose time is over: a form that is sent late or twice finds the
    lines that it was made for.
    """
    rows = session.execute(
        select(OrderLine, ClaimedLine, func.coalesce(Order.delivered_at, at), Order.state)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(ClaimedLine, ClaimedLine.order_line_id == OrderLine.id)
        .where(Order.id == order_id, bought_by(actor), Order.state.in_((OrderState.DELIVERED, OrderState.COMPLETED)))
        .order_by(OrderLine.position)
    )
    found = [_line(line, claimed, _until(state, then, line.claim_hours, terms)) for line, claimed, then, state in rows]
    return [line for line in found if spent or (line.left and line.worth and at < line.until)]


def _until(state: str, delivered_at: datetime, claim_hours: int | None, terms: ClaimTerms) -> datetime:
    in_time = claims_end(delivered_at, claim_hours, terms.window_days)
    return in_time if state == OrderState.DELIVERED else late_end(delivered_at, claim_hours, terms) or in_time


def _line(line: OrderLine, claimed: ClaimedLine | None, until: datetime) -> ClaimableLine:
    left, worth = line.shipped, line.gross_minor - line.refunded_minor
    if claimed is not None:
        left, worth = claimed.delivered - claimed.claimed, claimed.paid_minor - claimed.claimed_minor
    return ClaimableLine(line.id, line.sku_code, line.name, line.unit, left, Money(worth, line.currency), until)
