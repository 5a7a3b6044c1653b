"""How much there is behind each way of narrowing a list down further."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import ARRAY, Select, Uuid, any_, bindparam, false, func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.ordering.offers import AT, BUYER, whose
from trade.ordering.queries import narrowing
from trade.ordering.queries.narrowing import Narrowing, Shape
from trade.ordering.queries.window import IS_SHOWN
from trade.parties.models import Organisation
from trade.pricing.queries import least_prices
from trade.stock.models import StockLevel
from trade.stock.selling import AVAILABLE

K = TypeVar("K")
NOTHING: Final = UUID(int=0)
"""The id of a shelf that does not exist."""


@dataclass(frozen=True, slots=True)
class Heap:
    """So many goods of one category and one seller that are, or are not, in stock."""

    category_id: UUID
    seller_id: UUID
    in_stock: bool
    count: int


@dataclass(frozen=True, slots=True)
class CategoryFacet:
    """A shelf, and how much would be left of the list on it alone."""

    slug: str
    name: str
    name_zh: str
    count: int


@dataclass(frozen=True, slots=True)
class SellerFacet:
    """A seller, and how much would be left of its goods alone."""

    seller_id: UUID
    name: str
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The ways to narrow a list down, each counted with all the others that are chosen already.

    ``in_stock`` is ``None`` for visitors, who do not see stock.
    """

    categories: Sequence[CategoryFacet]
    sellers: Sequence[SellerFacet]
    in_stock: int | None
    total: int


def facets(session: Session, asked: Narrowing, buyer: Actor | None = None, at: datetime | None = None) -> Facets:
    """Count what a list could be narrowed down to: for a buyer what has a price for it, else what the window shows."""
    shape, values = narrowing.tried(session, Narrowing(asked.search), None, 0)
    if buyer is not None and at is not None:
        values |= whose(buyer, at)
    with prepared.in_bulk(session):
        heaps = [Heap(*row) for row in prepared.run(session, _heaps(shape, for_buyer=buyer is not None), values)]
    shelves = prepared.run(session, _SHELVES).all()
    chosen = next((row.id for row in shelves if row.slug == asked.category), NOTHING) if asked.category else None

    def on_shelf(heap: Heap) -> bool:
        return chosen in {None, heap.category_id}

    def of_seller(heap: Heap) -> bool:
        return asked.seller_id in {None, heap.seller_id}

    def ready(heap: Heap) -> bool:
        return heap.in_stock or not asked.in_stock

    by_category = _sums(heaps, lambda heap: heap.category_id, of_seller, ready)
    by_seller = _sums(heaps, lambda heap: heap.seller_id, on_shelf, ready)
    by_stock = _sums(heaps, lambda heap: heap.in_stock, on_shelf, of_seller)
    names = dict(prepared.run(session, _SELLERS, {"ids": list(by_seller)}).all())
    return Facets(
        [
            CategoryFacet(row.slug, row.name, row.name_zh, by_category[row.id])
            for row in shelves
            if row.id in by_category
        ],
        sorted((SellerFacet(key, names.get(key, ""), count) for key, count in by_seller.items()), key=_largest),
        by_stock.get(True, 0) if buyer is not None else None,
        by_stock.get(True, 0) if asked.in_stock else sum(by_stock.values()),
    )


def _sums(heaps: Sequence[Heap], key: Callable[[Heap], K], *kept: Callable[[Heap], bool]) -> dict[K, int]:
    sums: dict[K, int] = {}
    for heap in heaps:
        if all(keeps(heap) for keeps in kept):
            sums[key(heap)] = sums.get(key(heap), 0) + heap.count
    return sums


def _largest(facet: SellerFacet) -> tuple[int, str]:
    return -facet.count, facet.name


_SHELVES: Final = select(Category.id, Category.slug, Category.name, Category.name_zh).order_by(Category.position)
_SELLERS: Final = select(Organisation.id, Organisation.name).where(
    Organisation.id == any_(bindparam("ids", type_=ARRAY(Uuid())))
)


@cache
def _heaps(shape: Shape, *, for_buyer: bool) -> Select[*tuple[Any, ...]]:
    groups: list[Any] = [Product.category_id, SKU.seller_id]
    if for_buyer:
        least = least_prices(BUYER, AT, *narrowing.found_few(shape))
        groups.append(SKU.moq <= AVAILABLE)
        statement = select(*groups, func.count()).select_from(least).join(SKU, SKU.id == least.c.sku_id)
        statement = statement.outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
    else:
        statement = select(*groups, false(), func.count()).select_from(SKU)
    return (
        statement.join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(IS_SHOWN, *narrowing.conditions(shape, in_bulk=True))
        .group_by(*groups)
    )
