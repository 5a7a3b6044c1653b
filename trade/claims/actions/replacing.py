"""Goods instead of money: they are sent again, and the claim waits until they are there."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import true

from trade.claims.actions.answering import write
from trade.claims.loading import lock_claim, tell
from trade.claims.models import Claim
from trade.claims.rules import (
    REPLACE_WITHIN,
    ClaimState,
    ClaimTerms,
    Outcome,
    Remedy,
    money_due,
    move,
    require_replaceable,
    seller_due,
)
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.kernel.work import Work, action
from trade.ordering.actions.cancel import call_off
from trade.ordering.loading import lines_of, lock_order
from trade.ordering.models import Order
from trade.ordering.replacing import place_again
from trade.ordering.rules import OrderState

_NOT_LEFT = (OrderState.PLACED, OrderState.CONFIRMED)


@action(Permission.SELL)
def offer_replacement(work: Work, claim_id: UUID) -> UUID:
    """Send the goods again as the seller of a claim whose buyer would like that; answer the order.

    Raises ``ReplacementRefused``, ``ReplacementShort``, ``HeldBack`` and ``MoveRefused``.
    """
    order, claim = lock_claim(work, claim_id, Claim.seller_id == work.actor.organisation)
    return _replace(work, order, claim, by_seller=True)


@action(Permission.ADMIT)
def order_replacement(work: Work, claim_id: UUID, *, answer: str) -> UUID:
    """Decide that the seller sends the goods again, whatever was wished; answer the order."""
    if not answer.strip():
        raise InvalidInput("answer", "required")
    order, claim = lock_claim(work, claim_id, true())
    claim.answer = answer.strip()
    return _replace(work, order, claim, by_seller=False)


@action(Permission.BUY)
def refuse_replacement(work: Work, claim_id: UUID, *, words: str, terms: ClaimTerms) -> UUID:
    """Say as the buyer that what came again is not right either: the claim is about money again, with fresh clocks."""
    if not words.strip():
        raise InvalidInput("words", "required")
    _, claim = lock_claim(work, claim_id, Claim.buyer_id == work.actor.organisation)
    replacement = _replacement(work, claim)
    if replacement.state != OrderState.DELIVERED:
        raise MoveRefused("claim", claim.state, ClaimState.ASKED)
    write(work, claim, words, ())
    ask_again(work, claim, terms)
    tell(work, claim, "claims.replacement_refused", reason=words.strip())
    return claim.id


def conclude(work: Work, order: Order, claim: Claim, terms: ClaimTerms) -> bool:
    """Settle a claim whose goods came again and stayed; ask again where they do not come. Order and claim are locked."""
    replacement = _replacement(work, claim)
    if replacement.state == OrderState.COMPLETED and all(
        line.shipped == line.quantity for line in lines_of(work, replacement)
    ):
        claim.state, claim.outcome = move(claim.state, ClaimState.SETTLED), Outcome.SELLER
        claim.closed_at = work.at
        order.open_claims -= 1
        tell(work, claim, "claims.replaced", order=replacement.reference)
        return True
    if replacement.state in _NOT_LEFT and claim.replace_due_at is not None and claim.replace_due_at <= work.at:
        call_off(work, replacement, "claim")
    if replacement.state in (OrderState.CANCELLED, OrderState.COMPLETED):
        ask_again(work, claim, terms)
        tell(work, claim, "claims.replacement_failed", order=replacement.reference)
        return True
    return False


def ask_again(work: Work, claim: Claim, terms: ClaimTerms) -> None:
    """A claim is about money again; both clocks start anew."""
    claim.state = move(claim.state, ClaimState.ASKED)
    claim.money_due_at, claim.seller_due_at = money_due(work.at), seller_due(work.at, terms)
    claim.escalated_at = None


def _replace(work: Work, order: Order, claim: Claim, *, by_seller: bool) -> UUID:
    state = move(claim.state, ClaimState.REPLACING)
    require_replaceable(
        is_paid=claim.advanced_minor > 0, is_tried=claim.replacement_id is not None, wish=Remedy(claim.wish),
        by_seller=by_seller,
    )  # fmt: skip
    quantities = {line.order_line_id: line.quantity for line in claim.lines}
    claim.replacement_id = place_again(work, order, quantities, claim.asked_by)
    claim.replace_due_at = work.at + REPLACE_WITHIN
    claim.state, claim.answered_at = state, claim.answered_at or work.at
    tell(work, claim, "claims.replacement_ordered", reason=claim.answer)
    return claim.replacement_id


def _replacement(work: Work, claim: Claim) -> Order:
    """The locked order that sends a claim's goods again. It comes after the order and the claim: nobody goes the other way."""
    if claim.state != ClaimState.REPLACING or claim.replacement_id is None:
        raise MoveRefused("claim", claim.state, ClaimState.SETTLED)
    return lock_order(work, claim.replacement_id, true())
