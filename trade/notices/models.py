"""Tables of webhooks, and of what was sent to them."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import (
    BigInteger,
    CheckConstraint,
    ForeignKey,
    Identity,
    Index,
    Integer,
    String,
    Text,
    UniqueConstraint,
    text,
)
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class Webhook(Base):
    """An address of an organisation's own that is told what happens. Its secret is derived, never stored."""

    __tablename__ = "webhooks"
    __table_args__ = (CheckConstraint("state IN ('active','paused','disabled')", name="state"),)

    id: Mapped[Key]
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), index=True)
    url: Mapped[str] = mapped_column(String(500))
    types: Mapped[list[str]] = mapped_column(ARRAY(String(40)))
    verbs: Mapped[list[str]] = mapped_column(ARRAY(String(60)), comment="the events that its types stand for")
    state: Mapped[str] = mapped_column(String(12))
    generation: Mapped[int] = mapped_column(default=1, comment="of its secret")
    rotated_at: Mapped[Instant | None] = mapped_column(comment="when the secret before was replaced")
    failing_since: Mapped[Instant | None]
    created_at: Mapped[Instant]
    ended_at: Mapped[Instant | None] = mapped_column(comment="removed by its owner")


class Notice(Base):
    """One event told to one webhook. A trigger writes it in the transaction of the event, so that none is missed."""

    __tablename__ = "notices"
    __table_args__ = (
        UniqueConstraint("webhook_id", "event_number"),
        CheckConstraint("state IN ('waiting','heard','parked')", name="state"),
        Index("ix_notices_due", "webhook_id", "next_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_notices_newest", "webhook_id", "at", "id"),
    )

    id: Mapped[Key]
    webhook_id: Mapped[UUID] = mapped_column(ForeignKey("webhooks.id"))
    organisation_id: Mapped[UUID]
    event_number: Mapped[int | None] = mapped_column(BigInteger, ForeignKey("events.number"), comment="none for a test")
    at: Mapped[Instant]
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    next_at: Mapped[Instant]
    heard_at: Mapped[Instant | None]


class NoticeAttempt(Base):
    """One try to deliver a notice, and what came back; append-only."""

    __tablename__ = "notice_attempts"
    __table_args__ = (Index("ix_notice_attempts_notice", "notice_id", "number"),)

    number: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    notice_id: Mapped[UUID] = mapped_column(ForeignKey("notices.id"))
    organisation_id: Mapped[UUID]
    at: Mapped[Instant]
    status: Mapped[int | None] = mapped_column(comment="none: nobody answered")
    answer: Mapped[str] = mapped_column(Text, comment="how the answer began, or what went wrong")
    milliseconds: Mapped[int]
