"""What lines come to: which goods, how many, at which price, and what is wrong. The same judgement on pad, upload and lists.

A constant number of statements: two for texts that are not certain yet, one for the offers, one for the cart.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.cells import Grouping
from trade.kernel.totals import says_total
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import Offer, offers_of
from trade.pad.matching import Match, folded, is_certain, matches_of
from trade.pad.rules.amounts import base_units
from trade.pad.rules.faults import LineFault
from trade.pricing.rules import Price


@dataclass(frozen=True, slots=True)
class Entry:
    """A line to be judged: its texts, and the SKU where that is certain already."""

    text: str
    amount: str
    sku_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Judged:
    """A line as it stands now. ``together`` is what the cart would hold of the SKU, ``price`` what that costs."""

    entry: Entry
    offer: Offer | None = None
    quantity: int = 0
    together: int = 0
    price: Price | None = None
    fault: LineFault | None = None
    matches: tuple[Match, ...] = ()

    @property
    def near(self) -> tuple[int, ...]:
        """The nearest quantities that could be added, for a quantity that is refused."""
        if self.offer is None or self.fault is not LineFault.QUANTITY:
            return ()
        held, rule = self.together - self.quantity, self.offer.rule
        found = (rule.below(self.together) - held, rule.above(self.together) - held)
        return tuple(count for count in found if count > 0)

    @property
    def is_short(self) -> bool:
        """Whether less is available than the cart would hold."""
        return self.offer is not None and self.fault is None and self.offer.available < self.together


def judge(
    session: Session,
    actor: Actor,
    entries: Sequence[Entry],
    at: datetime,
    *,
    held: dict[UUID, int],
    grouping: Grouping = Grouping.ASK,
) -> list[Judged]:
    """Judge lines, in their order. ``held``: what of each SKU comes on top of them, the cart's content for one.

    Lines of one SKU count together: for MOQ and multiple, and for the step of the ladder.
    """
    open_texts = [entry.text for entry in entries if entry.sku_id is None]
    meant = matches_of(session, open_texts) if open_texts else {}
    skus = [_sku_of(entry, meant) for entry in entries]
    offers = offers_of(session, actor, {sku for sku in skus if sku is not None}, at) if any(skus) else {}
    counts = [
        _count(entry, offers.get(sku) if sku else None, grouping) for entry, sku in zip(entries, skus, strict=True)
    ]
    sums: Counter[UUID] = Counter()
    for sku, count in zip(skus, counts, strict=True):
        if sku is not None and not isinstance(count, LineFault):
            sums[sku] += count
    offers = _counting_families(offers, sums)
    return [
        _judged(entry, offers[sku], count, sums[sku] + held.get(sku, 0))
        if sku is not None and sku in offers
        else _unclear(entry, meant)
        for entry, sku, count in zip(entries, skus, counts, strict=True)
    ]


def turned_round(session: Session, judged: Sequence[Judged]) -> dict[Entry, Entry]:
    """Lines of two plain numbers of which only the second is a code or barcode (“12 x 22423”), the right way round."""
    unknown = {one.entry for one in judged if one.fault is LineFault.UNKNOWN}
    numbers = [entry for entry in unknown if entry.text.isdecimal() and entry.amount.isdecimal()]
    meant = matches_of(session, [entry.amount for entry in numbers]) if numbers else {}
    return {
        entry: Entry(entry.amount, entry.text) for entry in numbers if is_certain(meant.get(folded(entry.amount), ()))
    }


def held_in_cart(session: Session, actor: Actor) -> dict[UUID, int]:
    """What lies in the actor's cart, by SKU."""
    mine = (Cart.buyer_id == actor.organisation_id) & (Cart.person_id == actor.person_id)
    rows = session.execute(
        select(CartLine.sku_id, CartLine.quantity).join(Cart, Cart.id == CartLine.cart_id).where(mine)
    )
    return {row.sku_id: row.quantity for row in rows}


def _counting_families(offers: dict[UUID, Offer], sums: Counter[UUID]) -> dict[UUID, Offer]:
    """The offers with what the lines hold of other flavours of the same product, for ladders that count a family."""
    families: Counter[UUID] = Counter()
    for sku_id, count in sums.items():
        families[offers[sku_id].product_id] += count
    more = {sku_id: families[offer.product_id] - sums[sku_id] for sku_id, offer in offers.items()}
    return {
        sku_id: replace(offer, others=offer.others + more[sku_id]) if more[sku_id] else offer
        for sku_id, offer in offers.items()
    }


def _sku_of(entry: Entry, meant: dict[str, list[Match]]) -> UUID | None:
    if entry.sku_id is not None:
        return entry.sku_id
    found = meant.get(folded(entry.text), [])
    return found[0].sku_id if is_certain(found) else None


def _count(entry: Entry, offer: Offer | None, grouping: Grouping) -> int | LineFault:
    return base_units(entry.amount, offer.unit, offer.pack_size, grouping) if offer else LineFault.UNKNOWN


def _unclear(entry: Entry, meant: dict[str, list[Match]]) -> Judged:
    matches = tuple(meant.get(folded(entry.text), ()))
    if says_total(entry.text) and all(match.is_near for match in matches):
        return Judged(entry, fault=LineFault.TOTAL)
    return Judged(entry, fault=LineFault.SEVERAL if matches else LineFault.UNKNOWN, matches=matches)


def _judged(entry: Entry, offer: Offer, count: int | LineFault, together: int) -> Judged:
    if isinstance(count, LineFault):
        return Judged(entry, offer, fault=count)
    if not offer.is_for_sale:
        return Judged(entry, offer, count, together, fault=LineFault.NOT_FOR_SALE)
    if not offer.rule.admits(together):
        return Judged(entry, offer, count, together, fault=LineFault.QUANTITY)
    return Judged(entry, offer, count, together, offer.price(together))
