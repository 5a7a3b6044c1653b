"""Closing a claim: what is borne by whom, and the order may complete."""

from __future__ import annotations

from trade.claims.models import Claim
from trade.claims.paying import bear
from trade.claims.rules import OPEN, ClaimState, Outcome, move
from trade.kernel.errors import MoveRefused
from trade.kernel.money import Money
from trade.kernel.work import Work
from trade.ordering.models import Order


def close(work: Work, order: Order, claim: Claim, borne: Money, bearer: Outcome) -> None:
    """Settle a claim with ``borne``, or reject it where that is nothing. Order and claim are locked.

    Raises ``MoveRefused`` where nobody has to decide: it is closed, or its goods are on their way again.
    """
    if claim.state not in OPEN:
        raise MoveRefused("claim", claim.state, ClaimState.SETTLED if borne else ClaimState.REJECTED)
    state = move(claim.state, ClaimState.SETTLED if borne else ClaimState.REJECTED)
    bear(work, order, claim, borne, bearer)
    claim.state, claim.outcome = state, bearer if borne else None
    claim.closed_at, claim.decided_by = work.at, work.actor.person_id
    claim.answered_at = claim.answered_at or work.at
    order.open_claims -= 1
