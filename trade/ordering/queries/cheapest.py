"""A page of goods by what they cost the buyer: which SKUs, in which order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Numeric, Select, String, Uuid, bindparam, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.paging import to_cursor
from trade.kernel.prepared import fixed
from trade.ordering.offers import AT, BUYER, whose
from trade.ordering.queries import narrowing
from trade.ordering.queries.window import IS_SHOWN
from trade.parties.models import Organisation
from trade.pricing.queries import least_prices
from trade.stock.models import StockLevel


@dataclass(frozen=True, slots=True)
class Cheapest:
    """SKUs in the order of their price, and the cursor of the next page."""

    sku_ids: Sequence[UUID]
    next_cursor: str | None


def cheapest(session: Session, actor: Actor, at: datetime, tried: narrowing.Tried) -> Cheapest:
    """A page of SKUs, cheapest first by the price of the least order; currencies one after the other."""
    limit = tried.shape.limit
    with prepared.in_bulk(session):
        rows = prepared.run(session, _statement(tried.shape), whose(actor, at) | tried.values).all()
    if len(rows) <= limit:
        return Cheapest([row.id for row in rows], None)
    last = rows[limit - 1]
    return Cheapest([row.id for row in rows[:limit]], to_cursor((last.currency, f"{last.price:f}", str(last.id))))


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
        select(SKU.id, least.c.price, least.c.currency)
        .select_from(least)
        .join(SKU, SKU.id == least.c.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(IS_SHOWN, *narrowing.conditions(shape, in_bulk=True))
        .order_by(*here)
        .limit(fixed(shape.limit + 1))
    )
    if shape.in_stock:
        statement = statement.outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
    if shape.after:
        statement = statement.where(tuple_(*here) > tuple_(*_AFTER))
    return statement
