"""How a line stands: what it could pay now, and why not."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Uuid, bindparam, cast, func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditInstalment, CreditLine
from trade.credit.rules import Fault, LineState, TermKind, Terms
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Standing:
    """A line today, where its owner is. ``due_on`` is what an order of today would be due on; none without a line."""

    id: UUID | None
    limit: Money
    used: Money
    reserved: Money
    overdue: Money
    terms: Terms | None
    state: LineState | None
    expires_on: date | None
    review_on: date | None
    reason: str
    today: date

    @property
    def fault(self) -> Fault | None:
        """Why it pays nothing at all now."""
        if self.state is None:
            return Fault.NO_LINE
        if self.state is LineState.SUSPENDED:
            return Fault.SUSPENDED
        if self.state is LineState.EXPIRED or (self.expires_on is not None and self.expires_on < self.today):
            return Fault.EXPIRED
        return Fault.OVERDUE if self.overdue else None

    def refuses(self, wanted: Money) -> Fault | None:
        """Why it does not pay ``wanted``; nothing where it does."""
        return self.fault or (Fault.SHORT if self.free < wanted else None)

    @property
    def free(self) -> Money:
        """What is left of the limit; never less than nothing, though a limit may be cut below what is used."""
        left = self.limit - self.used - self.reserved
        return max(left, Money.zero(left.currency), key=lambda amount: amount.minor)

    @property
    def available(self) -> Money:
        """What it could pay now."""
        return Money.zero(self.limit.currency) if self.fault else self.free

    @property
    def due_on(self) -> date | None:
        """When what is ordered today would be due."""
        return self.terms.due_on(self.today) if self.terms else None


_TODAY: Final = cast(func.timezone(Organisation.time_zone, bindparam("at", type_=UTCDateTime())), Date)
_OVERDUE: Final = (
    select(func.coalesce(func.sum(CreditInstalment.open_minor), 0))
    .where(
        CreditInstalment.organisation_id == Organisation.id,
        CreditInstalment.currency == bindparam("currency"),
        CreditInstalment.open_minor > 0,
        CreditInstalment.due_on < _TODAY,
    )
    .correlate(Organisation)
    .scalar_subquery()
)
_STANDING: Final = (
    select(CreditLine.__table__, _OVERDUE.label("overdue"), _TODAY.label("today"))
    .select_from(Organisation)
    .outerjoin(
        CreditLine, (CreditLine.organisation_id == Organisation.id) & (CreditLine.currency == bindparam("currency"))
    )
    .where(Organisation.id == bindparam("organisation", type_=Uuid()))
)


def standing_of(session: Session, organisation_id: UUID, currency: str, at: datetime) -> Standing:
    """How an organisation's line in a currency stands at ``at``; one without a state where there is none.

    ``NotFound`` for an organisation that the actor does not see.
    """
    values = {"organisation": organisation_id, "currency": currency, "at": at}
    row = prepared.run(session, _STANDING, values).one_or_none()
    if row is None:
        raise NotFound("organisation", organisation_id)
    has_line = row.id is not None
    return Standing(
        id=row.id,
        limit=Money(row.limit_minor or 0, currency),
        used=Money(row.used_minor or 0, currency),
        reserved=Money(row.reserved_minor or 0, currency),
        overdue=Money(int(row.overdue), currency),
        terms=Terms(row.term_days, TermKind(row.term_kind)) if has_line else None,
        state=LineState(row.state) if has_line else None,
        expires_on=row.expires_on,
        review_on=row.review_on,
        reason=row.reason or "",
        today=row.today,
    )
