"""The platform's people pay a claim before it is decided, and decide who bears it."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import true

from trade.claims.actions.carriers import require_carrier
from trade.claims.closing import close
from trade.claims.loading import lock_claim, tell
from trade.claims.paying import advance
from trade.claims.rules import OPEN, Outcome
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.kernel.money import Money
from trade.kernel.work import Work, action


@action(Permission.ADMIT)
def advance_claim(work: Work, claim_id: UUID) -> UUID:
    """Pay all that a claim asks for, before it is settled who bears it; ``MoveRefused`` once it was paid or closed."""
    order, claim = lock_claim(work, claim_id, true())
    if claim.state not in OPEN or claim.advanced_minor:
        raise MoveRefused("claim", "advanced" if claim.advanced_minor else claim.state, "advanced")
    claim.answered_at = claim.answered_at or work.at
    advance(work, order, claim, Money(claim.amount_minor, claim.currency))
    tell(work, claim, "claims.advanced", amount=claim.amount_minor)
    return claim.id


@action(Permission.ADMIT)
def decide_claim(
    work: Work, claim_id: UUID, *, bearer: Outcome, amount: Money, answer: str, carrier_id: UUID | None = None
) -> UUID:
    """Say who bears ``amount`` of a claim, which may be a part of what was asked for; what was advanced beyond it is owed back.

    Where it is a carrier, ``carrier_id`` is the one.
    """
    if not answer.strip():
        raise InvalidInput("answer", "required")
    if bearer is Outcome.CARRIER:
        require_carrier(work, carrier_id)
    order, claim = lock_claim(work, claim_id, true())
    if amount.currency != claim.currency or not 0 < amount.minor <= claim.amount_minor:
        raise InvalidInput("amount", "beyond_claim")
    claim.answer = answer.strip()
    claim.carrier_id = carrier_id if bearer is Outcome.CARRIER else None
    close(work, order, claim, amount, bearer)
    tell(work, claim, "claims.claim_decided", amount=amount.minor, reason=claim.answer)
    return claim.id


@action(Permission.ADMIT)
def reject_claim(work: Work, claim_id: UUID, *, answer: str) -> UUID:
    """Reject a claim with the reason; what was advanced is owed back by the buyer, from the wallet first."""
    if not answer.strip():
        raise InvalidInput("answer", "required")
    order, claim = lock_claim(work, claim_id, true())
    claim.answer = answer.strip()
    close(work, order, claim, Money.zero(claim.currency), Outcome.SELLER)
    tell(work, claim, "claims.claim_rejected", amount=claim.taken_back_minor, reason=claim.answer)
    return claim.id
