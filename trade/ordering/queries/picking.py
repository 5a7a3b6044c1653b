"""A page of a search as keys alone: which SKUs, in which order. What they cost is read of these few afterwards."""

from __future__ import annotations

from functools import cache
from typing import Any, NamedTuple
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.kernel.prepared import fixed
from trade.ordering.queries import narrowing
from trade.ordering.queries.walking import walked
from trade.ordering.queries.window import IS_SHOWN
from trade.parties.models import Organisation
from trade.stock.models import StockLevel


class Picked(NamedTuple):
    """A SKU, and where it stands in the list."""

    place: Any
    sku_id: UUID
    product_id: UUID


def picked(session: Session, tried: narrowing.Tried) -> list[Picked]:
    """One more than a page of what everybody may see; some of it may have no price for a buyer."""
    return [Picked(*row) for row in walked(session, tried, _statement)]


@cache
def _statement(shape: narrowing.Shape) -> Select[*tuple[Any, ...]]:
    statement = (
        select(narrowing.ORDERS[shape.sorting].columns[0], SKU.id, Product.id)
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(IS_SHOWN, *narrowing.conditions(shape), *narrowing.later(shape))
        .order_by(*narrowing.ordering(shape.sorting))
        .limit(fixed(shape.limit + 1))
    )
    return statement.outerjoin(StockLevel, StockLevel.sku_id == SKU.id) if shape.in_stock else statement
