"""The second person's decision: on exactly what was shown, never on one's own, within one's authority."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, StaleVersion
from trade.kernel.work import Work, action
from trade.ledger.actions import post_all
from trade.ledger.rules import Account, AccountKind, transfer
from trade.parties.queries import payees_in_force
from trade.payouts.carrying import let_go
from trade.payouts.limits import check_authority, check_each, check_independence
from trade.payouts.loading import amount_of, locked_batch, locked_payout, locked_payouts, tell, tell_batch
from trade.payouts.models import Payout, PayoutBatch
from trade.payouts.rules import (
    AccountMoved,
    BatchState,
    NothingToPay,
    PartOfBatch,
    PayoutState,
    SamePerson,
    batch_content,
    move_payout,
    payout_content,
)


@action(Permission.APPROVE_MONEY)
def approve_payout(work: Work, payout_id: UUID, *, shown: bytes) -> UUID:
    """Approve exactly what was ``shown`` (its content hash); a job sends it to the bank.

    Raises ``SamePerson`` for the one who prepared it, ``StaleVersion`` when it is not what was shown, ``AccountMoved``
    when the seller's account is another one by now, ``OwnMoney``, ``BeyondAuthority``, and ``LimitExceeded`` when the payable has shrunk.
    """
    payout = locked_payout(work, payout_id)
    _check_person(work, payout.prepared_by)
    if payout.batch_id is not None:
        raise PartOfBatch(payout.batch_id)
    move_payout(payout.state, PayoutState.SENT)
    if shown != payout.content_hash:
        raise StaleVersion("payout")
    _approve(work, [payout])
    return payout.id


@action(Permission.APPROVE_MONEY)
def reject_payout(work: Work, payout_id: UUID, *, reason: str) -> UUID:
    """Send a prepared payout back, or leave it out of its batch; nothing was posted, nothing is."""
    payout = locked_payout(work, payout_id)
    _check_person(work, payout.prepared_by)
    _decide(work, payout, PayoutState.REJECTED)
    payout.reason = reason
    let_go(work, payout)
    tell(work, payout, "settlement.payout_rejected")
    return payout.id


@action(Permission.APPROVE_MONEY)
def approve_batch(work: Work, batch_id: UUID, *, shown: bytes) -> UUID:
    """Approve all payouts that still wait in a batch, exactly as ``shown``; a job sends them. All of them, or none."""
    batch, payouts = _waiting(work, batch_id)
    contents = [(payout.id, payout.content_hash) for payout in payouts]
    if shown != batch_content(batch.id, contents):
        raise StaleVersion("payout_batch")
    if not payouts:
        raise NothingToPay
    _approve(work, payouts)
    _close(work, batch, BatchState.APPROVED)
    tell_batch(work, batch, "payouts.batch_approved", payouts)
    return batch.id


@action(Permission.APPROVE_MONEY)
def reject_batch(work: Work, batch_id: UUID, *, reason: str) -> UUID:
    """Send a whole batch back; nothing was posted, nothing is."""
    batch, payouts = _waiting(work, batch_id)
    for payout in payouts:
        _decide(work, payout, PayoutState.REJECTED)
        payout.reason = reason
        let_go(work, payout)
        tell(work, payout, "settlement.payout_rejected")
    _close(work, batch, BatchState.REJECTED)
    batch.reason = reason
    tell_batch(work, batch, "payouts.batch_rejected", payouts, reason=reason)
    return batch.id


def _waiting(work: Work, batch_id: UUID) -> tuple[PayoutBatch, Sequence[Payout]]:
    batch = locked_batch(work, batch_id)
    _check_person(work, batch.prepared_by)
    if batch.state != BatchState.PREPARED:
        raise MoveRefused("payout_batch", batch.state, BatchState.APPROVED)
    return batch, locked_payouts(work, batch.id, PayoutState.PREPARED)


def _approve(work: Work, payouts: Sequence[Payout]) -> None:
    """Send payouts of one currency: what each is must be what was hashed, and go to the account in force."""
    accounts = payees_in_force(work.session, [payout.seller_id for payout in payouts], work.at)
    for payout in payouts:
        amount = amount_of(payout)
        content = payout_content(payout.seller_id, amount, payout.payee_account_id, payout.bank_account)
        if content != payout.content_hash:
            raise StaleVersion("payout")
        account = accounts.get(payout.seller_id)
        if account is None or account.id != payout.payee_account_id or account.number != payout.bank_account:
            raise AccountMoved
        check_each(work, amount)
    check_independence(work, payouts)
    check_authority(work, payouts)
    clearing = Account(AccountKind.PAYOUT_CLEARING)
    entries = [
        (
            f"payout:{payout.id}:sent",
            transfer(Account(AccountKind.PAYABLE, payout.seller_id), clearing, amount_of(payout)),
        )
        for payout in payouts
    ]
    post_all(work, entries)
    for payout in payouts:
        _decide(work, payout, PayoutState.SENT)
        tell(work, payout, "settlement.payout_sent")
    work.later("send_payouts")


def _decide(work: Work, payout: Payout, to: PayoutState) -> None:
    payout.state = move_payout(payout.state, to)
    payout.decided_by = work.actor.person
    payout.decided_at = work.at


def _close(work: Work, batch: PayoutBatch, to: BatchState) -> None:
    batch.state = to
    batch.decided_by = work.actor.person
    batch.decided_at = work.at


def _check_person(work: Work, prepared_by: UUID) -> None:
    if prepared_by == work.actor.person_id:
        raise SamePerson
