"""What waits for somebody: applications, proposals, write-offs; and what is known of who asks."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditApplication, CreditInvoice, CreditLine, CreditProposal, CreditWriteOff
from trade.credit.models.cases import Case
from trade.credit.proposals import content_of_write_off, offered_by
from trade.credit.rules.deciding import CaseState, Offered
from trade.credit.rules.scorecard import Record, Score, read_record, score
from trade.kernel.actor import Actor
from trade.kernel.decisions import Changed, Decision, Said
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class ApplicationRow:
    """An application. ``proposal_id`` is of a proposal that waits for it."""

    id: UUID
    reference: str
    organisation_id: UUID
    organisation_name: str
    amount: Money
    term_days: int
    note: str
    documents: str
    state: CaseState
    asked_at: datetime
    decided_at: datetime | None
    reason: str
    proposal_id: UUID | None


@dataclass(frozen=True, slots=True)
class ProposalRow:
    """A proposal with the record and the score that it was made from. ``was`` is the line's terms before, where it is one."""

    id: UUID
    reference: str
    organisation_id: UUID
    currency: str
    offered: Offered
    record: Record
    score: Score
    state: CaseState
    shown: bytes
    makers: tuple[UUID, ...]
    proposer_name: str
    proposed_at: datetime
    decider_name: str
    decided_at: datetime | None
    reason: str


def applications(session: Session, *, state: CaseState | None = CaseState.WAITING) -> Sequence[ApplicationRow]:
    """Applications, the oldest first where they wait, otherwise the newest."""
    waits = state is CaseState.WAITING
    order = CreditApplication.asked_at if waits else CreditApplication.asked_at.desc()
    condition = CreditApplication.state == state if state is not None else CreditApplication.id.is_not(None)
    return _applications(session, condition, order)


def applications_of(session: Session, organisation_id: UUID) -> Sequence[ApplicationRow]:
    """An organisation's applications, the newest first."""
    own = CreditApplication.organisation_id == organisation_id
    return _applications(session, own, CreditApplication.asked_at.desc())


def applications_waiting(session: Session) -> int:
    """How many applications wait for a proposal or a refusal."""
    proposed = select(CreditProposal.id).where(
        CreditProposal.application_id == CreditApplication.id, CreditProposal.state == CaseState.WAITING
    )
    waiting = CreditApplication.state == CaseState.WAITING
    statement = select(func.count()).select_from(CreditApplication).where(waiting, ~proposed.exists())
    return session.execute(statement).scalar_one()


def proposals_of(session: Session, organisation_id: UUID, currency: str) -> Sequence[ProposalRow]:
    """Proposals for an organisation's line, the newest first: one of them may wait."""
    statement = (
        select(
            CreditProposal, func.parties_name(CreditProposal.proposed_by), func.parties_name(CreditProposal.decided_by)
        )
        .where(CreditProposal.organisation_id == organisation_id, CreditProposal.currency == currency)
        .order_by(CreditProposal.proposed_at.desc(), CreditProposal.id.desc())
        .limit(PAGE_ROWS_MAX)
    )
    return [_proposal(*row) for row in session.execute(statement.execution_options(populate_existing=True))]


def proposal_owner(session: Session, proposal_id: UUID) -> tuple[UUID, str]:
    """Whose proposal it is, and in which currency; ``NotFound``."""
    return _owner(session, CreditProposal, "credit_proposal", proposal_id)


def write_off_owner(session: Session, write_off_id: UUID) -> tuple[UUID, str]:
    """Whose write-off it is, and in which currency; ``NotFound``."""
    return _owner(session, CreditWriteOff, "credit_write_off", write_off_id)


def _owner(session: Session, kind: type[Case], subject: str, case_id: UUID) -> tuple[UUID, str]:
    row = session.execute(select(kind.organisation_id, kind.currency).where(kind.id == case_id)).one_or_none()
    if row is None:
        raise NotFound(subject, case_id)
    return row[0], row[1]


