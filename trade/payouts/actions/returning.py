"""A payout that came back though no file of the bank says so: one person says it, and another person's word posts it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.proposals import ProposalState, decide
from trade.kernel.work import Work, action
from trade.payouts.booking import take_back
from trade.payouts.limits import check_independence
from trade.payouts.loading import locked_payout, tell
from trade.payouts.models import Payout, PayoutReturn
from trade.payouts.rules import OwnReturn, PayoutState, ReturnOpen, move_payout, return_content


@action(Permission.PREPARE_MONEY)
def propose_return(work: Work, payout_id: UUID, *, arrived: Money, code: str, note: str) -> UUID:
    """Say that a payout's money came back, perhaps less a charge; nothing is posted until another person agrees.

    Raises ``InvalidInput`` where more came back than was paid out, or in another currency, and ``ReturnOpen``.
    """
    payout = locked_payout(work, payout_id)
    move_payout(payout.state, PayoutState.RETURNED)
    if arrived.currency != payout.currency or not 0 < arrived.minor <= payout.amount_minor:
        raise InvalidInput("arrived", "not_of_payout")
    if not note.strip():
        raise InvalidInput("note", "required")
    waiting = select(PayoutReturn.id).where(
        PayoutReturn.payout_id == payout_id, PayoutReturn.state == ProposalState.PROPOSED
    )
    if work.session.scalar(waiting) is not None:
        raise ReturnOpen
    one = PayoutReturn(
        id=new_id(), payout_id=payout_id, arrived_minor=arrived.minor, code=code[:8], note=note.strip()[:200],
        state=ProposalState.PROPOSED, proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(one)
    work.record("payouts.return_proposed", "payout", payout.id, after=_told(one, payout))
    return one.id


@action(Permission.APPROVE_MONEY)
def approve_return(work: Work, return_id: UUID, *, shown: bytes) -> UUID:
    """Post exactly what was ``shown``: all of it is payable, or in the wallet, again; what the bank kept is its charge.

    Raises ``OwnReturn``, ``OwnMoney``, ``StaleVersion``, and ``MoveRefused`` where the bank's file was quicker.
    """
    one, payout = _decide(work, return_id, ProposalState.APPROVED)
    arrived = Money(one.arrived_minor, payout.currency)
    if shown != return_content(payout.id, arrived, one.code, one.note):
        raise StaleVersion("payout_return")
    move_payout(payout.state, PayoutState.RETURNED)
    check_independence(work, [payout])
    take_back(work, payout, arrived, one.code)
    return one.id


@action(Permission.APPROVE_MONEY)
def reject_return(work: Work, return_id: UUID, *, reason: str) -> UUID:
    """Decline a return: nothing was posted, nothing is."""
    one, payout = _decide(work, return_id, ProposalState.REJECTED)
    one.reason = reason
    tell(work, payout, "payouts.return_rejected", reason=reason)
    return one.id


def _decide(work: Work, return_id: UUID, to: ProposalState) -> tuple[PayoutReturn, Payout]:
    known = work.session.get(PayoutReturn, return_id)
    if known is None:
        raise NotFound("payout_return", return_id)
    payout = locked_payout(work, known.payout_id)  # before its return, always
    one = lock_one(work.session, select(PayoutReturn).where(PayoutReturn.id == return_id))
    assert one is not None  # nobody deletes one
    decide(work, one, to, what="payout_return", own=OwnReturn)
    return one, payout


def _told(one: PayoutReturn, payout: Payout) -> dict[str, str | int]:
    return {"amount": one.arrived_minor, "currency": payout.currency, "code": one.code, "reason": one.note}
