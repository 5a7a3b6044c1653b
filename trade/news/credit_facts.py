"""What news says of credit: lines, applications and invoices."""

from __future__ import annotations

from sqlalchemy.orm import Session

from trade.credit.models import CreditApplication, CreditInvoice, CreditLine
from trade.kernel.events import Event
from trade.news.about import About
from trade.news.rules import Side


def of_line(session: Session, event: Event) -> About:
    """A line, as the event left it."""
    line = session.get_one(CreditLine, event.subject_id)
    limit = {"minor": event.after.get("limit", line.limit_minor), "currency": line.currency}
    facts = {"limit": limit, "reason": event.after.get("reason", "")}
    return About({Side.BUYER: (line.organisation_id,)}, facts)


def of_application(session: Session, event: Event) -> About:
    """An application and what became of it."""
    one = session.get_one(CreditApplication, event.subject_id)
    facts = {"amount": {"minor": one.amount_minor, "currency": one.currency}, "reason": one.reason}
    return About({Side.BUYER: (one.organisation_id,)}, facts)


def of_invoice(session: Session, event: Event) -> About:
    """An invoice, with the amount and the day that the event is about."""
    one = session.get_one(CreditInvoice, event.subject_id)
    facts = {
        "reference": one.reference,
        "order": one.order_reference,
        "amount": {"minor": event.after.get("amount", one.open_minor), "currency": one.currency},
        "due": event.after.get("due_on", ""),
    }
    return About({Side.BUYER: (one.organisation_id,)}, facts)
