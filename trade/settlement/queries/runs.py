"""Settlement runs: how far they got, and what one would do now."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, select
from sqlalchemy.orm import Session

from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.ordering.models import Order, OrderLine
from trade.ordering.rules import OrderState
from trade.settlement.models import SettlementRun
from trade.settlement.rules import RunState


@dataclass(frozen=True, slots=True)
class RunRow:
    """A settlement run and how far it got."""

    id: UUID
    state: RunState
    until: datetime
    sellers_total: int
    sellers_done: int
    lines_done: int
    started_at: datetime
    finished_at: datetime | None

    @property
    def is_open(self) -> bool:
        """Whether it is still to finish."""
        return self.state is not RunState.DONE


@dataclass(frozen=True, slots=True)
class PreviewLine:
    """What a settlement would come to in one currency."""

    sellers: int
    lines: int
    gross: Money
    commission: Money

    @property
    def net(self) -> Money:
        """What would become payable to sellers."""
        return self.gross - self.commission


def runs(session: Session, *, limit: int = 20) -> Sequence[RunRow]:
    """The newest settlement runs."""
    query = select(SettlementRun).order_by(SettlementRun.started_at.desc()).limit(limit)
    return [_row(row) for row in session.scalars(query)]


def run(session: Session, run_id: UUID) -> RunRow:
    """One settlement run."""
    row = session.get(SettlementRun, run_id)
    if row is None:
        raise NotFound("settlement_run", run_id)
    return _row(row)


def preview(session: Session, until: datetime) -> Sequence[PreviewLine]:
    """What settling everything completed before ``until`` would come to, a line a currency.

    The same orders and the same rounding as the settlement itself; a test holds the two together.
    """
    gross = OrderLine.gross_minor - OrderLine.refunded_minor
    earned = and_(OrderLine.order_id == Order.id, OrderLine.gross_minor > OrderLine.refunded_minor)
    rows = session.execute(
        select(
            Order.currency,
            func.count(Order.seller_id.distinct()),
            func.count(OrderLine.id),
            func.coalesce(func.sum(gross), 0),
            func.coalesce(func.sum(func.round(gross * OrderLine.commission_rate)), 0),
        )
        .outerjoin(OrderLine, earned)
        .where(Order.state == OrderState.COMPLETED, Order.settled_at.is_(None), Order.completed_at < until)
        .group_by(Order.currency)
        .order_by(Order.currency)
    )
    return [
        PreviewLine(sellers, lines, Money(int(total), currency), Money(int(commission), currency))
        for currency, sellers, lines, total, commission in rows
    ]


def _row(row: SettlementRun) -> RunRow:
    return RunRow(
        id=row.id,
        state=RunState(row.state),
        until=row.until,
        sellers_total=row.sellers_total,
        sellers_done=row.sellers_done,
        lines_done=row.lines_done,
        started_at=row.started_at,
        finished_at=row.finished_at,
    )
