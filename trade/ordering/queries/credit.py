"""What the platform's own record says of a buyer, for whoever decides on its credit."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.credit.queries import payments_of
from trade.credit.rules import months_later
from trade.credit.rules.scorecard import MONTHS, Record
from trade.kernel.errors import NotFound
from trade.ordering.models import Order
from trade.ordering.rules import OrderState
from trade.parties.models import Organisation


def credit_record(session: Session, organisation_id: UUID, currency: str, at: datetime) -> Record:
    """Tenure, purchases of the last twelve months and how they were paid; nothing that anybody merely says."""
    organisation = session.get(Organisation, organisation_id)
    if organisation is None or not organisation.buys:
        raise NotFound("organisation", organisation_id)
    zone = ZoneInfo(organisation.time_zone)
    this_month = at.astimezone(zone).date().replace(day=1)
    first = months_later(this_month, 1 - MONTHS)
    month = func.date_trunc("month", func.timezone(organisation.time_zone, Order.placed_at))
    rows = session.execute(
        select(
            month,
            func.count(),
            func.count().filter(Order.state == OrderState.CANCELLED),
            func.sum(Order.total_minor - Order.refunded_minor),
        )
        .where(
            Order.buyer_id == organisation_id,
            Order.currency == currency,
            Order.placed_at >= datetime(first.year, first.month, 1, tzinfo=zone),
        )
        .group_by(month)
    ).all()
    bought = {row[0].date(): int(row[3]) for row in rows}
    paid = payments_of(session, organisation_id, currency, at)
    return Record(
        currency=currency,
        days_here=max(0, (at - (organisation.admitted_at or organisation.created_at)).days),
        months=tuple(bought.get(months_later(first, n), 0) for n in range(MONTHS)),
        orders=sum(row[1] for row in rows),
        cancelled=sum(row[2] for row in rows),
        invoices=paid.invoices,
        late_days=paid.late_days,
        overdue_minor=paid.overdue_minor,
        written_off_minor=paid.written_off_minor,
    )
