"""What is owed, by the day on which it is due: invoices with their parts, and late fees."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any
from uuid import UUID

from sqlalchemy import Date, Select, case, cast, func, literal, select, tuple_
from sqlalchemy.orm import Session

from trade.credit.models import CreditFee, CreditInstalment, CreditInvoice
from trade.credit.rules.lateness import AGES, ONE_DAY, share_of_days
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money
from trade.kernel.paging import Page, from_cursor, page_of
from trade.parties.models import Organisation
from trade.rates.queries import rates_by_day
from trade.rates.rules import RateKind

DUES_SHOWN = 500
PARTS = len(AGES) + 1


@dataclass(frozen=True, slots=True)
class Due:
    """A part of an invoice that is open. ``parts`` is 1 for an invoice that is due in one sum."""

    invoice_id: UUID
    reference: str
    order_id: UUID
    order_reference: str
    organisation_id: UUID
    organisation_name: str
    issued_on: date
    due_on: date
    amount: Money
    open: Money
    part: int
    parts: int
    days_late: int

    @property
    def age(self) -> int:
        """0 not due, then up to 30, 60, 90 days over, and more."""
        return sum(1 for days in AGES if self.days_late > days)


def dues_of(session: Session, organisation_id: UUID, currency: str, at: datetime) -> Sequence[Due]:
    """All that is open of one organisation, the oldest first."""
    statement = _dues(at).where(
        CreditInstalment.organisation_id == organisation_id, CreditInstalment.currency == currency
    )
    order = (CreditInstalment.due_on, CreditInstalment.invoice_id, CreditInstalment.position)
    return [_due(*row) for row in session.execute(statement.order_by(*order).limit(DUES_SHOWN))]


def open_fees(session: Session, organisation_id: UUID, currency: str) -> Money:
    """Late fees that are not paid yet."""
    own = (CreditFee.organisation_id == organisation_id) & (CreditFee.currency == currency)
    return Money(
        int(session.execute(select(func.coalesce(func.sum(CreditFee.open_minor), 0)).where(own)).scalar_one()), currency
    )


def late_rate(session: Session, today: date) -> Decimal:
    """The share of what is overdue that ``today`` costs, as it is charged."""
    return share_of_days(today - ONE_DAY, today, rates_by_day(session, RateKind.LATE_FEE))


def dues_after(
    session: Session,
    at: datetime,
    *,
    currency: str,
    age: int | None = None,
    organisation_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = 100,
) -> Page[Due]:
    """A page of what is open in a currency, the oldest first; of one age alone where asked."""
    order = (CreditInstalment.due_on, CreditInstalment.invoice_id, CreditInstalment.position)
    statement = _dues(at).where(CreditInstalment.currency == currency).order_by(*order).limit(limit + 1)
    if organisation_id is not None:
        statement = statement.where(CreditInstalment.organisation_id == organisation_id)
    if age is not None:
        late = _today(at) - CreditInstalment.due_on
        if age > 0:
            statement = statement.where(late > AGES[age - 1])
        if age < len(AGES):
            statement = statement.where(late <= AGES[age])
    after = from_cursor(cursor, date, UUID, int)
    if after is not None:
        statement = statement.where(tuple_(*order) > after)
    rows = [_due(*row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.due_on.isoformat(), str(row.invoice_id), row.part))


def ageing(session: Session, at: datetime, currency: str, organisation_id: UUID | None = None) -> Sequence[Money]:
    """What is open by age: not due, up to 30, 60, 90 days over, and more."""
    late = _today(at) - CreditInstalment.due_on
    age: Any = sum((case((late > days, 1), else_=0) for days in AGES), literal(0))
    statement = (
        select(age, func.sum(CreditInstalment.open_minor))
        .join(Organisation, Organisation.id == CreditInstalment.organisation_id)
        .where(CreditInstalment.open_minor > 0, CreditInstalment.currency == currency)
        .group_by(age)
    )
    if organisation_id is not None:
        statement = statement.where(CreditInstalment.organisation_id == organisation_id)
    found = {int(row[0]): int(row[1]) for row in session.execute(statement)}
    return [Money(found.get(n, 0), currency) for n in range(PARTS)]


def _today(at: datetime) -> Any:
    return cast(func.timezone(Organisation.time_zone, cast(at, UTCDateTime())), Date)


def _dues(at: datetime) -> Select[Any, Any, Any, Any, Any]:
    parts = (
        select(func.count()).where(CreditInstalment.invoice_id == CreditInvoice.id)
        .correlate(CreditInvoice).scalar_subquery()
    )  # fmt: skip
    return (
        select(CreditInstalment, CreditInvoice, Organisation.name, _today(at), parts)
        .join(CreditInvoice, CreditInvoice.id == CreditInstalment.invoice_id)
        .join(Organisation, Organisation.id == CreditInstalment.organisation_id)
        .where(CreditInstalment.open_minor > 0)
    )


def _due(part: CreditInstalment, invoice: CreditInvoice, name: str, today: date, parts: int) -> Due:
    return Due(
        invoice.id, invoice.reference, invoice.order_id, invoice.order_reference, invoice.organisation_id, name,
        invoice.issued_on, part.due_on, Money(part.amount_minor, part.currency), Money(part.open_minor, part.currency),
        part.position, parts, (today - part.due_on).days,
    )  # fmt: skip
