"""Lines side by side: what each may owe, owes and is late with, and what share of everything that is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, cast, func, select, true
from sqlalchemy.orm import Session

from trade.credit.models import CreditInstalment, CreditLine
from trade.credit.rules import LineState
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line in the list. ``overdue`` is part of ``used``."""

    id: UUID
    organisation_id: UUID
    organisation_name: str
    limit: Money
    used: Money
    reserved: Money
    overdue: Money
    state: LineState
    expires_on: date
    review_on: date

    @property
    def exposure(self) -> Money:
        """What could be lost: owed and promised."""
        return self.used + self.reserved

    @property
    def utilisation(self) -> int | None:
        """Per cent of the limit; over 100 where that was cut below what is used, and nothing of a limit that is nothing."""
        return _per_cent(self.exposure, self.limit)


@dataclass(frozen=True, slots=True)
class Exposure:
    """All lines in a currency."""

    lines: int
    limit: Money
    used: Money
    reserved: Money
    overdue: Money

    @property
    def utilisation(self) -> int | None:
        """Per cent of all limits; nothing where all of them are nothing."""
        return _per_cent(self.used + self.reserved, self.limit)

    def share_of(self, row: LineRow) -> int:
        """Per cent of all that is owed and promised which is one organisation's: concentration."""
        return _per_cent(row.exposure, self.used + self.reserved) or 0


def credit_lines(
    session: Session,
    at: datetime,
    *,
    currency: str,
    state: LineState | None = None,
    only: str = "",
    limit: int | None = None,
) -> Sequence[LineRow]:
    """Lines in a currency, the largest exposure first. ``only``: ``overdue``, ``review`` (to be looked at by today)."""
    late = _overdue(at)
    statement = _lines(late).where(CreditLine.currency == currency)
    statement = statement.order_by((CreditLine.used_minor + CreditLine.reserved_minor).desc(), CreditLine.id)
    if state is not None:
        statement = statement.where(CreditLine.state == state)
    if only == "review":
        statement = statement.where(CreditLine.review_on <= at.date())
    if only == "overdue":
        statement = statement.where(late.c.minor > 0)
    return [_row(*row) for row in session.execute(statement.limit(limit))]


def exposure(session: Session, at: datetime, currency: str) -> Exposure:
    """Everything that is approved, owed, promised and late in a currency."""
    late = _overdue(at)
    row = session.execute(
        select(
            func.count(),
            *(
                func.coalesce(func.sum(column), 0)
                for column in (CreditLine.limit_minor, CreditLine.used_minor, CreditLine.reserved_minor, late.c.minor)
            ),
        )
        .join(Organisation, Organisation.id == CreditLine.organisation_id)
        .join(late, true())
        .where(CreditLine.currency == currency)
    ).one()
    return Exposure(row[0], *(Money(int(minor), currency) for minor in row[1:]))


def line_currencies(session: Session) -> Sequence[str]:
    """The currencies in which there are lines."""
    return session.scalars(select(CreditLine.currency).distinct().order_by(CreditLine.currency)).all()


def _per_cent(part: Money, whole: Money) -> int | None:
    return part.minor * 100 // whole.minor if whole.minor else None


def _overdue(at: datetime) -> Any:
    today = cast(func.timezone(Organisation.time_zone, cast(at, UTCDateTime())), Date)
    return (
        select(func.coalesce(func.sum(CreditInstalment.open_minor), 0).label("minor"))
        .where(
            CreditInstalment.organisation_id == CreditLine.organisation_id,
            CreditInstalment.currency == CreditLine.currency,
            CreditInstalment.open_minor > 0,
            CreditInstalment.due_on < today,
        )
        .correlate(CreditLine, Organisation)
        .lateral()
    )


def _lines(late: Any) -> Select[CreditLine, str, Any]:
    return (
        select(CreditLine, Organisation.name, late.c.minor)
        .join(Organisation, Organisation.id == CreditLine.organisation_id)
        .join(late, true())
    )


def _row(line: CreditLine, name: str, overdue: Any) -> LineRow:
    def money(minor: int) -> Money:
        return Money(int(minor), line.currency)

    return LineRow(
        line.id, line.organisation_id, name, money(line.limit_minor), money(line.used_minor),
        money(line.reserved_minor), money(overdue), LineState(line.state), line.expires_on, line.review_on,
    )  # fmt: skip
