"""What the cart will hold once a file or a list is in it, and at which price: shown before, and put so afterwards."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.ordering.offers import Offer, amounts_by_currency, offers_of
from trade.pad.judging import held_in_cart
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class Filled:
    """A SKU as the cart will hold it: at least what was asked for, rounded up to a quantity that is sold."""

    offer: Offer
    quantity: int
    is_rounded: bool

    @property
    def price(self) -> Price:
        """What this quantity costs beside everything else that the cart will hold."""
        return self.offer.price(self.quantity)


def filled(session: Session, actor: Actor, wanted: Mapping[UUID, int], at: datetime) -> dict[UUID, Filled]:
    """What the actor's cart will hold of these SKUs when it holds at least ``wanted``; not what is not for sale.

    Specifications of one product count together, those that lie in the cart already as well.
    """
    held = held_in_cart(session, actor)
    found: dict[UUID, Filled] = {}
    more: Counter[UUID] = Counter()
    for sku_id, offer in offers_of(session, actor, list(wanted), at).items() if wanted else ():
        least = max(wanted[sku_id], held.get(sku_id, 0))
        quantity = offer.rule.at_least(least) if offer.is_for_sale else 0
        if quantity:
            found[sku_id] = Filled(offer, quantity, quantity > least)
            more[offer.product_id] += quantity - held.get(sku_id, 0)
    return {
        sku_id: replace(one, offer=_beside(one.offer, more[one.offer.product_id] - one.quantity + held.get(sku_id, 0)))
        for sku_id in wanted
        if (one := found.get(sku_id))
    }


def totals_of(goods: Mapping[UUID, Filled]) -> tuple[Money, ...]:
    """What goods come to together, by currency."""
    return amounts_by_currency([one.price.amount for one in goods.values()])


def _beside(offer: Offer, more: int) -> Offer:
    return replace(offer, others=offer.others + more) if more else offer
