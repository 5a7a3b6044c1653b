"""A claim as a row of a list, and as the head of its page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import aliased

from trade.claims.loading import claims_seen_by
from trade.claims.models import Claim
from trade.claims.rules import OPEN, ClaimState, Outcome, Reason, Remedy
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.models import Order
from trade.ordering.rules import OrderState


@dataclass(frozen=True, slots=True)
class Replacement:
    """The order that sends the goods of a claim again, and by when it leaves."""

    order_id: UUID
    reference: str
    state: OrderState
    due_at: datetime


@dataclass(frozen=True, slots=True)
class ClaimRow:
    """A claim, what was asked and paid, and its clocks."""

    id: UUID
    reference: str
    state: ClaimState
    reason: Reason
    wish: Remedy
    late: bool
    outcome: Outcome | None
    order_id: UUID
    order_reference: str
    buyer_id: UUID
    buyer_name: str
    seller_id: UUID
    seller_name: str
    amount: Money
    advanced: Money
    borne: Money
    taken_back: Money
    owed_back: Money
    asked_at: datetime
    money_due_at: datetime
    seller_due_at: datetime
    answered_at: datetime | None
    advanced_at: datetime | None
    escalated_at: datetime | None
    closed_at: datetime | None
    replacement: Replacement | None

    @property
    def is_open(self) -> bool:
        """Whether somebody still has to decide."""
        return self.state in OPEN

    @property
    def waits_for_money(self) -> bool:
        """Whether the clock for the money runs."""
        return self.is_open and not self.advanced


_AGAIN: Final = aliased(Order)


def claims_with_orders(actor: Actor) -> Select[*tuple[Any, ...]]:
    """Claims that the actor may see, each with its order, and the one that sends its goods again."""
    return (
        select(Claim, Order, _AGAIN)
        .join(Order, Order.id == Claim.order_id)
        .outerjoin(_AGAIN, _AGAIN.id == Claim.replacement_id)
        .where(claims_seen_by(actor))
    )


def claim_row(claim: Claim, order: Order, again: Order | None) -> ClaimRow:
    """Return a claim as lists and its page show it."""

    def money(minor: int) -> Money:
        return Money(minor, claim.currency)

    return ClaimRow(
        id=claim.id,
        reference=claim.reference,
        state=ClaimState(claim.state),
        reason=Reason(claim.reason),
        wish=Remedy(claim.wish),
        late=claim.late,
        outcome=Outcome(claim.outcome) if claim.outcome else None,
        order_id=order.id,
        order_reference=order.reference,
        buyer_id=claim.buyer_id,
        buyer_name=order.buyer_party["name"],
        seller_id=claim.seller_id,
        seller_name=order.seller_party["name"],
        amount=money(claim.amount_minor),
        advanced=money(claim.advanced_minor),
        borne=money(claim.recovered_minor + claim.absorbed_minor + claim.carried_minor),
        taken_back=money(claim.taken_back_minor),
        owed_back=money(claim.taken_back_minor - claim.collected_minor),
        asked_at=claim.asked_at,
        money_due_at=claim.money_due_at,
        seller_due_at=claim.seller_due_at,
        answered_at=claim.answered_at,
        advanced_at=claim.advanced_at,
        escalated_at=claim.escalated_at,
        closed_at=claim.closed_at,
        replacement=_replacement(claim, again),
    )


def _replacement(claim: Claim, again: Order | None) -> Replacement | None:
    if again is None or claim.replace_due_at is None:
        return None
    return Replacement(again.id, again.reference, OrderState(again.state), claim.replace_due_at)
