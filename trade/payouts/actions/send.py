"""Sending what was approved to the bank, once: the file is committed before it leaves, and its outcome after.

Killed anywhere, a file stays intended; after ``LEASE`` whoever comes asks the bank about it before handing it over again,
under the same id and with the same bytes.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update
from sqlalchemy.orm import Session

from trade.kernel.actor import Permission
from trade.kernel.errors import DomainError, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one, lock_rows, skip_locked
from trade.kernel.work import Work, action
from trade.parties.models import BankAccount, Organisation, PayeeAccount
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.parties.rules import OrganisationKind
from trade.payouts.booking import refuse
from trade.payouts.loading import amount_of
from trade.payouts.models import BankFile, Payout
from trade.payouts.ports import Payment, PaymentOrder, WritePayments
from trade.payouts.rules import FileState, PayoutState

LEASE: Final = timedelta(seconds=30)
"""How long a file that somebody is handing over is left to them."""
FILE_MAX: Final = 500
"""So many payments are in one file at the most."""


class NoDebtorAccount(DomainError):
    """The platform has not said from which account it pays."""


@dataclass(frozen=True, slots=True)
class Parcel:
    """A file to hand over, as its text (in UTF-8). ``is_first``: nobody has tried before, so the bank need not be asked."""

    file_id: UUID
    reference: str
    content: str
    is_first: bool


@action(Permission.PREPARE_MONEY)
def make_bank_file(work: Work, write: WritePayments) -> UUID | None:
    """Put payouts that were approved into one file, and keep it as intended; ``None`` where none wait.

    A file holds payments of one currency to accounts of one country's ways: IBANs, or Chinese ones.
    """
    payouts = _next(work)
    if not payouts:
        return None
    debtor = _debtor(work.session)
    payees = _payees(work.session, payouts)
    order = PaymentOrder(
        reference=new_reference("PF"),
        made_at=work.at,
        debtor=debtor[0],
        debtor_account=debtor[1],
        payments=[Payment(p.id, p.reference, amount_of(p), payees[p.id]) for p in payouts],
    )
    file = BankFile(
        id=new_id(),
        reference=order.reference,
        currency=payouts[0].currency,
        payments=len(payouts),
        total_minor=sum(payout.amount_minor for payout in payouts),
        content=write(order),
        state=FileState.INTENDED,
        made_at=work.at,
    )
    work.session.add(file)
    work.session.flush()
    for payout in payouts:
        payout.file_id = file.id
    after = {"payouts": file.payments, "total": file.total_minor, "currency": file.currency}
    work.record("payouts.file_made", "bank_file", file.id, after=after)
    return file.id


@action(Permission.PREPARE_MONEY)
def take_bank_file(work: Work) -> Parcel | None:
    """Take the oldest file whose outcome nobody knows, to hand it over or to ask about it; ``None`` where there is none."""
    free = or_(BankFile.tried_at.is_(None), BankFile.tried_at < work.at - LEASE)
    due = select(BankFile).where(BankFile.state == FileState.INTENDED, free).order_by(BankFile.made_at).limit(1)
    file = work.session.scalars(skip_locked(due)).one_or_none()
    if file is None:
        return None
    is_first = file.attempts == 0
    file.attempts += 1
    file.tried_at = work.at
    return Parcel(file.id, file.reference, file.content.decode(), is_first)


@action(Permission.PREPARE_MONEY)
def note_bank_file(work: Work, file_id: UUID, *, state: FileState, answer: str = "") -> None:
    """Note what became of a file: delivered; refused, which makes all of it payable again; or still unclear."""
    file = lock_one(work.session, select(BankFile).where(BankFile.id == file_id))
    if file is None:
        raise NotFound("bank_file", file_id)
    file.answer = answer[:200]
    if file.state != FileState.INTENDED or state is FileState.INTENDED:
        return
    file.state = state
    if state is FileState.DELIVERED:
        file.delivered_at = work.at
        work.session.execute(update(Payout).where(Payout.file_id == file.id).values(left_at=work.at))
        work.record("payouts.file_delivered", "bank_file", file.id)
        return
    work.record("payouts.file_refused", "bank_file", file.id, after={"answer": file.answer})
    of_file = select(Payout).where(Payout.file_id == file.id, Payout.state == PayoutState.SENT)
    for payout in lock_rows(work.session, of_file.order_by(Payout.seller_id, Payout.id)):
        refuse(work, payout, "FILE")


def _next(work: Work) -> Sequence[Payout]:
    """Lock the payouts of the next file: those that can stand in one with the one that has waited longest."""
    waiting = select(Payout).where(Payout.state == PayoutState.SENT, Payout.file_id.is_(None), Payout.left_at.is_(None))
    oldest = work.session.execute(
        select(Payout.currency, PayeeAccount.kind)
        .outerjoin(PayeeAccount, PayeeAccount.id == Payout.payee_account_id)
        .where(Payout.state == PayoutState.SENT, Payout.file_id.is_(None), Payout.left_at.is_(None))
        .order_by(Payout.decided_at, Payout.id)
        .limit(1)
    ).one_or_none()
    if oldest is None:
        return []
    currency, kind = oldest
    is_chinese = PayeeAccount.kind == PayeeKind.CNAPS
    chinese = select(PayeeAccount.id).where(PayeeAccount.id == Payout.payee_account_id, is_chinese).exists()
    alike = chinese if kind == PayeeKind.CNAPS else ~chinese
    found = waiting.where(Payout.currency == currency, alike).order_by(Payout.decided_at, Payout.id).limit(FILE_MAX)
    return work.session.scalars(skip_locked(found)).all()


def _debtor(session: Session) -> tuple[str, str]:
    found = session.execute(
        select(Organisation.legal_name, Organisation.name, BankAccount.account)
        .join(BankAccount, BankAccount.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.PLATFORM, BankAccount.account != "")
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
    ).one_or_none()
    if found is None:
        raise NoDebtorAccount
    return found[0] or found[1], found[2]


def _payees(session: Session, payouts: Sequence[Payout]) -> dict[UUID, PayeeDetails]:
    """Where each payout goes: its account as it was approved."""
    ids = [payout.payee_account_id for payout in payouts]
    accounts = {row.id: row for row in session.scalars(select(PayeeAccount).where(PayeeAccount.id.in_(ids)))}
    found = {}
    for payout in payouts:
        account = accounts.get(payout.payee_account_id) if payout.payee_account_id else None
        if account is None:  # prepared before accounts were kept by themselves
            name = session.get_one(Organisation, payout.seller_id).legal_name
            found[payout.id] = PayeeDetails(PayeeKind.LOCAL, name, payout.bank_account.replace(" ", ""))
            continue
        found[payout.id] = PayeeDetails(
            PayeeKind(account.kind), account.holder, account.number, account.bank_name, account.bank_code
        )
    return found
