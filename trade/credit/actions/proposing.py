"""What a line shall become: proposed by one, changed by any maker, approved by somebody who had no hand in it."""

from __future__ import annotations

from typing import Final
from uuid import UUID

from sqlalchemy import ColumnElement, select

from trade.credit.actions.applying import close_application, lock_application
from trade.credit.models import CreditApplication, CreditLine, CreditProposal
from trade.credit.proposals import authority_now, content_of, organisation_of, require_outsider, today_of
from trade.credit.rules import LineState
from trade.credit.rules.deciding import (
    AUTHORITY,
    AboveAuthority,
    CaseOpen,
    CaseState,
    Offered,
    OwnProposal,
    decide,
)
from trade.credit.rules.scorecard import Record, score
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound, StaleVersion
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.work import Work, action

_VERBS: Final = {
    CaseState.APPROVED: "credit.proposal_approved",
    CaseState.DECLINED: "credit.proposal_declined",
    CaseState.WITHDRAWN: "credit.proposal_withdrawn",
}


@action(Permission.PREPARE_MONEY)
def propose_line(
    work: Work, *, organisation_id: UUID, offered: Offered, record: Record, application_id: UUID | None = None
) -> UUID:
    """Propose a line, or a change of one; ``record`` is what is known of the organisation now, and stays with it.

    Raises ``CaseOpen`` where a proposal for the same line waits already, ``InvalidInput`` at a field, and ``NotFound`` for an
    application for another line.
    """
    organisation_of(work.session, organisation_id)
    offered.require_sound(today_of(work.session, organisation_id, work.at))
    if _waiting(work, organisation_id, offered.limit.currency) is not None:
        raise CaseOpen
    if application_id is not None:
        lock_application(
            work,
            application_id,
            CreditApplication.organisation_id == organisation_id,
            CreditApplication.currency == offered.limit.currency,
        )
    proposal = CreditProposal(
        id=new_id(), reference=new_reference("CP"), organisation_id=organisation_id, application_id=application_id,
        currency=offered.limit.currency, state=CaseState.WAITING, makers=[], record={}, points=0,
    )  # fmt: skip
    _write(work, proposal, offered, record)
    work.session.add(proposal)
    _tell(work, proposal, "credit.proposed")
    return proposal.id


@action(Permission.PREPARE_MONEY)
def revise_proposal(work: Work, proposal_id: UUID, *, offered: Offered, record: Record) -> UUID:
    """Change a proposal that waits. Whatever somebody was shown before, an approval of it is void."""
    proposal = _lock(work, proposal_id)
    decide("credit_proposal", proposal.state, CaseState.WITHDRAWN)
    offered.require_sound(today_of(work.session, proposal.organisation_id, work.at))
    _write(work, proposal, offered, record)
    _tell(work, proposal, "credit.proposal_revised")
    return proposal.id


@action(Permission.PREPARE_MONEY)
def withdraw_proposal(work: Work, proposal_id: UUID) -> UUID:
    """Take a proposal back; an application behind it waits on."""
    proposal = _lock(work, proposal_id)
    _close(work, proposal, CaseState.WITHDRAWN)
    return proposal.id


@action(Permission.APPROVE_MONEY)
def approve_proposal(work: Work, proposal_id: UUID, *, shown: bytes) -> UUID:
    """Open or change the line exactly as it was ``shown`` (the proposal's content hash).

    Raises ``OwnProposal``, ``OwnCredit``, ``AboveAuthority``, and ``StaleVersion`` when the proposal or the line it
    changes is not what was shown.
    """
    proposal = _lock(work, proposal_id)
    _require_free(work, proposal)
    line = _line(work, proposal)
    if not shown == proposal.content_hash == content_of(work.session, proposal, line):
        raise StaleVersion("credit_proposal")
    _require_authority(work, Money(proposal.limit_minor, proposal.currency))
    _close(work, proposal, CaseState.APPROVED)
    _carry_out(work, proposal, line)
    if proposal.application_id is not None:
        application = lock_application(work, proposal.application_id)
        if application.state == CaseState.WAITING:
            close_application(work, application, CaseState.APPROVED)
    return proposal.id


