"""What the clock does by itself, one claim a transaction: killed anywhere, the next run goes on with the rest."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import true

from trade.claims.actions.replacing import conclude
from trade.claims.actions.returning import conclude_return
from trade.claims.loading import lock_claim, tell
from trade.claims.paying import advance, owed_by
from trade.claims.rules import OPEN, ClaimState, ClaimTerms, move
from trade.claims.terms import terms_now
from trade.kernel.actor import Permission
from trade.kernel.money import Money, exponent_of
from trade.kernel.work import Work, action
from trade.ledger.actions import post
from trade.ledger.rules import Account, AccountKind, transfer


@action()
def run_out(work: Work, claim_id: UUID, *, terms: ClaimTerms) -> bool:
    """Do for a claim what is due: pay it, or say that it is late; go on without the seller's answer. Answer whether anything was."""
    work.actor.require(Permission.OVERSEE)
    order, claim = lock_claim(work, claim_id, true())  # decided on the locked row: somebody may have been faster
    if claim.state == ClaimState.REPLACING:
        return conclude(work, order, claim, terms)
    if claim.state not in OPEN:
        return False
    told = len(work.happened)
    amount = Money(claim.amount_minor, claim.currency)
    if claim.money_due_at <= work.at and not claim.advanced_minor and claim.escalated_at is None:
        most = terms_now(work, terms).by_itself * 10 ** exponent_of(amount.currency)
        if not claim.late and amount.minor <= most:
            advance(work, order, claim, amount)
            tell(work, claim, "claims.advanced_by_clock", amount=amount.minor)
        else:
            claim.escalated_at = work.at
            tell(work, claim, "claims.escalated", amount=amount.minor)
    if claim.seller_due_at <= work.at and claim.state == ClaimState.ASKED:
        claim.state = move(claim.state, ClaimState.UNANSWERED)
        tell(work, claim, "claims.seller_silent")
    if claim.state == ClaimState.RETURNING:
        conclude_return(work, order, claim)
    return len(work.happened) > told


@action()
def collect_clawback(work: Work, claim_id: UUID) -> Money:
    """Take from the buyer's wallet what is owed back of a claim, as far as it is there; answer how much.

    Raises ``LimitExceeded`` where the wallet was emptied meanwhile; a later run tries again.
    """
    work.actor.require(Permission.OVERSEE)
    _, claim = lock_claim(work, claim_id, true())
    amount = owed_by(work, claim)
    if amount.minor > 0:
        claim.collections += 1
        claim.collected_minor += amount.minor
        wallet, owed = (Account(kind, claim.buyer_id) for kind in (AccountKind.WALLET, AccountKind.CLAWBACK_RECEIVABLE))
        post(work, f"claim:{claim.id}:{claim.collections}:collected", transfer(wallet, owed, amount))
        tell(work, claim, "claims.collected", amount=amount.minor)
    return amount
