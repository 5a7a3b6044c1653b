"""How likely somebody's invoices are to end badly, as the platform's own history tells it; an aid, which decides nothing."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Date, cast, func, select, true
from sqlalchemy.orm import Session

from trade.credit.models import CreditInvoice, DefaultModel
from trade.credit.ports import Learner
from trade.credit.rules import TermKind, Terms
from trade.credit.rules.default import Factor, Learnt, Observation, Past, Verdict, is_enough, read_learnt
from trade.credit.rules.foreseeing import figures_of, observations
from trade.parties.models import Organisation

BACK: Final = timedelta(days=3 * 366)
READ_AT_MOST: Final = 100_000


@dataclass(frozen=True, slots=True)
class Cause:
    """One figure: the organisation's, the average one, and by how much it raises or lowers the log-odds."""

    factor: Factor
    figure: float
    average: float
    effect: float


@dataclass(frozen=True, slots=True)
class Foresight:
    """The newest training, and the chance of an invoice of somebody's usual size today; none where it is not used."""

    made_at: datetime
    learnt: Learnt
    chance: float | None
    causes: tuple[Cause, ...]


def observations_of(session: Session, at: datetime) -> Sequence[Observation]:
    """All that can be learnt from, of the last three years."""
    return observations(_pasts(session, at, true()), at.date())


def learn_from(rows: Sequence[Observation], learner: Learner) -> Learnt:
    """Learn, where there is enough to learn from and to measure on."""
    if not is_enough(rows):
        return Learnt(len(rows), sum(row.is_bad for row in rows))
    return learner.learn(rows)


def default_model(session: Session) -> tuple[datetime, Learnt] | None:
    """The newest training, and when it was; none before the first."""
    newest = select(DefaultModel).order_by(DefaultModel.made_at.desc(), DefaultModel.id.desc()).limit(1)
    row = session.scalars(newest).one_or_none()
    return (row.made_at, read_learnt(row.content)) if row is not None else None


def foresight(
    session: Session, organisation_id: UUID, currency: str, at: datetime, *, term_days: int, days_here: int
) -> Foresight | None:
    """What the newest training says of an organisation; none before the first."""
    newest = default_model(session)
    if newest is None:
        return None
    made_at, learnt = newest
    if learnt.verdict is not Verdict.USED or learnt.fitted is None:
        return Foresight(made_at, learnt, None, ())
    own = (CreditInvoice.organisation_id == organisation_id) & (CreditInvoice.currency == currency)
    earlier = _pasts(session, at, own)
    usual = sum(past.amount for past in earlier) // len(earlier) if earlier else 0
    figures = figures_of(earlier, usual, term_days, days_here, at.date())
    fitted = learnt.fitted
    rows = zip(Factor, figures, fitted.means, fitted.effects(figures), strict=True)
    return Foresight(made_at, learnt, fitted.chance(figures), tuple(Cause(*row) for row in rows))


def _pasts(session: Session, at: datetime, condition: ColumnElement[bool]) -> list[Past]:
    """Invoices that were to be paid: those taken off whole, cancelled orders, say nothing of anybody."""
    closed = cast(func.timezone(Organisation.time_zone, CreditInvoice.closed_at), Date)
    began = cast(func.coalesce(Organisation.admitted_at, Organisation.created_at), Date)
    rows = session.execute(
        select(CreditInvoice, closed, began)
        .join(Organisation, Organisation.id == CreditInvoice.organisation_id)
        .where(
            condition,
            CreditInvoice.issued_at > at - BACK,
            CreditInvoice.credited_minor < CreditInvoice.amount_minor,
        )
        .order_by(CreditInvoice.issued_at.desc(), CreditInvoice.id)
        .limit(READ_AT_MOST)
    )
    return [_past(*row) for row in rows]


def _past(row: CreditInvoice, closed_on: date | None, began: Any) -> Past:
    due_on = Terms(row.term_days, TermKind(row.term_kind)).due_on(row.issued_on)
    return Past(
        f"{row.organisation_id}/{row.currency}", row.issued_on, due_on, closed_on, row.written_off_minor > 0,
        row.amount_minor, (row.issued_on - began).days, row.term_days,
    )  # fmt: skip
