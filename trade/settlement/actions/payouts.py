"""Paying sellers, with two people."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound, StaleVersion
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.queries import balance
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.models import BankAccount, Organisation
from trade.parties.queries import account_of
from trade.settlement.models import Payout
from trade.settlement.rules import (
    NoBankAccount,
    NothingToPay,
    PayoutOpen,
    PayoutState,
    SamePerson,
    move_payout,
    payout_content,
)


@action(Permission.PREPARE_MONEY)
def prepare_payout(work: Work, *, seller_id: UUID, currency: str) -> UUID:
    """Prepare to pay a seller all that is payable in a currency; another person decides."""
    seller = work.session.get(Organisation, seller_id)
    if seller is None:
        raise NotFound("organisation", seller_id)
    waiting = select(Payout.id).where(
        Payout.seller_id == seller_id, Payout.currency == currency,
        Payout.state == PayoutState.PREPARED,
    )  # fmt: skip
    if work.session.scalar(waiting) is not None:
        raise PayoutOpen
    amount = balance(work.session, AccountKind.PAYABLE, seller_id, currency)
    if amount.minor <= 0:
        raise NothingToPay
    account = account_of(work.session, seller_id)
    if not account:
        raise NoBankAccount
    payout = Payout(
        id=new_id(),
        reference=new_reference("PY"),
        seller_id=seller_id,
        amount_minor=amount.minor,
        currency=currency,
        bank_account=account,
        state=PayoutState.PREPARED,
        content_hash=payout_content(seller_id, amount, account),
        prepared_by=_person(work),
        prepared_at=work.at,
    )
    work.session.add(payout)
    _tell(work, payout, "settlement.payout_prepared")
    return payout.id


@action(Permission.APPROVE_MONEY)
def approve_payout(work: Work, payout_id: UUID, *, shown: bytes) -> UUID:
    """Approve exactly what was ``shown`` (its content hash) and send it.

    Raises ``SamePerson`` for the one who prepared it, ``StaleVersion`` when it is not what was
    shown, ``LimitExceeded`` when the seller's payable has shrunk meanwhile.
    """
    payout = _decide(work, payout_id, PayoutState.SENT)
    amount = Money(payout.amount_minor, payout.currency)
    now = payout_content(payout.seller_id, amount, payout.bank_account)
    if not shown == now == payout.content_hash:
        raise StaleVersion("payout")
    payable = Account(AccountKind.PAYABLE, payout.seller_id)
    clearing = Account(AccountKind.PAYOUT_CLEARING)
    post(work, f"payout:{payout.id}:sent", transfer(payable, clearing, amount))
    _tell(work, payout, "settlement.payout_sent")
    return payout.id


@action(Permission.APPROVE_MONEY)
def reject_payout(work: Work, payout_id: UUID, *, reason: str) -> UUID:
    """Send a prepared payout back; nothing was posted, nothing is."""
    payout = _decide(work, payout_id, PayoutState.REJECTED)
    payout.reason = reason
    _tell(work, payout, "settlement.payout_rejected")
    return payout.id


@action(Permission.PREPARE_MONEY)
def book_payout(work: Work, payout_id: UUID) -> UUID:
    """Note that the bank has booked a sent payout."""
    payout = _lock(work, payout_id)
    payout.state = move_payout(payout.state, PayoutState.BOOKED)
    payout.booked_at = work.at
    amount = Money(payout.amount_minor, payout.currency)
    clearing, bank = Account(AccountKind.PAYOUT_CLEARING), Account(AccountKind.BANK)
    post(work, f"payout:{payout.id}:booked", transfer(clearing, bank, amount))
    _tell(work, payout, "settlement.payout_booked")
    return payout.id


@action(Permission.SEE_EARNINGS)
def set_bank_account(work: Work, *, bank_account: str) -> UUID:
    """Say where the actor's organisation wants its money; open payouts keep the old account."""
    seller_id = work.actor.organisation
    work.session.merge(BankAccount(organisation_id=seller_id, account=bank_account.strip()))
    work.record("settlement.bank_account_set", "organisation", seller_id)
    return seller_id


def _decide(work: Work, payout_id: UUID, to: PayoutState) -> Payout:
    payout = _lock(work, payout_id)
    if payout.prepared_by == work.actor.person_id:
        raise SamePerson
    payout.state = move_payout(payout.state, to)
    payout.decided_by = _person(work)
    payout.decided_at = work.at
    return payout


def _lock(work: Work, payout_id: UUID) -> Payout:
    payout = lock_one(work.session, select(Payout).where(Payout.id == payout_id))
    if payout is None:
        raise NotFound("payout", payout_id)
    return payout


def _person(work: Work) -> UUID:
    if work.actor.person_id is None:
        raise NotAllowed("person")
    return work.actor.person_id


def _tell(work: Work, payout: Payout, verb: str) -> None:
    work.record(
        verb,
        "payout",
        payout.id,
        parties=(payout.seller_id,),
        after={"state": payout.state, "amount": payout.amount_minor, "currency": payout.currency},
    )
