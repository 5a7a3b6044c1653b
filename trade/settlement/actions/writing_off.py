"""Giving up what a seller will never pay of a late claim: by two people, once every reminder was sent."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.credit.proposals import authority_now
from trade.credit.rules.deciding import WRITE_OFF_AUTHORITY, CaseOpen, OwnProposal, WriteOffAboveAuthority
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.proposals import ProposalState, decide
from trade.kernel.work import Work, action
from trade.settlement.models import Recovery, RecoveryWriteOff
from trade.settlement.recovering import give_up, lock_recovery
from trade.settlement.rules import NotOverdue, RecoveryStage, write_off_content


@action(Permission.PREPARE_MONEY)
def propose_recovery_write_off(work: Work, recovery_id: UUID, *, note: str) -> UUID:
    """Propose to give up what a seller still owes; nothing is posted until another person agrees.

    Raises ``NotOverdue`` and ``CaseOpen``.
    """
    if not note.strip():
        raise InvalidInput("note", "required")
    recovery = _lock(work, recovery_id)
    if recovery.stage != RecoveryStage.OVERDUE:
        raise NotOverdue
    waiting = (RecoveryWriteOff.recovery_id == recovery_id, RecoveryWriteOff.state == ProposalState.PROPOSED)
    if work.session.scalar(select(RecoveryWriteOff.id).where(*waiting)) is not None:
        raise CaseOpen
    one = RecoveryWriteOff(
        id=new_id(), recovery_id=recovery_id, amount_minor=recovery.open_minor, note=note.strip()[:200],
        state=ProposalState.PROPOSED, proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(one)
    _tell(work, recovery, "settlement.write_off_proposed", amount=one.amount_minor, reason=one.note)
    return one.id


@action(Permission.APPROVE_MONEY)
def approve_recovery_write_off(work: Work, write_off_id: UUID, *, shown: bytes) -> UUID:
    """Give up exactly what was ``shown``; ``OwnProposal``, ``WriteOffAboveAuthority``, and ``StaleVersion`` where something came in meanwhile."""
    one, recovery = _decide(work, write_off_id, ProposalState.APPROVED)
    amount = Money(one.amount_minor, recovery.currency)
    if shown != write_off_content(recovery.id, amount, one.note) or recovery.open_minor != amount.minor:
        raise StaleVersion("recovery_write_off")
    authority = authority_now(work, amount.currency, WRITE_OFF_AUTHORITY)
    if authority < amount:
        raise WriteOffAboveAuthority(amount, authority)
    give_up(work, recovery)
    return one.id


@action(Permission.APPROVE_MONEY)
def reject_recovery_write_off(work: Work, write_off_id: UUID, *, reason: str) -> UUID:
    """Go on asking for it, and say why."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    one, recovery = _decide(work, write_off_id, ProposalState.REJECTED)
    one.reason = reason.strip()[:200]
    _tell(work, recovery, "settlement.write_off_rejected", reason=one.reason)
    return one.id


def _lock(work: Work, recovery_id: UUID) -> Recovery:
    recovery = lock_recovery(work, recovery_id)
    if recovery is None:
        raise NotFound("recovery", recovery_id)
    return recovery


def _decide(work: Work, write_off_id: UUID, to: ProposalState) -> tuple[RecoveryWriteOff, Recovery]:
    known = work.session.get(RecoveryWriteOff, write_off_id)
    if known is None:
        raise NotFound("recovery_write_off", write_off_id)
    recovery = _lock(work, known.recovery_id)  # before its proposal, always
    one = lock_one(work.session, select(RecoveryWriteOff).where(RecoveryWriteOff.id == write_off_id))
    assert one is not None  # nobody deletes one
    decide(work, one, to, what="recovery_write_off", own=OwnProposal)
    return one, recovery


def _tell(work: Work, recovery: Recovery, verb: str, **told: str | int) -> None:
    """Note it for the platform alone: what it thinks of a seller's means is not for the seller."""
    work.record(verb, "claim", recovery.id, after={"currency": recovery.currency, **told})
