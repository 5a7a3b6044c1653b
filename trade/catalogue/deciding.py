"""Numbers that one person proposes and another approves or rejects, from a day on, whichever table they stand in."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import TypeVar
from uuid import UUID

from sqlalchemy import ColumnElement, select

from trade.catalogue.models import DatedProposal
from trade.catalogue.rules.commission import OwnProposal, RateKnown, RateTooLate, begins
from trade.kernel.errors import NotFound, StaleVersion
from trade.kernel.locks import lock_one
from trade.kernel.proposals import ProposalState, decide
from trade.kernel.work import Work

P = TypeVar("P", bound=DatedProposal)


def require_free(work: Work, table: type[P], day: date, *same: ColumnElement[bool]) -> None:
    """Raise ``RateTooLate`` for a day that has begun, ``RateKnown`` where another of the ``same`` is to hold from it."""
    if day <= work.at.date():
        raise RateTooLate
    known = select(table.id).where(*same, table.from_at == begins(day), table.state != ProposalState.REJECTED)
    if work.session.scalar(known) is not None:
        raise RateKnown


def approve(work: Work, table: type[P], rate_id: UUID, *, shown: bytes, content: Callable[[P], bytes]) -> P:
    """Approve exactly what was ``shown`` (the hash of its content), before the day on which it begins to hold."""
    found = _decide(work, table, rate_id, ProposalState.APPROVED)
    if shown != content(found):
        raise StaleVersion(_name(table))
    if found.from_at <= work.at:
        raise RateTooLate
    return found


def reject(work: Work, table: type[P], rate_id: UUID, *, reason: str) -> P:
    """Decline what is proposed and say why; what holds goes on to hold."""
    found = _decide(work, table, rate_id, ProposalState.REJECTED)
    found.reason = reason
    return found


def _decide(work: Work, table: type[P], rate_id: UUID, to: ProposalState) -> P:
    """Lock what is proposed and write who decided. Raises ``NotFound``, ``MoveRefused`` and ``OwnProposal``."""
    found = lock_one(work.session, select(table).where(table.id == rate_id))
    if found is None:
        raise NotFound(_name(table), rate_id)
    decide(work, found, to, what=_name(table), own=OwnProposal)
    return found


def _name(table: type[DatedProposal]) -> str:
    return str(table.__tablename__).removesuffix("s")
