"""Changing what the platform takes in a category: proposed by one person, approved by another, never backwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from trade.catalogue.deciding import approve, reject, require_free
from trade.catalogue.models import Category, CommissionRate
from trade.catalogue.rules.commission import begins, rate_content
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.proposals import ProposalState
from trade.kernel.work import Work, action


@action(Permission.PREPARE_MONEY)
def propose_rate(work: Work, category_id: UUID, *, rate: Decimal, day: date) -> UUID:
    """Propose that orders of a category placed from ``day`` on bear ``rate``; another person decides.

    Raises ``RateTooLate`` for a day that has begun and ``RateKnown`` where another rate is to hold from it.
    """
    if not 0 <= rate < 1:
        raise InvalidInput("rate", "out_of_bounds")
    if work.session.get(Category, category_id) is None:
        raise NotFound("category", category_id)
    require_free(work, CommissionRate, day, CommissionRate.category_id == category_id)
    proposal = CommissionRate(
        id=new_id(), category_id=category_id, rate=rate, from_at=begins(day), state=ProposalState.PROPOSED,
        proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(proposal)
    _tell(work, proposal, "catalogue.rate_proposed")
    return proposal.id


@action(Permission.APPROVE_MONEY)
def approve_rate(work: Work, rate_id: UUID, *, shown: bytes) -> UUID:
    """Approve exactly what was ``shown`` (its hash), before the day on which it begins to hold."""
    found = approve(work, CommissionRate, rate_id, shown=shown, content=_content)
    _tell(work, found, "catalogue.rate_approved")
    return found.id


@action(Permission.APPROVE_MONEY)
def reject_rate(work: Work, rate_id: UUID, *, reason: str) -> UUID:
    """Decline a proposed rate; what holds goes on to hold."""
    found = reject(work, CommissionRate, rate_id, reason=reason)
    _tell(work, found, "catalogue.rate_rejected")
    return found.id


def _content(rate: CommissionRate) -> bytes:
    return rate_content(rate.category_id, rate.rate, rate.from_at)


def _tell(work: Work, rate: CommissionRate, verb: str) -> None:
    told = {
        "state": rate.state,
        "rate": str(rate.rate),
        "from": rate.from_at.date().isoformat(),
        "reason": rate.reason or "",
    }
    work.record(verb, "category", rate.category_id, after=told)
