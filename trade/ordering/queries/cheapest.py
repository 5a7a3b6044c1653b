"""A page of goods by what they cost the buyer: which SKUs, in which order.

A page is found among the next prices that an index streams, past what the list is not narrowed down to. Where that leaves
but a few goods, they are named one by one and the prices of all of them are worked out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, Numeric, Select, String, Uuid, any_, bindparam, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import Reach
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.paging import to_cursor
from trade.kernel.prepared import fixed
from trade.ordering.offers import AT, BUYER, whose
from trade.ordering.queries import narrowing
from trade.ordering.queries.window import IS_SHOWN
from trade.parties.models import IS_SELLER, Organisation
from trade.pricing.queries import EVERYWHERE, Among, Place, earlier_places, least_prices, next_places
from trade.stock.models import StockLevel


@dataclass(frozen=True, slots=True)
class Cheapest:
    """SKUs in the order of their price, and the cursor of the next page."""

    sku_ids: Sequence[UUID]
    next_cursor: str | None


def cheapest(session: Session, actor: Actor, at: datetime, tried: narrowing.Tried) -> Cheapest:
    """A page of SKUs, cheapest first by the price of the least order; currencies one after the other."""
    limit = tried.shape.limit
    rows = _streamed(session, actor, at, tried, EVERYWHERE, AS_THEY_COME)
    if rows is None:
        tried = narrowing.counted(session, tried)
        among = Among(narrowing.tallied(tried.shape), tried.values)
        rows = _streamed(session, actor, at, tried, among, WANTED)
    if rows is None:
        with prepared.in_bulk(session):
            found = prepared.run(session, _statement(tried.shape), whose(actor, at) | tried.values)
            rows = [Place(*row) for row in found]
    sku_ids = [row.sku_id for row in rows[:limit]]
    if len(rows) <= limit:
        return Cheapest(sku_ids, None)
    last = rows[limit - 1]
    return Cheapest(sku_ids, to_cursor((last.currency, f"{last.price:f}", str(last.sku_id))))


AS_THEY_COME: Final = (100,)
WANTED: Final = (100, 1000)
"""How many of the next prices of each kind of list are looked at, one after the other: at first whatever they are of, since
most lists are of everything; then among those of what the list is narrowed down to."""


def _streamed(
    session: Session, actor: Actor, at: datetime, tried: narrowing.Tried, among: Among, stretches: Sequence[int]
) -> list[Place] | None:
    """One more than a page from the next prices that are the buyer's; ``None`` where too few of these are wanted."""
    if tried.shape.reach is Reach.FEW:
        return None
    after = Place(*(tried.values[f"after_{n}"] for n in range(3))) if tried.shape.after else None
    for many in stretches:
        places = next_places(session, actor.organisation, at, after, many, among)
        wanted = _wanted(session, tried, [place.sku_id for place in places.rows])
        candidates = [place for place in places.rows if (place.currency, place.sku_id) in wanted]
        if after is not None and candidates:
            ids = list({place.sku_id for place in candidates})
            shown = earlier_places(session, actor.organisation, at, after, ids)
            wanted -= {(place.currency, place.sku_id) for place in shown}
        found = {place.sku_id: place for place in reversed(candidates) if (place.currency, place.sku_id) in wanted}
        if len(found) > tried.shape.limit or places.until is None:
            return sorted(found.values())[: tried.shape.limit + 1]
    return None


def _wanted(session: Session, tried: narrowing.Tried, sku_ids: Sequence[UUID]) -> set[tuple[str, UUID]]:
    """Which of these are in the list, each with the currency that counts for it: its seller's."""
    values = tried.values | {"among": list(sku_ids)}
    return {(currency, key) for currency, key in prepared.run(session, _among(tried.shape), values)}


@cache
def _among(shape: narrowing.Shape) -> Select[*tuple[Any, ...]]:
    statement = (
        select(Organisation.currency, SKU.id)
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(SKU.id == any_(bindparam("among", type_=ARRAY(Uuid()))), IS_SHOWN, *narrowing.conditions(shape))
    )
    return statement.outerjoin(StockLevel, StockLevel.sku_id == SKU.id) if shape.in_stock else statement


_AFTER: Final = (
    bindparam("after_0", type_=String(3)),
    bindparam("after_1", type_=Numeric(18, 6)),
    bindparam("after_2", type_=Uuid()),
)


@cache
def _statement(shape: narrowing.Shape) -> Select[*tuple[Any, ...]]:
    least = least_prices(BUYER, AT, *narrowing.found_few(shape))
    here = (least.c.currency, least.c.price, SKU.id)
    statement = (
        select(least.c.currency, least.c.price, SKU.id)
        .select_from(least)
        .join(SKU, SKU.id == least.c.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(IS_SELLER, IS_SHOWN, *narrowing.conditions(shape, in_bulk=True))
        .order_by(*here)
        .limit(fixed(shape.limit + 1))
    )
    if shape.in_stock:
        statement = statement.outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
    if shape.after:
        statement = statement.where(tuple_(*here) > tuple_(*_AFTER))
    return statement
