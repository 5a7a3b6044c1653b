"""Deciding on a number that one person proposed and another approves or rejects, whichever table it stands in."""

from __future__ import annotations

from typing import TypeVar
from uuid import UUID

from sqlalchemy import select

from trade.catalogue.models import DatedProposal
from trade.catalogue.rules.commission import OwnProposal, RateState
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work

P = TypeVar("P", bound=DatedProposal)


def decide(work: Work, table: type[P], rate_id: UUID, to: RateState) -> P:
    """Lock what is proposed and write who decided. Raises ``NotFound``, ``MoveRefused`` and ``OwnProposal``."""
    name = table.__tablename__.removesuffix("s")
    found = lock_one(work.session, select(table).where(table.id == rate_id))
    if found is None:
        raise NotFound(name, rate_id)
    if found.state != RateState.PROPOSED:
        raise MoveRefused(name, found.state, to)
    if found.proposed_by == work.actor.person_id:
        raise OwnProposal
    found.state, found.decided_by, found.decided_at = to, work.actor.person, work.at
    return found
