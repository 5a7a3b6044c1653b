"""What the platform takes by category: at an instant, over time, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Row, Select, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import Category, CommissionRate
from trade.catalogue.rules.commission import rate_content
from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision
from trade.kernel.prepared import fixed
from trade.kernel.proposals import ProposalState

RATE: Final = "commission_rate"


@dataclass(frozen=True, slots=True)
class RateRow:
    """A rate of a category, from ``from_at`` up to the next one's. ``before`` is what holds until then."""

    id: UUID
    category_id: UUID
    name: str
    name_zh: str
    rate: Decimal
    before: Decimal
    from_at: datetime
    state: ProposalState
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    decider_name: str


def rate_at(at: ColumnElement[datetime]) -> ColumnElement[Decimal]:
    """Return the rate that a row of :class:`Category` bears at an instant: its latest approved one, else its first."""
    latest = (
        select(CommissionRate.rate)
        .where(
            CommissionRate.category_id == Category.id,
            CommissionRate.state == fixed(ProposalState.APPROVED.value),
            CommissionRate.from_at <= at,
        )
        .order_by(CommissionRate.from_at.desc())
        .limit(fixed(1))
        .correlate(Category)
        .scalar_subquery()
    )
    return func.coalesce(latest, Category.commission_rate)


def rates(session: Session) -> Sequence[RateRow]:
    """Every rate that was proposed, the one that holds last on top."""
    query = _rates().order_by(CommissionRate.from_at.desc(), Category.position)
    return [_row(row) for row in session.execute(query)]


def rate_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every rate that waits for its second person."""
    del actor  # finance sees all of them
    found = session.execute(_rates().where(CommissionRate.state == ProposalState.PROPOSED))
    return [_decision(_row(row)) for row in found]


def _rates() -> Select[*tuple[Any, ...]]:
    before = rate_at(CommissionRate.from_at - func.make_interval(0, 0, 0, 0, 0, 0, 0.000001))
    return select(
        CommissionRate,
        Category.name,
        Category.name_zh,
        before,
        func.parties_name(CommissionRate.proposed_by),
        func.parties_name(CommissionRate.decided_by),
    ).join(Category, Category.id == CommissionRate.category_id)


def _row(row: Row[*tuple[Any, ...]]) -> RateRow:
    rate, name, name_zh, before, proposer, decider = row
    return RateRow(
        id=rate.id,
        category_id=rate.category_id,
        name=name,
        name_zh=name_zh,
        rate=rate.rate,
        before=before,
        from_at=rate.from_at,
        state=ProposalState(rate.state),
        proposed_by=rate.proposed_by,
        proposer_name=proposer or "",
        proposed_at=rate.proposed_at,
        decider_name=decider or "",
    )


def _decision(row: RateRow) -> Decision:
    return Decision(
        kind=RATE,
        id=row.id,
        reference=row.name,
        about=row.name,
        amount=None,
        since=row.proposed_at,
        made_by=row.proposed_by,
        maker_name=row.proposer_name,
        shown=rate_content(row.category_id, row.rate, row.from_at),
        changes=(
            Changed("rate", _percent(row.rate), _percent(row.before)),
            Changed("from", row.from_at.date().isoformat()),
        ),
    )


def _percent(rate: Decimal) -> str:
    return f"{(rate * 100).normalize():f} %"
