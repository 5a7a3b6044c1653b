"""Files of payments and where they are, and how much may leave."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.payouts.models import BankFile, PayoutLimit
from trade.payouts.rules import FileState


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file for the bank: how often it was handed over, and what the bank said last."""

    id: UUID
    reference: str
    payments: int
    total: Money
    state: FileState
    attempts: int
    made_at: datetime
    tried_at: datetime | None
    delivered_at: datetime | None
    answer: str


@dataclass(frozen=True, slots=True)
class LimitRow:
    """How much may leave in a currency; none is no limit."""

    currency: str
    each: Money | None
    alone: Money | None
    set_at: datetime


def bank_files_after(session: Session, *, cursor: str | None = None, limit: int = 50) -> Page[FileRow]:
    """A page of the files for the bank, the newest first."""
    query = select(BankFile).order_by(BankFile.made_at.desc(), BankFile.id.desc())
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(BankFile.made_at, BankFile.id) < after)
    rows = [_file(row) for row in session.scalars(query.limit(min(limit, PAGE_ROWS_MAX) + 1))]
    return page_of(rows, limit, lambda row: (row.made_at.isoformat(), str(row.id)))


def _file(row: BankFile) -> FileRow:
    return FileRow(
        id=row.id,
        reference=row.reference,
        payments=row.payments,
        total=Money(row.total_minor, row.currency),
        state=FileState(row.state),
        attempts=row.attempts,
        made_at=row.made_at,
        tried_at=row.tried_at,
        delivered_at=row.delivered_at,
        answer=row.answer,
    )


def limits(session: Session) -> Sequence[LimitRow]:
    """The limits that are set, by currency."""
    rows = session.scalars(select(PayoutLimit).order_by(PayoutLimit.currency))
    return [
        LimitRow(r.currency, _money(r.each_minor, r.currency), _money(r.alone_minor, r.currency), r.set_at)
        for r in rows
    ]


def _money(minor: int | None, currency: str) -> Money | None:
    return Money(minor, currency) if minor is not None else None
