"""Where a seller's money is: each order line from its order to its statement, with every deduction and the next date."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, and_, case, func, or_, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState, last_claims_end
from trade.parties.models import Organisation
from trade.settlement.models import LineDispute, Statement, StatementLine
from trade.settlement.queries.statements import earned_by
from trade.settlement.rules import DisputeState, Terms, earning_of, next_cutoff
from trade.settlement.terms import terms_of


class Stage(StrEnum):
    """How far the money of an order line is."""

    ORDERED = "ordered"
    CLAIMABLE = "claimable"
    DUE = "due"
    STATED = "stated"


@dataclass(frozen=True, slots=True)
class MoneyLine:
    """An order line and its money. ``next_on``: when it moves on, where that is known: not while a late claim is open.

    ``gross`` is what it was sold for, ``refunded`` what was given back of it, ``net`` what is left after commission.
    """

    order_line_id: UUID
    order_id: UUID
    order_reference: str
    sku_code: str
    name: str
    placed_at: datetime
    stage: Stage
    gross: Money
    refunded: Money
    commission_rate: Decimal
    commission: Money
    net: Money
    next_on: datetime | None
    statement_id: UUID | None
    statement_reference: str
    stated_at: datetime | None
    held: Money
    """Of what is disputed, kept out of payouts until it is answered."""
    late: Money
    """Given back to the buyer for late claims, after the line was settled."""


@dataclass(frozen=True, slots=True)
class StageSum:
    """What stands at one stage in one currency, after commission."""

    stage: Stage
    lines: int
    net: Money


_OPEN: Final = (OrderState.PLACED, OrderState.CONFIRMED, OrderState.PARTLY_SHIPPED, OrderState.SHIPPED)
_STAGE: Final[ColumnElement[str]] = case(
    (Order.settled_at.is_not(None), Stage.STATED),
    (Order.state == OrderState.COMPLETED, Stage.DUE),
    (Order.state == OrderState.DELIVERED, Stage.CLAIMABLE),
    else_=Stage.ORDERED,
)
_EARNS: Final = and_(Order.state != OrderState.CANCELLED, OrderLine.gross_minor > 0)
_DISPUTED: Final = and_(LineDispute.order_line_id == OrderLine.id, LineDispute.state == DisputeState.OPEN)
_CONDITIONS: Final[dict[Stage, ColumnElement[bool]]] = {
    Stage.ORDERED: Order.state.in_(_OPEN),
    Stage.CLAIMABLE: Order.state == OrderState.DELIVERED,
    Stage.DUE: and_(Order.state == OrderState.COMPLETED, Order.settled_at.is_(None)),
    Stage.STATED: Order.settled_at.is_not(None),
}


def money_lines(
    session: Session, actor: Actor, *, claim_days: int, stage: Stage | None = None, cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[MoneyLine]:  # fmt: skip
    """A page of the actor's order lines with their money, the newest order first."""
    query = _lines(actor).order_by(Order.placed_at.desc(), OrderLine.id.desc()).limit(limit + 1)
    if stage is not None:
        query = query.where(_CONDITIONS[stage])
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Order.placed_at, OrderLine.id) < after)
    own, zone = terms_of(session, actor.organisation), _zone_of(session, actor.organisation)
    rows = [_line(row, own, zone, claim_days) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.placed_at.isoformat(), str(row.order_line_id)))


def money_sums(session: Session, actor: Actor) -> Sequence[StageSum]:
    """What stands at each stage before a statement, by currency."""
    left = OrderLine.gross_minor - OrderLine.refunded_minor
    net = left - func.round(left * OrderLine.commission_rate)
    rows = session.execute(
        select(_STAGE, Order.currency, func.count(), func.sum(net))
        .join(OrderLine, OrderLine.order_id == Order.id)
        .where(
            earned_by(actor, Order.seller_id.expression),
            _EARNS,
            OrderLine.gross_minor > OrderLine.refunded_minor,
            Order.settled_at.is_(None),
        )
        .group_by(_STAGE, Order.currency)
    )
    found = [StageSum(Stage(stage), lines, Money(int(minor), currency)) for stage, currency, lines, minor in rows]
    return sorted(found, key=lambda row: (row.net.currency, list(Stage).index(row.stage)))


def _lines(actor: Actor) -> Select[*tuple[Any, ...]]:
    return (
        select(OrderLine, Order, _STAGE.label("stage"), StatementLine, Statement, LineDispute.held_minor)
        .join(Order, Order.id == OrderLine.order_id)
        .outerjoin(StatementLine, StatementLine.order_line_id == OrderLine.id)
        .outerjoin(Statement, Statement.id == StatementLine.statement_id)
        .outerjoin(LineDispute, _DISPUTED)
        .where(
            earned_by(actor, Order.seller_id.expression),
            _EARNS,
            or_(OrderLine.gross_minor > OrderLine.refunded_minor, StatementLine.order_line_id.is_not(None)),
        )
    )


def _line(row: Row[*tuple[Any, ...]], terms: Terms, zone: str, claim_days: int) -> MoneyLine:
    line, order, stage, stated, statement, held = row
    earned = earning_of(Money(line.gross_minor - line.refunded_minor, line.currency), line.commission_rate)
    if stated is not None:
        earned = earning_of(Money(stated.gross_minor, line.currency), stated.commission_rate)
    return MoneyLine(
        order_line_id=line.id,
        order_id=order.id,
        order_reference=order.reference,
        sku_code=line.sku_code,
        name=line.name,
        placed_at=order.placed_at,
        stage=Stage(stage),
        gross=Money(line.gross_minor, line.currency),
        refunded=Money(line.gross_minor, line.currency) - earned.gross,
        commission_rate=line.commission_rate,
        commission=earned.commission,
        net=earned.net,
        next_on=_next(order, Stage(stage), terms, zone, claim_days),
        statement_id=statement.id if statement is not None else None,
        statement_reference=statement.reference if statement is not None else "",
        stated_at=statement.made_at if statement is not None else None,
        held=Money(held or 0, line.currency),
        late=earned.gross - Money(line.gross_minor - line.refunded_minor, line.currency),
    )


def _next(order: Order, stage: Stage, terms: Terms, zone: str, claim_days: int) -> datetime | None:
    if stage is Stage.CLAIMABLE and order.delivered_at is not None:
        return last_claims_end(order.delivered_at, order.claim_hours, claim_days, claims_usual=order.claims_usual)
    if stage is Stage.DUE and order.completed_at is not None and not order.open_claims:
        return next_cutoff(terms.period, zone, order.completed_at)
    return None


def _zone_of(session: Session, seller_id: UUID) -> str:
    return session.scalars(select(Organisation.time_zone).where(Organisation.id == seller_id)).one()