@action(Permission.APPROVE_MONEY)
def decline_proposal(work: Work, proposal_id: UUID, *, reason: str) -> UUID:
    """Send a proposal back with the reason; the application behind it waits on for another one."""
    proposal = _lock(work, proposal_id)
    _require_free(work, proposal)
    _close(work, proposal, CaseState.DECLINED, reason)
    return proposal.id


def _write(work: Work, proposal: CreditProposal, offered: Offered, record: Record) -> None:
    person_id = work.actor.person
    proposal.limit_minor, proposal.note = offered.limit.minor, offered.note
    proposal.term_days, proposal.term_kind = offered.terms.days, offered.terms.kind
    proposal.expires_on, proposal.review_on = offered.expires_on, offered.review_on
    proposal.record, proposal.points = record.written, score(record).points
    proposal.makers = [*(maker for maker in proposal.makers if maker != person_id), person_id]
    proposal.proposed_by, proposal.proposed_at = person_id, work.at
    line = work.session.scalar(select(CreditLine).where(_of(proposal)).execution_options(populate_existing=True))
    proposal.content_hash = content_of(work.session, proposal, line)


def _require_free(work: Work, proposal: CreditProposal) -> None:
    """Nobody decides on what they had a hand in, or on the credit of a place that is or was theirs."""
    decide("credit_proposal", proposal.state, CaseState.APPROVED)
    if work.actor.person in proposal.makers:
        raise OwnProposal
    require_outsider(work, proposal.organisation_id)


def _require_authority(work: Work, limit: Money) -> None:
    authority = authority_now(work, limit.currency, AUTHORITY)
    if authority < limit:
        raise AboveAuthority(limit, authority)


def _carry_out(work: Work, proposal: CreditProposal, line: CreditLine | None) -> None:
    before = {"limit": line.limit_minor, "state": line.state} if line else {}
    if line is None:
        line = CreditLine(
            id=new_id(), organisation_id=proposal.organisation_id, currency=proposal.currency, used_minor=0,
            reserved_minor=0, state=LineState.ACTIVE, opened_at=work.at,
        )  # fmt: skip
        work.session.add(line)
    line.limit_minor, line.term_days, line.term_kind = proposal.limit_minor, proposal.term_days, proposal.term_kind
    line.expires_on, line.review_on, line.changed_at = proposal.expires_on, proposal.review_on, work.at
    if line.state == LineState.EXPIRED:
        line.state = LineState.ACTIVE
    verb = "credit.line_changed" if before else "credit.line_opened"
    after = {"limit": line.limit_minor, "currency": line.currency, "state": line.state}
    work.record(verb, "credit_line", line.id, parties=(line.organisation_id,), before=before, after=after)


def _close(work: Work, proposal: CreditProposal, to: CaseState, reason: str = "") -> None:
    proposal.state = decide("credit_proposal", proposal.state, to)
    proposal.decided_by, proposal.decided_at, proposal.reason = work.actor.person_id, work.at, reason
    _tell(work, proposal, _VERBS[to])


def _line(work: Work, proposal: CreditProposal) -> CreditLine | None:
    return lock_one(work.session, select(CreditLine).where(_of(proposal)))


def _of(proposal: CreditProposal) -> ColumnElement[bool]:
    return (CreditLine.organisation_id == proposal.organisation_id) & (CreditLine.currency == proposal.currency)


def _waiting(work: Work, organisation_id: UUID, currency: str) -> UUID | None:
    waiting = select(CreditProposal.id).where(
        CreditProposal.organisation_id == organisation_id,
        CreditProposal.currency == currency,
        CreditProposal.state == CaseState.WAITING,
    )
    return work.session.scalar(waiting)


def _lock(work: Work, proposal_id: UUID) -> CreditProposal:
    proposal = lock_one(work.session, select(CreditProposal).where(CreditProposal.id == proposal_id))
    if proposal is None:
        raise NotFound("credit_proposal", proposal_id)
    return proposal


def _tell(work: Work, proposal: CreditProposal, verb: str) -> None:
    told = {
        "state": proposal.state,
        "limit": proposal.limit_minor,
        "currency": proposal.currency,
        **({"reason": proposal.reason} if proposal.reason else {}),
    }
    work.record(verb, "credit_proposal", proposal.id, after=told)