def proposal_decisions(session: Session, actor: Actor) -> Sequence[Decision]:
    """Proposals that wait for their second person. ``amount`` is the limit that they would set."""
    rows = session.execute(
        select(CreditProposal, Organisation.name, func.parties_name(CreditProposal.proposed_by), CreditLine)
        .join(Organisation, Organisation.id == CreditProposal.organisation_id)
        .outerjoin(
            CreditLine,
            (CreditLine.organisation_id == CreditProposal.organisation_id)
            & (CreditLine.currency == CreditProposal.currency),
        )
        .where(CreditProposal.state == CaseState.WAITING)
        .order_by(CreditProposal.proposed_at)
        .limit(PAGE_ROWS_MAX)
        .execution_options(populate_existing=True)
    )
    return [
        Decision(
            "credit_proposal", row.id, row.reference, name, Money(row.limit_minor, row.currency), row.proposed_at,
            actor.person_id if actor.person_id in row.makers and actor.person_id else row.proposed_by,
            maker or "", row.content_hash, _changes(row, line),
        )
        for row, name, maker, line in rows
    ]  # fmt: skip


def write_off_decisions(session: Session, _actor: Actor) -> Sequence[Decision]:
    """Write-offs that wait for their second person."""
    rows = session.execute(
        select(CreditWriteOff, Organisation.name, func.parties_name(CreditWriteOff.proposed_by), CreditInvoice)
        .join(Organisation, Organisation.id == CreditWriteOff.organisation_id)
        .join(CreditInvoice, CreditInvoice.id == CreditWriteOff.invoice_id)
        .where(CreditWriteOff.state == CaseState.WAITING)
        .order_by(CreditWriteOff.proposed_at)
        .limit(PAGE_ROWS_MAX)
        .execution_options(populate_existing=True)
    )
    return [
        Decision(
            "credit_write_off", one.id, one.reference, name, Money(one.amount_minor, one.currency), one.proposed_at,
            one.proposed_by, maker or "", content_of_write_off(one),
            (
                Changed("invoice", invoice.reference),
                Changed("open", Money(invoice.open_minor, one.currency), Money(one.amount_minor, one.currency)),
                Changed("reason", one.note),
            ),
        )
        for one, name, maker, invoice in rows
    ]  # fmt: skip


def _changes(row: CreditProposal, line: CreditLine | None) -> tuple[Changed, ...]:
    def was(value: Said) -> Said | None:
        return None if line is None else value

    return (
        Changed(
            "limit", Money(row.limit_minor, row.currency), was(Money(line.limit_minor if line else 0, row.currency))
        ),
        Changed("term_days", row.term_days, was(line.term_days if line else 0)),
        Changed("term_kind", row.term_kind, was(line.term_kind if line else "")),
        Changed("expires_on", row.expires_on.isoformat(), was(_iso(line.expires_on) if line else "")),
        Changed("review_on", row.review_on.isoformat(), was(_iso(line.review_on) if line else "")),
        Changed("used", Money(line.used_minor if line else 0, row.currency)),
        Changed("points", row.points),
        *((Changed("argued", row.note),) if row.note else ()),
    )


def _iso(day: date) -> str:
    return day.isoformat()


def _applications(session: Session, condition: ColumnElement[bool], order: Any) -> Sequence[ApplicationRow]:
    waiting = (CreditProposal.application_id == CreditApplication.id) & (CreditProposal.state == CaseState.WAITING)
    rows = session.execute(
        select(CreditApplication, Organisation.name, CreditProposal.id)
        .join(Organisation, Organisation.id == CreditApplication.organisation_id)
        .outerjoin(CreditProposal, waiting)
        .where(condition)
        .order_by(order, CreditApplication.id)
        .limit(PAGE_ROWS_MAX)
        .execution_options(populate_existing=True)
    )
    return [
        ApplicationRow(
            row.id, row.reference, row.organisation_id, name, Money(row.amount_minor, row.currency), row.term_days,
            row.note, row.documents, CaseState(row.state), row.asked_at, row.decided_at, row.reason, proposal_id,
        )
        for row, name, proposal_id in rows
    ]  # fmt: skip


def _proposal(row: CreditProposal, proposer: str | None, decider: str | None) -> ProposalRow:
    record = read_record(row.record)
    return ProposalRow(
        row.id, row.reference, row.organisation_id, row.currency, offered_by(row), record, score(record),
        CaseState(row.state), row.content_hash, tuple(row.makers), proposer or "", row.proposed_at, decider or "",
        row.decided_at, row.reason,
    )  # fmt: skip
