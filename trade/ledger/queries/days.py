"""The books at the end of a day, and which periods are closed."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from trade.kernel.events import Event
from trade.kernel.money import Money
from trade.ledger.checking import BOOKS
from trade.ledger.closing import CLOSED
from trade.ledger.models import LedgerAccount, LedgerClose, LedgerDay, LedgerSnapshot
from trade.ledger.queries.accounts import TrialLine
from trade.ledger.rules import AccountKind


@dataclass(frozen=True, slots=True)
class CloseRow:
    """A closed period: everything up to the end of ``day``, which was so many entries."""

    day: date
    closed_at: datetime | None
    closed_by_name: str
    entries: int


def days(session: Session, *, limit: int = 31) -> Sequence[date]:
    """The newest days of which there is a snapshot."""
    return session.scalars(select(LedgerDay.day).order_by(LedgerDay.day.desc()).limit(limit)).all()


def closes(session: Session) -> Sequence[CloseRow]:
    """Every closed period, the newest first, with who closed it."""
    told = select(Event, func.parties_name(Event.person_id)).where(
        Event.subject == "books", Event.subject_id == BOOKS, Event.verb == CLOSED
    )
    events = {event.after["day"]: (event.at, name or "") for event, name in session.execute(told)}
    rows = session.scalars(select(LedgerClose).order_by(LedgerClose.until.desc()))
    found = [((row.until - timedelta(days=1)).date(), row.entries) for row in rows]
    return [CloseRow(day, *events.get(day.isoformat(), (None, "")), entries) for day, entries in found]


def trial_balance_on(session: Session, day: date) -> Sequence[TrialLine]:
    """The sum of every account kind at the end of ``day`` by currency, debit positive; the whole is zero."""
    latest = (
        select(LedgerSnapshot.account_id, LedgerSnapshot.balance_minor)
        .where(LedgerSnapshot.day <= day)
        .ext(distinct_on(LedgerSnapshot.account_id))
        .order_by(LedgerSnapshot.account_id, LedgerSnapshot.day.desc())
        .subquery()
    )
    total = func.sum(latest.c.balance_minor)
    rows = session.execute(
        select(LedgerAccount.kind, LedgerAccount.currency, total)
        .join(latest, latest.c.account_id == LedgerAccount.id)
        .group_by(LedgerAccount.kind, LedgerAccount.currency)
        .having(total != 0)
        .order_by(LedgerAccount.currency, LedgerAccount.kind)
    )
    return [TrialLine(AccountKind(kind), Money(int(minor), currency)) for kind, currency, minor in rows]
