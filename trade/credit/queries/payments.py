"""How somebody has paid so far: what the scorecard reads of credit itself."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditInstalment, CreditInvoice
from trade.credit.queries.standing import standing_of
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class Payments:
    """Invoices that were paid, and by how many days each late one was late; what is late now, and what was given up."""

    invoices: int
    late_days: tuple[int, ...]
    overdue_minor: int
    written_off_minor: int


def payments_of(session: Session, organisation_id: UUID, currency: str, at: datetime) -> Payments:
    """How an organisation has paid in a currency."""
    last = (
        select(func.max(CreditInstalment.due_on))
        .where(CreditInstalment.invoice_id == CreditInvoice.id)
        .correlate(CreditInvoice)
        .scalar_subquery()
    )
    closed = cast(func.timezone(Organisation.time_zone, CreditInvoice.closed_at), Date)
    rows = session.execute(
        select(closed, last, CreditInvoice.written_off_minor)
        .join(Organisation, Organisation.id == CreditInvoice.organisation_id)
        .where(
            CreditInvoice.organisation_id == organisation_id,
            CreditInvoice.currency == currency,
            CreditInvoice.closed_at.is_not(None),
        )
        .order_by(CreditInvoice.closed_at)
    ).all()
    late = tuple(_days(on, due) for on, due, _ in rows if _days(on, due) > 0)
    overdue = standing_of(session, organisation_id, currency, at).overdue.minor
    return Payments(len(rows), late, overdue, sum(row[2] for row in rows))


def late_owners(session: Session, at: datetime) -> list[tuple[UUID, str]]:
    """Who owes something that was due by today, as far as any time zone may say so, and in which currency."""
    late = (
        select(CreditInstalment.organisation_id, CreditInstalment.currency)
        .where(CreditInstalment.open_minor > 0, CreditInstalment.due_on <= at.date())
        .distinct()
        .order_by(CreditInstalment.organisation_id, CreditInstalment.currency)
    )
    return [(row[0], row[1]) for row in session.execute(late)]


def _days(closed_on: date, due_on: date) -> int:
    return (closed_on - due_on).days
