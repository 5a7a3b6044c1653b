"""Lines that sellers dispute: of a statement, of a seller, and those that wait for an answer."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.ordering.models import Order, OrderLine
from trade.parties.models import Organisation
from trade.settlement.models import LineDispute, Statement, StatementLine
from trade.settlement.queries.statements import earned_by
from trade.settlement.rules import DisputeState


@dataclass(frozen=True, slots=True)
class DisputeRow:
    """A disputed line with what was taken of it, what was said, and what was answered."""

    id: UUID
    state: DisputeState
    seller_id: UUID
    seller_name: str
    statement_id: UUID
    statement_reference: str
    order_line_id: UUID
    order_id: UUID
    order_reference: str
    name: str
    gross: Money
    commission: Money
    reason: str
    asked_at: datetime
    answer: str
    answered_at: datetime | None
    corrected: Money
    held: Money


def disputes(
    session: Session, actor: Actor, *, statement_id: UUID | None = None, state: DisputeState | None = None
) -> Sequence[DisputeRow]:
    """Disputes the actor may see: open ones by age, the longest waiting first, then those answered last."""
    query = _disputes(actor).order_by(
        LineDispute.answered_at.desc().nulls_first(), LineDispute.asked_at, LineDispute.id
    )
    if statement_id is not None:
        query = query.where(LineDispute.statement_id == statement_id)
    if state is not None:
        query = query.where(LineDispute.state == state)
    return [_row(*row) for row in session.execute(query.limit(PAGE_ROWS_MAX))]


def dispute(session: Session, actor: Actor, dispute_id: UUID) -> DisputeRow:
    """One dispute; ``NotFound`` for a stranger's."""
    row = session.execute(_disputes(actor).where(LineDispute.id == dispute_id)).one_or_none()
    if row is None:
        raise NotFound("line_dispute", dispute_id)
    return _row(*row)


def disputes_open(session: Session) -> int:
    """How many disputes wait for an answer."""
    query = select(func.count()).select_from(LineDispute).where(LineDispute.state == DisputeState.OPEN)
    return session.execute(query).scalar_one()


def _disputes(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(LineDispute, StatementLine, OrderLine, Order.reference, Statement.reference, Organisation.name)
        .join(StatementLine, StatementLine.order_line_id == LineDispute.order_line_id)
        .join(Statement, Statement.id == LineDispute.statement_id)
        .join(OrderLine, OrderLine.id == LineDispute.order_line_id)
        .join(Order, Order.id == OrderLine.order_id)
        .join(Organisation, Organisation.id == LineDispute.seller_id)
        .where(earned_by(actor, LineDispute.seller_id.expression))
    )


def _row(
    row: LineDispute, settled: StatementLine, line: OrderLine, order: str, statement: str, seller: str
) -> DisputeRow:
    return DisputeRow(
        id=row.id,
        state=DisputeState(row.state),
        seller_id=row.seller_id,
        seller_name=seller,
        statement_id=row.statement_id,
        statement_reference=statement,
        order_line_id=row.order_line_id,
        order_id=line.order_id,
        order_reference=order,
        name=line.name,
        gross=Money(settled.gross_minor, row.currency),
        commission=Money(settled.commission_minor, row.currency),
        reason=row.reason,
        asked_at=row.asked_at,
        answer=row.answer,
        answered_at=row.answered_at,
        corrected=Money(row.corrected_minor, row.currency),
        held=Money(row.held_minor, row.currency),
    )
