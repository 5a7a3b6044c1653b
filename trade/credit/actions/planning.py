"""Giving somebody time: what is open of an invoice, in monthly parts."""

from __future__ import annotations

from datetime import date
from uuid import UUID

from sqlalchemy import func, select

from trade.credit.actions.repaying import charge
from trade.credit.models import CreditInstalment, CreditInvoice
from trade.credit.owing import lock_invoice, open_parts, today_at
from trade.credit.proposals import require_outsider
from trade.credit.rules import INSTALMENTS_MAX, Instalment, instalments
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.money import Money
from trade.kernel.work import Work, action

FIRST_WITHIN_DAYS = 62


@action(Permission.APPROVE_MONEY)
def plan_instalments(work: Work, invoice_id: UUID, *, count: int, first_on: date) -> UUID:
    """Split what is open of an invoice into ``count`` monthly parts, the first due on ``first_on``.

    What is late is charged up to today before; from then on the new days count. Raises ``InvalidInput``,
    ``MoveRefused`` where nothing is open, and ``OwnCredit``.
    """
    found = work.session.get(CreditInvoice, invoice_id)
    if found is None:
        raise NotFound("credit_invoice", invoice_id)
    require_outsider(work, found.organisation_id)
    charge(work, found.organisation_id, found.currency)  # locks all that is owed, in its order
    invoice = lock_invoice(work, invoice_id)
    if not invoice.open_minor:
        raise MoveRefused("credit_invoice", "closed", "planned")
    most = min(INSTALMENTS_MAX, invoice.open_minor)
    if not 2 <= count <= most:
        raise InvalidInput("count", "out_of_range", maximum=most)
    if not 0 <= (first_on - today_at(work, invoice.organisation_id)).days <= FIRST_WITHIN_DAYS:
        raise InvalidInput("first_on", "credit_first")
    last = work.session.execute(
        select(func.max(CreditInstalment.position)).where(CreditInstalment.invoice_id == invoice.id)
    ).scalar_one()
    for part in open_parts(work, [invoice.id]):
        part.amount_minor -= part.open_minor
        part.open_minor = 0
        if not part.amount_minor:
            work.session.delete(part)
    parts = instalments(Money(invoice.open_minor, invoice.currency), count, first_on)
    work.session.add_all(_part(invoice, number, one) for number, one in enumerate(parts, last + 1))
    told = {"amount": invoice.open_minor, "currency": invoice.currency, "parts": count}
    work.record("credit.planned", "credit_invoice", invoice.id, parties=(invoice.organisation_id,), after=told)
    return invoice.id


def _part(invoice: CreditInvoice, number: int, one: Instalment) -> CreditInstalment:
    return CreditInstalment(
        invoice_id=invoice.id, position=number, organisation_id=invoice.organisation_id, currency=invoice.currency,
        due_on=one.due_on, amount_minor=one.amount.minor, open_minor=one.amount.minor, reminded=0,
    )  # fmt: skip
