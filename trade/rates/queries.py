"""Rates and limits: at an instant, over time, and what waits for a second person."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Row, Select, and_, bindparam, func, select
from sqlalchemy.orm import Session, aliased

from trade.catalogue.models import Category
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.kernel.decisions import Changed, Decision
from trade.kernel.prepared import fixed
from trade.kernel.proposals import ProposalState
from trade.rates.models import DatedRate
from trade.rates.rules import BOUNDS, Measure, RateKind, dated_content

DATED: Final = "dated_rate"


@dataclass(frozen=True, slots=True)
class DatedRow:
    """A rate from ``from_at`` up to the next one's; ``before`` is what holds until then, none where it is the usual.

    Without a category, the names are empty: it is the same for all.
    """

    id: UUID
    kind: RateKind
    category_id: UUID | None
    name: str
    name_zh: str
    value: Decimal
    before: Decimal | None
    from_at: datetime
    why: str
    state: ProposalState
    proposed_by: UUID
    proposer_name: str
    proposed_at: datetime
    decider_name: str
    reason: str


def claim_hours_at(at: ColumnElement[datetime]) -> ColumnElement[int | None]:
    """Return the hours for claims of a row of :class:`Category` at an instant; none where the usual time holds."""
    return func.trunc(
        _latest(at)
        .where(DatedRate.kind == fixed(RateKind.CLAIM_WINDOW.value), DatedRate.category_id == Category.id)
        .correlate(Category)
        .scalar_subquery()
    ).cast(Integer)


def _latest(at: ColumnElement[datetime]) -> Select[Decimal]:
    return (
        select(DatedRate.value)
        .where(DatedRate.state == fixed(ProposalState.APPROVED.value), DatedRate.from_at <= at)
        .order_by(DatedRate.from_at.desc())
        .limit(fixed(1))
    )


_NOW: Final = _latest(bindparam("at", type_=UTCDateTime())).where(DatedRate.kind == bindparam("kind"))
_SINCE: Final = (
    select(DatedRate.from_at, DatedRate.value)
    .where(DatedRate.kind == bindparam("kind"), DatedRate.state == ProposalState.APPROVED)
    .order_by(DatedRate.from_at)
)


def rate_now(session: Session, kind: RateKind, at: datetime) -> Decimal | None:
    """The number of a kind that is the same for all, as it holds at ``at``; none where the usual holds."""
    return session.scalars(_NOW, {"kind": kind, "at": at}).one_or_none()


def rates_by_day(session: Session, kind: RateKind) -> list[tuple[date, Decimal]]:
    """Each day from which another number of a kind holds, with it, in their order; before the first, the usual."""
    return [(from_at.date(), value) for from_at, value in session.execute(_SINCE, {"kind": kind})]


@dataclass(frozen=True, slots=True)
class StandingRate:
    """A number as it holds: of a category, or without one for all; none where the usual holds."""

    kind: RateKind
    category_id: UUID | None
    name: str
    name_zh: str
    value: Decimal | None

    @property
    def key(self) -> str:
        """How a form names it."""
        return f"{self.kind}:{self.category_id or ''}"


def standing_rates(session: Session, at: datetime) -> Sequence[StandingRate]:
    """Every number that there is, as it holds at ``at``: those of categories in their order."""
    instant = bindparam("at", at, type_=UTCDateTime())
    return [row for kind in RateKind for row in _standing(session, kind, instant)]


def _standing(session: Session, kind: RateKind, at: ColumnElement[datetime]) -> list[StandingRate]:
    latest = _latest(at).where(DatedRate.kind == kind)
    if not BOUNDS[kind].by_category:
        return [StandingRate(kind, None, "", "", session.scalars(latest).one_or_none())]
    value = latest.where(DatedRate.category_id == Category.id).correlate(Category).scalar_subquery()
    rows = session.execute(select(Category.id, Category.name, Category.name_zh, value).order_by(Category.position))
    return [StandingRate(kind, *row) for row in rows]


def dated_rates(session: Session) -> Sequence[DatedRow]:
    """Every rate that was proposed, the one that holds last on top."""
    return [_row(row) for row in session.execute(_rates().order_by(DatedRate.from_at.desc(), DatedRate.id))]


def dated_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Every rate that waits for its second person."""
    del actor  # finance sees all of them
    found = session.execute(_rates().where(DatedRate.state == ProposalState.PROPOSED))
    return [_decision(_row(row)) for row in found]


_EARLIER: Final = aliased(DatedRate, name="earlier")


def _rates() -> Select[*tuple[Any, ...]]:
    before = (
        select(_EARLIER.value)
        .where(
            and_(_EARLIER.kind == DatedRate.kind, _EARLIER.category_id.is_not_distinct_from(DatedRate.category_id)),
            _EARLIER.state == ProposalState.APPROVED,
            _EARLIER.from_at < DatedRate.from_at,
        )
        .order_by(_EARLIER.from_at.desc())
        .limit(1)
        .correlate(DatedRate)
        .scalar_subquery()
    )
    names = func.parties_name(DatedRate.proposed_by), func.parties_name(DatedRate.decided_by)
    return select(DatedRate, Category.name, Category.name_zh, before, *names).outerjoin(
        Category, Category.id == DatedRate.category_id
    )


def _row(row: Row[*tuple[Any, ...]]) -> DatedRow:
    rate, name, name_zh, before, proposer, decider = row
    return DatedRow(
        id=rate.id,
        kind=RateKind(rate.kind),
        category_id=rate.category_id,
        name=name or "",
        name_zh=name_zh or "",
        value=rate.value,
        before=before,
        from_at=rate.from_at,
        why=rate.why,
        state=ProposalState(rate.state),
        proposed_by=rate.proposed_by,
        proposer_name=proposer or "",
        proposed_at=rate.proposed_at,
        decider_name=decider or "",
        reason=rate.reason,
    )


def _decision(row: DatedRow) -> Decision:
    before = None if row.before is None else _typed(row, row.before)
    return Decision(
        kind=DATED,
        id=row.id,
        reference=row.name or row.kind,
        about=row.name,
        amount=None,
        since=row.proposed_at,
        made_by=row.proposed_by,
        maker_name=row.proposer_name,
        shown=dated_content(row.kind, row.category_id, row.value, row.from_at, row.why),
        changes=(
            Changed("rate_kind", row.kind),
            Changed(f"rate_{BOUNDS[row.kind].measure}", _typed(row, row.value), before),
            Changed("from", row.from_at.date().isoformat()),
            Changed("argued", row.why),
        ),
    )


def _typed(row: DatedRow, value: Decimal) -> str:
    shown = value * 100 if BOUNDS[row.kind].measure is Measure.PERCENT else value
    return f"{shown.normalize():f}"
