"""Tables of news: which events are told, what each person was told, and what they want to be told."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from sqlalchemy import BigInteger, CheckConstraint, ForeignKey, Index, String, UniqueConstraint, text
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, mapped_column

from trade.kernel.base import Base, Instant, Key


class NewsVerb(Base):
    """A kind of event that somebody is told of; events of others cost nothing."""

    __tablename__ = "news_verbs"

    verb: Mapped[str] = mapped_column(String(60), primary_key=True)


class UntoldEvent(Base):
    """An event that nobody was told of yet. A trigger writes it with the event; whoever tells it removes it."""

    __tablename__ = "untold_events"

    event_number: Mapped[int] = mapped_column(
        BigInteger, ForeignKey("events.number"), primary_key=True, autoincrement=False
    )


class News(Base):
    """One event told to one person by one channel."""

    __tablename__ = "news"
    __table_args__ = (
        UniqueConstraint("event_number", "person_id", "channel"),
        CheckConstraint("channel IN ('page','mail','text')", name="channel"),
        CheckConstraint("state IN ('waiting','told','given_up')", name="state"),
        CheckConstraint("channel = 'page' OR read_at IS NULL", name="read_on_a_page"),
        Index(
            "ix_news_newest",
            "person_id",
            "organisation_id",
            "event_number",
            postgresql_where=text("channel = 'page'"),
        ),
        Index(
            "ix_news_unread",
            "person_id",
            "organisation_id",
            postgresql_where=text("channel = 'page' AND read_at IS NULL"),
        ),
        Index("ix_news_due", "next_at", postgresql_where=text("state = 'waiting'")),
        Index("ix_news_at", "at"),
    )

    id: Mapped[Key]
    event_number: Mapped[int] = mapped_column(BigInteger, ForeignKey("events.number"))
    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"))
    organisation_id: Mapped[UUID] = mapped_column(ForeignKey("organisations.id"), comment="for which they are told")
    channel: Mapped[str] = mapped_column(String(8))
    kind: Mapped[str] = mapped_column(String(40))
    # Of a commitment it is the pool: the record where one sees to it.
    subject_id: Mapped[UUID] = mapped_column(comment="of the event")
    facts: Mapped[dict[str, Any]] = mapped_column(JSONB, comment="what its sentence is filled with; nothing personal")
    at: Mapped[Instant] = mapped_column(comment="when it happened")
    state: Mapped[str] = mapped_column(String(12))
    attempts: Mapped[int] = mapped_column(default=0)
    next_at: Mapped[Instant]
    told_at: Mapped[Instant | None]
    read_at: Mapped[Instant | None]


class NewsWish(Base):
    """What somebody wants otherwise than most: to be told a kind by a channel, or not."""

    __tablename__ = "news_wishes"

    person_id: Mapped[UUID] = mapped_column(ForeignKey("people.id"), primary_key=True)
    kind: Mapped[str] = mapped_column(String(40), primary_key=True)
    channel: Mapped[str] = mapped_column(String(8), primary_key=True)
    is_wanted: Mapped[bool]
