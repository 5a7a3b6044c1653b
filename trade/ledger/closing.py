"""The end of a day and of a period: snapshots of what accounts hold, and closing the books for good."""

from __future__ import annotations

from datetime import UTC, date, datetime, time, timedelta

from sqlalchemy import bindparam, func, select, text

from trade.kernel.actor import Permission
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import DomainError
from trade.kernel.work import Work, action
from trade.ledger.checking import BOOKS
from trade.ledger.models import LedgerClose, LedgerDay

CLOSED = "ledger.books_closed"

_SNAPSHOT = text("SELECT ledger_snapshot(:day)")
_CLOSE = text("SELECT ledger_close(:day, :at)").bindparams(bindparam("at", type_=UTCDateTime()))


class NotToClose(DomainError):
    """The day is not over, closed already, or passed without its end being noted."""


def end_of(day: date) -> datetime:
    """The first instant after a day of the books, which are kept in UTC."""
    return datetime.combine(day + timedelta(days=1), time(), UTC)


@action()
def snapshot_day(work: Work, *, day: date) -> int:
    """Note what every account that moved holds at the end of ``day``; answer how many. A day has one snapshot."""
    work.actor.require(Permission.OVERSEE)
    if day >= work.at.date():
        raise NotToClose
    moved: int = work.session.execute(_SNAPSHOT, {"day": day}).scalar_one()
    return moved


@action(Permission.APPROVE_MONEY)
def close_books(work: Work, *, day: date) -> None:
    """Close everything up to the end of ``day``, for good: what is late is posted into the open period, at its own time."""
    closed: datetime | None = work.session.scalars(select(func.max(LedgerClose.until))).one()
    if day >= work.at.date() or (closed is not None and end_of(day) <= closed):
        raise NotToClose
    work.session.execute(_SNAPSHOT, {"day": day})
    if work.session.get(LedgerDay, day) is None:
        raise NotToClose
    work.session.execute(_CLOSE, {"day": day, "at": work.at})
    work.record(CLOSED, "books", BOOKS, after={"day": day.isoformat()})
