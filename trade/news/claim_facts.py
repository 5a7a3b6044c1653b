"""What news says of claims."""

from __future__ import annotations

from sqlalchemy.orm import Session

from trade.claims.models import Claim
from trade.kernel.events import Event
from trade.news.about import About
from trade.news.rules import Side
from trade.ordering.models import Order
from trade.parties.models import Organisation

OF_OTHERS = frozenset({"claims.message_sent"})
"""Events of which the writer's own side is not told: colleagues read them on the claim."""


def of_claim(session: Session, event: Event) -> About:
    """A claim, with the amount and the words that the event is about."""
    claim = session.get_one(Claim, event.subject_id)
    order = session.get_one(Order, claim.order_id)
    names = {claim.buyer_id: order.buyer_party["name"], claim.seller_id: order.seller_party["name"]}
    facts = {
        "reference": claim.reference,
        "order": order.reference,
        "amount": {"minor": event.after.get("amount", claim.amount_minor), "currency": claim.currency},
        "reason": event.after.get("reason") or event.after.get("shipment", ""),
        "until": {"at": claim.seller_due_at.isoformat()},
    }
    who = {Side.BUYER: names[claim.seller_id], Side.SELLER: names[claim.buyer_id]}
    parties = {Side.BUYER: (claim.buyer_id,), Side.SELLER: (claim.seller_id,)}
    if event.verb in OF_OTHERS and event.organisation_id is not None:
        writer = session.get(Organisation, event.organisation_id)
        who = dict.fromkeys(Side, writer.name if writer is not None else "")
        parties = {side: told for side, told in parties.items() if told != (event.organisation_id,)}
    return About(parties, facts, who)
