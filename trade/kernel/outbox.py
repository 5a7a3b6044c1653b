"""Work promised by a transaction: stored with it, queued after it, repeated until it is done."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from sqlalchemy import BigInteger, Identity, Index, Integer, String, select, text, update
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.orm import Mapped, Session, mapped_column

from trade.kernel.base import Base, Instant
from trade.kernel.locks import skip_locked

FIRST_SWEEP: Final = timedelta(seconds=30)
"""A job is queued right after its commit; only when it is not done by then is it queued again."""


class OutboxRow(Base):
    """One promised job. The queue may forget it, the row does not: ``done_at`` ends it."""

    __tablename__ = "outbox"
    __table_args__ = (Index("ix_outbox_due", "due_at", postgresql_where=text("done_at IS NULL")),)

    id: Mapped[int] = mapped_column(BigInteger, Identity(always=True), primary_key=True)
    job: Mapped[str] = mapped_column(String(80))
    arguments: Mapped[dict[str, Any]] = mapped_column(JSONB)
    at: Mapped[Instant]
    due_at: Mapped[Instant] = mapped_column(comment="when the sweeper queues it (again)")
    attempts: Mapped[int] = mapped_column(Integer, default=0)
    done_at: Mapped[Instant | None]


@dataclass(frozen=True, slots=True)
class Errand:
    """A job asked for within a unit of work; arguments are ids as text, numbers, words."""

    job: str
    arguments: dict[str, Any] = field(default_factory=dict)


Send = Callable[[int, str, dict[str, Any]], None]
"""Hands one outbox row (its number, job, arguments) to the queue."""


def take_due(session: Session, at: datetime, limit: int = 100) -> list[OutboxRow]:
    """Lock rows that are due and put each off, twice as long every time, up to an hour.

    Rows that another sweeper holds are passed over.
    """
    statement = (
        select(OutboxRow).where(OutboxRow.done_at.is_(None), OutboxRow.due_at <= at).order_by(OutboxRow.id).limit(limit)
    )
    rows = list(session.scalars(skip_locked(statement)))
    for row in rows:
        row.attempts += 1
        row.due_at = at + min(FIRST_SWEEP * 2**row.attempts, timedelta(hours=1))
    return rows


def mark_done(session: Session, number: int, at: datetime) -> None:
    """Note that the job of row ``number`` has done its work."""
    session.execute(update(OutboxRow).where(OutboxRow.id == number).values(done_at=at))
