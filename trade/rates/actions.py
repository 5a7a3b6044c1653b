"""Changing a rate or a limit: proposed by one person, approved by another, never backwards."""

from __future__ import annotations

from datetime import date
from decimal import Decimal
from uuid import UUID

from trade.catalogue.deciding import approve, reject, require_free
from trade.catalogue.models import Category
from trade.catalogue.rules.commission import begins
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.proposals import ProposalState
from trade.kernel.work import Work, action
from trade.rates.models import DatedRate
from trade.rates.rules import RateKind, dated_content, require_within


@action(Permission.PREPARE_MONEY)
def propose_dated(
    work: Work, kind: RateKind, *, value: Decimal, day: date, why: str, category_id: UUID | None = None
) -> UUID:
    """Propose that ``value`` holds from ``day`` on, and say why; another person decides.

    Raises ``RateTooLate`` for a day that has begun and ``RateKnown`` where another one is to hold from it.
    """
    require_within(kind, value, category_id)
    if category_id is not None and work.session.get(Category, category_id) is None:
        raise NotFound("category", category_id)
    require_free(work, DatedRate, day, DatedRate.kind == kind, DatedRate.category_id.is_not_distinct_from(category_id))
    proposal = DatedRate(
        id=new_id(), kind=kind, category_id=category_id, value=value, from_at=begins(day), why=why.strip(),
        state=ProposalState.PROPOSED, proposed_by=work.actor.person, proposed_at=work.at,
    )  # fmt: skip
    work.session.add(proposal)
    _tell(work, proposal, "rates.rate_proposed")
    return proposal.id


@action(Permission.APPROVE_MONEY)
def approve_dated(work: Work, rate_id: UUID, *, shown: bytes) -> UUID:
    """Approve exactly what was ``shown`` (its hash), before the day on which it begins to hold."""
    found = approve(work, DatedRate, rate_id, shown=shown, content=_content)
    _tell(work, found, "rates.rate_approved")
    return found.id


@action(Permission.APPROVE_MONEY)
def reject_dated(work: Work, rate_id: UUID, *, reason: str) -> UUID:
    """Decline a proposed rate; what holds goes on to hold."""
    found = reject(work, DatedRate, rate_id, reason=reason)
    _tell(work, found, "rates.rate_rejected")
    return found.id


def _content(rate: DatedRate) -> bytes:
    return dated_content(rate.kind, rate.category_id, rate.value, rate.from_at, rate.why)


def _tell(work: Work, rate: DatedRate, verb: str) -> None:
    told = {
        "kind": rate.kind,
        "rate": f"{rate.value.normalize():f}",
        "from": rate.from_at.date().isoformat(),
        "state": rate.state,
        "reason": rate.reason or rate.why,
    }
    work.record(verb, "dated_rate", rate.id, after=told)
