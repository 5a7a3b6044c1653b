"""What one person proposes and another decides: its columns, what the database holds of them, and the one way to decide."""

from __future__ import annotations

from enum import StrEnum
from uuid import UUID

from sqlalchemy import CheckConstraint, ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key
from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.work import Work


class ProposalState(StrEnum):
    """proposed → approved or rejected, by another person."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    REJECTED = "rejected"


class Proposal(Base):
    """One person's word that does nothing until another person agrees; ``reason`` is why it was rejected."""

    __abstract__ = True

    id: Mapped[Key]
    state: Mapped[str] = mapped_column(String(10))
    proposed_by: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    proposed_at: Mapped[Instant]
    decided_by: Mapped[UUID | None] = mapped_column(ForeignKey("people.id"))
    decided_at: Mapped[Instant | None]
    reason: Mapped[str] = mapped_column(String(200), default="")


def checks_of_two_people() -> tuple[CheckConstraint, ...]:
    """What the database holds of a :class:`Proposal`."""
    return (
        CheckConstraint("decided_by IS DISTINCT FROM proposed_by", name="two_people"),
        CheckConstraint("state IN ('proposed','approved','rejected')", name="state"),
        CheckConstraint("(state = 'proposed') = (decided_by IS NULL)", name="decided"),
    )


def decide(work: Work, one: Proposal, to: ProposalState, *, what: str, own: type[DomainError]) -> None:
    """Write who decides on a locked proposal, and how. Raises ``MoveRefused`` where somebody has, and ``own`` on one's own."""
    if one.state != ProposalState.PROPOSED:
        raise MoveRefused(what, one.state, to)
    if one.proposed_by == work.actor.person_id:
        raise own
    one.state, one.decided_by, one.decided_at = to, work.actor.person, work.at
