"""What a buyer would pay, for their seller who asks."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import Uuid, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU
from trade.kernel.actor import Actor, Scope
from trade.ordering.offers import Offer, offers_of
from trade.pricing.queries import candidates_with
from trade.pricing.rules import Ladder, Price


@dataclass(frozen=True, slots=True)
class Quoted:
    """One product and what a quantity of it comes to for one buyer; ``price`` is empty where they have none."""

    offer: Offer
    quantity: int
    price: Price | None


def quoted(session: Session, actor: Actor, *, buyer: str, sku: str, quantity: int, at: datetime) -> Quoted | None:
    """Price a quantity (the smallest order, for 0) of one of the actor's SKUs, both named by code, for a buyer.

    ``None`` where there is no such buyer or SKU. What lies in the buyer's carts is not the seller's to know.
    """
    buyer_id: UUID | None = session.execute(select(func.pricing_buyer(buyer, type_=Uuid()))).scalar_one()
    own = select(SKU.id).where(SKU.seller_id == actor.organisation, func.lower(SKU.code) == sku.lower())
    sku_id = session.scalars(own).first()
    if buyer_id is None or sku_id is None:
        return None
    offer = offers_of(session, Actor(Scope.PARTY, organisation_id=buyer_id), [sku_id], at)[sku_id]
    wanted = quantity or offer.rule.minimum
    return Quoted(offer, wanted, offer.price(wanted) if offer.candidates else None)


def quoted_if(
    session: Session,
    actor: Actor,
    *,
    buyer: str,
    sku_id: UUID,
    quantity: int,
    at: datetime,
    list_id: UUID,
    typed: Ladder,
) -> Quoted | None:
    """What a quantity would come to for a buyer at an instant, if a list of the actor's said ``typed`` of the SKU.

    ``None`` where there is no such buyer.
    """
    buyer_id: UUID | None = session.execute(select(func.pricing_buyer(buyer, type_=Uuid()))).scalar_one()
    if buyer_id is None:
        return None
    offer = offers_of(session, Actor(Scope.PARTY, organisation_id=buyer_id), [sku_id], at)[sku_id]
    candidates = candidates_with(session, offer.candidates, list_id, sku_id, buyer_id, typed, at)
    offer = replace(offer, candidates=candidates)
    wanted = quantity or offer.rule.minimum
    return Quoted(offer, wanted, offer.price(wanted) if candidates else None)
