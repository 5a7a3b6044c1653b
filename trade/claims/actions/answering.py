"""The seller's answer, and messages among the three parties."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import insert

from trade.claims.closing import close
from trade.claims.evidence import keep_with
from trade.claims.loading import claims_seen_by, lock_claim, tell
from trade.claims.models import Claim, ClaimMessage
from trade.claims.rules import ClaimState, Outcome, move
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotAllowed
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import Work, action


@action(Permission.SELL)
def accept_claim(work: Work, claim_id: UUID) -> UUID:
    """Bear a claim as its seller: the buyer has all that was asked for, and the order earns that much less."""
    order, claim = lock_claim(work, claim_id, Claim.seller_id == work.actor.organisation)
    close(work, order, claim, Money(claim.amount_minor, claim.currency), Outcome.SELLER)
    tell(work, claim, "claims.claim_accepted", amount=claim.amount_minor)
    return claim.id


@action(Permission.SELL)
def dispute_claim(work: Work, claim_id: UUID, *, words: str, files: Sequence[UUID] = ()) -> UUID:
    """Say as its seller why a claim is wrong, with photos and papers that show it; the platform decides."""
    if not words.strip():
        raise InvalidInput("words", "required")
    _, claim = lock_claim(work, claim_id, Claim.seller_id == work.actor.organisation)
    claim.state = move(claim.state, ClaimState.DISPUTED)
    write(work, claim, words, files)
    tell(work, claim, "claims.claim_disputed", reason=words.strip())
    return claim.id


@action()
def send_claim_message(work: Work, claim_id: UUID, *, words: str, files: Sequence[UUID] = ()) -> UUID:
    """Write to the other two parties of a claim, open or closed; with photos and papers."""
    if not words.strip():
        raise InvalidInput("words", "required")
    _, claim = lock_claim(work, claim_id, claims_seen_by(work.actor))
    own = work.actor.organisation
    needed = (
        Permission.BUY if own == claim.buyer_id else Permission.SELL if own == claim.seller_id else Permission.ADMIT
    )
    if not work.actor.may(needed):
        raise NotAllowed(needed)
    write(work, claim, words, files)
    tell(work, claim, "claims.message_sent", reason=words.strip())
    return claim.id


def write(work: Work, claim: Claim, words: str, files: Sequence[UUID]) -> None:
    """Keep what the actor says about a locked claim, and what comes with it."""
    own = work.actor.organisation
    if own != claim.buyer_id:
        claim.answered_at = claim.answered_at or work.at
    message_id = new_id()
    row = {
        "id": message_id, "claim_id": claim.id, "buyer_id": claim.buyer_id, "seller_id": claim.seller_id,
        "organisation_id": own, "person_id": work.actor.person, "text": words.strip(), "at": work.at,
    }  # fmt: skip
    work.session.execute(insert(ClaimMessage), [row])
    keep_with(work, claim, files, message_id)
