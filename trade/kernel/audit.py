"""The audit trail: every event, searched by who, what, when and about what. Row-level security decides what is seen."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from trade.kernel.events import Event
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """What is looked for; ``None`` narrows nothing down. ``who``: people, or organisations acted for. [since, before)."""

    who: Collection[UUID] | None = None
    verb: str = ""
    subject_ids: Collection[UUID] | None = None
    since: datetime | None = None
    before: datetime | None = None


@dataclass(frozen=True, slots=True)
class AuditRow:
    """One event, whole."""

    number: int
    at: datetime
    verb: str
    subject: str
    subject_id: UUID
    person_id: UUID | None
    organisation_id: UUID | None
    before: dict[str, Any]
    after: dict[str, Any]


def audited(
    session: Session, wanted: AuditFilter, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX
) -> Page[AuditRow]:
    """A page of events, newest first."""
    query = select(Event).order_by(Event.number.desc()).limit(limit + 1)
    if wanted.who is not None:
        query = query.where(or_(Event.person_id.in_(wanted.who), Event.organisation_id.in_(wanted.who)))
    if wanted.verb:
        query = query.where(Event.verb == wanted.verb)
    if wanted.subject_ids is not None:
        query = query.where(Event.subject_id.in_(wanted.subject_ids))
    if wanted.since is not None:
        query = query.where(Event.at >= wanted.since)
    if wanted.before is not None:
        query = query.where(Event.at < wanted.before)
    after = from_cursor(cursor, int)
    if after:
        query = query.where(Event.number < after[0])
    rows = [
        AuditRow(
            row.number, row.at, row.verb, row.subject, row.subject_id, row.person_id, row.organisation_id, row.before,
            row.after,
        )
        for row in session.scalars(query)
    ]  # fmt: skip
    return page_of(rows, limit, lambda row: (row.number,))
