"""Giving up what is never paid: two people, and the line stops."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.credit.actions.drawing import use
from trade.credit.models import CreditFee, CreditInvoice, CreditLine, CreditWriteOff
from trade.credit.owing import lock_invoice, moved, open_parts
from trade.credit.proposals import authority_now, content_of_write_off, require_outsider
from trade.credit.rules import LineState
from trade.credit.rules.deciding import (
    WRITE_OFF_AUTHORITY,
    CaseOpen,
    CaseState,
    OwnProposal,
    WriteOffAboveAuthority,
    decide,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound, StaleVersion
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer


@action(Permission.PREPARE_MONEY)
def propose_write_off(work: Work, invoice_id: UUID, *, note: str) -> UUID:
    """Propose to give up all that is open of an invoice; another person decides."""
    invoice = lock_invoice(work, invoice_id)
    if not invoice.open_minor:
        raise MoveRefused("credit_invoice", "closed", "written_off")
    waiting = CreditWriteOff.state == CaseState.WAITING
    if work.session.scalar(select(CreditWriteOff.id).where(CreditWriteOff.invoice_id == invoice.id, waiting)):
        raise CaseOpen
    one = CreditWriteOff(
        id=new_id(), reference=new_reference("WO"), invoice_id=invoice.id, organisation_id=invoice.organisation_id,
        currency=invoice.currency, amount_minor=invoice.open_minor, note=note, state=CaseState.WAITING,
        proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(one)
    work.record("credit.write_off_proposed", "credit_invoice", invoice.id, after={"amount": one.amount_minor,
                "currency": one.currency, "reason": note})  # fmt: skip
    return one.id


@action(Permission.APPROVE_MONEY)
def approve_write_off(work: Work, write_off_id: UUID, *, shown: bytes) -> UUID:
    """Give up exactly what was ``shown``; open fees of the invoice are waived with it, and the line is suspended.

    Raises ``OwnProposal``, ``OwnCredit``, ``WriteOffAboveAuthority``, and ``StaleVersion`` where something was paid meanwhile.
    """
    one = _decide(work, write_off_id, CaseState.APPROVED)
    invoice = lock_invoice(work, one.invoice_id)
    if shown != content_of_write_off(one) or invoice.open_minor != one.amount_minor:
        raise StaleVersion("credit_write_off")
    amount, source_key = Money(invoice.open_minor, invoice.currency), f"invoice:{invoice.id}:written_off"
    authority = authority_now(work, amount.currency, WRITE_OFF_AUTHORITY)
    if authority < amount:
        raise WriteOffAboveAuthority(amount, authority)
    owner = (invoice.organisation_id, invoice.currency)
    for part in open_parts(work, [invoice.id]):
        part.open_minor = 0
    invoice.written_off_minor, invoice.open_minor, invoice.closed_at = amount.minor, 0, work.at
    _waive(work, invoice)
    use(work, invoice.organisation_id, used=-amount)
    moved(work, owner, "written_off", source_key, {invoice.id: -amount.minor})
    owed = Account(AccountKind.CREDIT_RECEIVABLE, invoice.organisation_id)
    post(work, source_key, transfer(Account(AccountKind.BAD_DEBT), owed, amount))
    _stop(work, invoice)
    told = {"amount": amount.minor, "currency": amount.currency}
    work.record("credit.written_off", "credit_invoice", invoice.id, parties=(invoice.organisation_id,), after=told)
    return one.id


@action(Permission.APPROVE_MONEY)
def decline_write_off(work: Work, write_off_id: UUID, *, reason: str) -> UUID:
    """Go on asking for the money."""
    one = _decide(work, write_off_id, CaseState.DECLINED)
    one.reason = reason
    work.record("credit.write_off_declined", "credit_invoice", one.invoice_id, after={"reason": reason})
    return one.id


def _waive(work: Work, invoice: CreditInvoice) -> None:
    open_fees = select(CreditFee).where(CreditFee.invoice_id == invoice.id, CreditFee.open_minor > 0)
    for fee in lock_rows(work.session, open_fees.order_by(CreditFee.id)):
        amount, source_key = Money(fee.open_minor, fee.currency), f"fee:{fee.id}:waived"
        fee.open_minor = 0
        moved(work, (fee.organisation_id, fee.currency), "fee_waived", source_key, {invoice.id: -amount.minor})
        owed = Account(AccountKind.FEE_RECEIVABLE, fee.organisation_id)
        post(work, source_key, transfer(Account(AccountKind.LATE_FEES), owed, amount))


def _stop(work: Work, invoice: CreditInvoice) -> None:
    own = (CreditLine.organisation_id == invoice.organisation_id) & (CreditLine.currency == invoice.currency)
    line = lock_one(work.session, select(CreditLine).where(own))
    if line is not None and line.state != LineState.SUSPENDED:
        before, line.state, line.suspended_by = line.state, LineState.SUSPENDED, work.actor.person_id
        line.reason, line.changed_at = invoice.reference, work.at
        after = {"state": line.state, "reason": line.reason}
        work.record("credit.line_suspended", "credit_line", line.id, parties=(line.organisation_id,),
                    before={"state": before}, after=after)  # fmt: skip


def _decide(work: Work, write_off_id: UUID, to: CaseState) -> CreditWriteOff:
    one = lock_one(work.session, select(CreditWriteOff).where(CreditWriteOff.id == write_off_id))
    if one is None:
        raise NotFound("credit_write_off", write_off_id)
    state = decide("credit_write_off", one.state, to)
    if one.proposed_by == work.actor.person_id:
        raise OwnProposal
    require_outsider(work, one.organisation_id)
    one.state, one.decided_by, one.decided_at = state, work.actor.person, work.at
    return one
