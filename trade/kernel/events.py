"""What happened: one append-only table behind the audit trail, every timeline and all notices."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, Identity, Index, String, and_, or_, select
from sqlalchemy.dialects.postgresql import ARRAY, JSONB
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Mapped, Session, mapped_column

from trade.kernel.base import Base, Instant


class Event(Base):
    """Who did what, to which subject, for whom, with what before and after. Never edited."""

    __tablename__ = "events"
    __table_args__ = (Index("ix_events_subject", "subject", "subject_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    at: Mapped[Instant]
    verb: Mapped[str] = mapped_column(String(60), comment="area.what_happened, past tense")
    subject: Mapped[str] = mapped_column(String(40))
    subject_id: Mapped[UUID]
    person_id: Mapped[UUID | None] = mapped_column(comment="by reference, so that it can be erased")
    organisation_id: Mapped[UUID | None] = mapped_column(comment="the organisation acted for")
    parties: Mapped[list[UUID]] = mapped_column(
        ARRAY(PostgresUUID(as_uuid=True)), comment="organisations that may read this event"
    )
    before: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)
    after: Mapped[dict[str, Any]] = mapped_column(JSONB, default=dict)


@dataclass(frozen=True, slots=True)
class Happened:
    """An event about to be written. Values are JSON: text, numbers, nothing personal."""

    verb: str
    subject: str
    subject_id: UUID
    parties: Sequence[UUID] = ()
    before: dict[str, Any] = field(default_factory=dict)
    after: dict[str, Any] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class TimelineItem:
    """One line of a record's timeline."""

    at: datetime
    verb: str
    person_id: UUID | None
    organisation_id: UUID | None
    before: dict[str, Any]
    after: dict[str, Any]


def timeline(session: Session, subject: str, subject_id: UUID) -> list[TimelineItem]:
    """Everything that happened to one record, oldest first; row-level security hides the rest."""
    return timeline_together(session, {subject: [subject_id]})


def timeline_together(
    session: Session, about: Mapping[str, Collection[UUID]], *, newest: int | None = None
) -> list[TimelineItem]:
    """What happened to records that one page shows together (ids by subject), oldest first.

    ``newest``: no more than so many, of a record that programs change every hour.
    """
    of_any = or_(*(and_(Event.subject == subject, Event.subject_id.in_(ids)) for subject, ids in about.items()))
    rows = session.scalars(select(Event).where(of_any).order_by(Event.number.desc()).limit(newest)).all()
    return [
        TimelineItem(
            at=row.at,
            verb=row.verb,
            person_id=row.person_id,
            organisation_id=row.organisation_id,
            before=row.before,
            after=row.after,
        )
        for row in reversed(rows)
    ]
