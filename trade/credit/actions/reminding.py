"""Reminding: before something is due, and step by step when it is late."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Select, case, cast, func, literal, select

from trade.credit.models import CreditInstalment, CreditInvoice
from trade.credit.rules.lateness import STEPS, Step
from trade.kernel.actor import Permission
from trade.kernel.locks import skip_locked
from trade.kernel.work import Work, action
from trade.parties.models import Organisation

AT_ONCE: Final = 200
SOON, LATE, LAST = "credit.due_soon", "credit.overdue", "credit.last_reminder"
_VERBS: Final = {Step.SOON: SOON, Step.OVERDUE: LATE, Step.AGAIN: LATE, Step.LAST: LAST}


@action(Permission.PREPARE_MONEY)
def remind(work: Work) -> bool:
    """Take the next instalments through the step of reminding that they have reached; answer whether there may be more.

    Each step is told once; of several that were missed only the last is.
    """
    today = select(cast(func.timezone(Organisation.time_zone, work.at), Date)).where(
        Organisation.id == CreditInstalment.organisation_id
    )
    here = today.correlate(CreditInstalment).scalar_subquery()
    reached = sum((case((CreditInstalment.due_on + after.days <= here, 1), else_=0) for _, after in STEPS), literal(0))
    latest = work.at.date() + timedelta(days=5)
    waits = (CreditInstalment.open_minor > 0) & (CreditInstalment.due_on <= latest)
    due = select(CreditInstalment, reached).where(waits, CreditInstalment.reminded < reached)
    invoices = _lock(work, due.with_only_columns(CreditInstalment.invoice_id).limit(AT_ONCE))
    of_locked = due.where(CreditInstalment.invoice_id.in_(invoices)).order_by(CreditInstalment.due_on)
    for part, steps in work.session.execute(of_locked.execution_options(populate_existing=True)).all():
        part.reminded = steps
        _tell(work, part, STEPS[steps - 1][0])
    return len(invoices) == AT_ONCE


def _lock(work: Work, ids: Select[UUID]) -> list[UUID]:
    """The invoices among these that nobody else is at; the others wait for the next time."""
    return list(work.session.scalars(skip_locked(select(CreditInvoice.id).where(CreditInvoice.id.in_(ids)))))


def _tell(work: Work, part: CreditInstalment, step: Step) -> None:
    told = {"amount": part.open_minor, "currency": part.currency, "due_on": part.due_on.isoformat(), "step": step}
    work.record(_VERBS[step], "credit_invoice", part.invoice_id, parties=(part.organisation_id,), after=told)
