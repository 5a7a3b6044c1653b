"""What codes and barcodes are sold as to an organisation, for its programs."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.ordering.offers import Offer, offers_of, together
from trade.pad.matching import folded, matches_of
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class Named:
    """Goods that a text names exactly; ``price`` is that of the smallest order, none where they cannot be ordered now."""

    asked: str
    offer: Offer
    price: Price | None


def goods_named(session: Session, actor: Actor, texts: Collection[str], at: datetime) -> list[Named]:
    """What each of ``texts`` names by code, barcode or exact name, in their order; of several sellers each."""
    meant = matches_of(session, texts)
    exact = [(text, match.sku_id) for text in texts for match in meant.get(folded(text), ()) if not match.is_near]
    offers = together(offers_of(session, actor, {sku_id for _, sku_id in exact}, at), {}) if exact else {}
    return [_named(text, offers[sku_id]) for text, sku_id in exact if sku_id in offers]


def _named(text: str, offer: Offer) -> Named:
    return Named(text, offer, offer.price(offer.rule.minimum) if offer.is_for_sale else None)
