"""Loading claims through the actor, locked after their order: what is not yours does not exist."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import ColumnElement, or_, select, true

from trade.claims.models import Claim
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work
from trade.ordering.loading import lock_order, party_to
from trade.ordering.models import Order


def claims_seen_by(actor: Actor) -> ColumnElement[bool]:
    """Claims that the actor's organisation made or is asked about; all of them for platform and jobs."""
    if actor.scope in {Scope.PLATFORM, Scope.SYSTEM}:
        return true()
    return or_(Claim.buyer_id == actor.organisation, Claim.seller_id == actor.organisation)


def lock_claim(work: Work, claim_id: UUID, side: ColumnElement[bool]) -> tuple[Order, Claim]:
    """Lock the order of a claim, then the claim; ``NotFound`` for a stranger's. Everybody locks in that order."""
    order_id = work.session.scalar(select(Claim.order_id).where(Claim.id == claim_id, side))
    if order_id is None:
        raise NotFound("claim", claim_id)
    order = lock_order(work, order_id, party_to(work.actor))
    claim = lock_one(work.session, select(Claim).where(Claim.id == claim_id))
    if claim is None:
        raise NotFound("claim", claim_id)
    return order, claim


def tell(work: Work, claim: Claim, verb: str, **more: str | int) -> None:
    """Note what happened to a claim, for both its parties."""
    told = {"state": claim.state, "currency": claim.currency, **more}
    work.record(verb, "claim", claim.id, parties=(claim.buyer_id, claim.seller_id), after=told)
