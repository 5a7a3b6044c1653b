"""What the last verification of the books said."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.events import Event
from trade.ledger.checking import ASKED, BOOKS, VERIFIED
from trade.ledger.models import LedgerEntry, LedgerSeal
from trade.ledger.verify import CurrencyLine


@dataclass(frozen=True, slots=True)
class LastVerification:
    """When the books were last verified and with what outcome; ``asked_at``: one is under way since then."""

    at: datetime | None
    is_sound: bool
    currencies: tuple[CurrencyLine, ...]
    differences: tuple[tuple[str, tuple[str, ...]], ...]
    unsealed: int
    asked_at: datetime | None


def last_verification(session: Session) -> LastVerification:
    """Return the outcome of the last verification; without one ``at`` is empty."""
    asked, done = _last(session, ASKED), _last(session, VERIFIED)
    pending = asked.at if asked is not None and (done is None or done.number < asked.number) else None
    found: dict[str, Any] = done.after if done is not None else {}
    return LastVerification(
        at=done.at if done is not None else None,
        is_sound=bool(found.get("sound")),
        currencies=tuple(CurrencyLine(*line) for line in found.get("currencies", ())),
        differences=tuple((name, tuple(ids)) for name, ids in found.get("differences", ())),
        unsealed=int(found.get("unsealed", 0)),
        asked_at=pending,
    )


def _last(session: Session, verb: str) -> Event | None:
    query = (
        select(Event)
        .where(Event.subject == "books", Event.subject_id == BOOKS, Event.verb == verb)
        .order_by(Event.number.desc())
        .limit(1)
    )
    return session.scalars(query).one_or_none()


@dataclass(frozen=True, slots=True)
class ChainState:
    """How far the hash chain goes: sealed entries, those that wait for their seal, and the last link."""

    sealed: int
    unsealed: int
    last_link: bytes


@dataclass(frozen=True, slots=True)
class Report:
    """The outcome of one verification, as it was kept."""

    at: datetime
    is_sound: bool
    entries: int
    differences: int


def chain_state(session: Session) -> ChainState:
    """The chain as it stands now."""
    last = session.scalars(select(LedgerSeal).order_by(LedgerSeal.position.desc()).limit(1)).one_or_none()
    newest = session.scalar(select(func.count()).select_from(LedgerEntry)) or 0
    sealed = session.scalar(select(func.count()).select_from(LedgerSeal)) or 0
    return ChainState(sealed, newest - sealed, last.chain if last is not None else b"")


def reports(session: Session, *, limit: int = 14) -> Sequence[Report]:
    """The newest verifications, those of the nightly job among them."""
    query = (
        select(Event)
        .where(Event.subject == "books", Event.subject_id == BOOKS, Event.verb == VERIFIED)
        .order_by(Event.number.desc())
        .limit(limit)
    )
    return [_report(row) for row in session.scalars(query)]


def _report(row: Event) -> Report:
    entries = sum(int(line[1]) for line in row.after.get("currencies", ()))
    return Report(row.at, bool(row.after.get("sound")), entries, len(row.after.get("differences", ())))
