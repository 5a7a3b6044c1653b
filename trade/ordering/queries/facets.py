"""How much there is behind each way of narrowing a list down further."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final, TypeVar
from uuid import UUID

from sqlalchemy import (
    ARRAY,
    Boolean,
    ColumnElement,
    Date,
    Select,
    String,
    Text,
    Uuid,
    any_,
    bindparam,
    case,
    column,
    func,
    literal_column,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import aggregate_order_by
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, ProductMark, TalliedSKU
from trade.catalogue.queries import day_of, found_by, holds
from trade.catalogue.rules import Mark
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.ordering.offers import AT, BUYER, whose
from trade.ordering.queries import narrowing
from trade.ordering.queries.narrowing import Narrowing, Shape
from trade.parties.models import IS_SELLER, Organisation
from trade.parties.rules import OrganisationState
from trade.pricing.queries import specially_priced

K = TypeVar("K")
NOTHING: Final = UUID(int=0)
"""The id of a shelf that does not exist."""


@dataclass(frozen=True, slots=True)
class Heap:
    """So many goods of one category and one seller that are, or are not, in stock and bear the same marks."""

    category_id: UUID
    seller_id: UUID
    in_stock: bool
    borne: str
    count: int

    def bears(self, mark: Mark | None) -> bool:
        """Whether these bear ``mark``; any do where it is none."""
        return mark is None or mark in self.borne.split()


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
class MarkFacet:
    """A mark, and how much would be left of what bears it."""

    mark: Mark
    count: int


@dataclass(frozen=True, slots=True)
class Facets:
    """The ways to narrow a list down, each counted with all the others that are chosen already.

    ``in_stock`` is ``None`` for visitors, who do not see stock.
    """

    categories: Sequence[CategoryFacet]
    sellers: Sequence[SellerFacet]
    marks: Sequence[MarkFacet]
    in_stock: int | None
    total: int


def facets(session: Session, asked: Narrowing, at: datetime, buyer: Actor | None = None) -> Facets:
    """Count what a list could be narrowed down to: for a buyer what has a price for it, else what the window shows."""
    shape, values = narrowing.tried(session, Narrowing(asked.search), at, None, 0)
    if buyer is not None:
        values |= whose(buyer, at)
    with prepared.in_heaps(session):
        heaps = [Heap(*row) for row in prepared.run(session, _heaps(shape, for_buyer=buyer is not None), values)]
    shelves = prepared.run(session, _SHELVES).all()
    chosen = next((row.id for row in shelves if row.slug == asked.category), NOTHING) if asked.category else None

    def on_shelf(heap: Heap) -> bool:
        return chosen in {None, heap.category_id}

    def of_seller(heap: Heap) -> bool:
        return asked.seller_id in {None, heap.seller_id}

    def ready(heap: Heap) -> bool:
        return heap.in_stock or not asked.in_stock

    def marked(heap: Heap) -> bool:
        return heap.bears(asked.mark)

    by_category = _sums(heaps, lambda heap: heap.category_id, of_seller, ready, marked)
    by_seller = _sums(heaps, lambda heap: heap.seller_id, on_shelf, ready, marked)
    by_stock = _sums(heaps, lambda heap: heap.in_stock, on_shelf, of_seller, marked)
    by_marks = _sums(heaps, lambda heap: heap.borne, on_shelf, of_seller, ready)
    names = dict(prepared.run(session, _SELLERS, {"ids": list(by_seller)}).all())
    return Facets(
        [
            CategoryFacet(row.slug, row.name, row.name_zh, by_category[row.id])
            for row in shelves
            if row.id in by_category
        ],
        sorted((SellerFacet(key, names.get(key, ""), count) for key, count in by_seller.items()), key=_largest),
        [MarkFacet(mark, count) for mark in Mark if (count := _bearing(by_marks, mark))],
        by_stock.get(True, 0) if buyer is not None else None,
        by_stock.get(True, 0) if asked.in_stock else sum(by_stock.values()),
    )


def _sums(heaps: Sequence[Heap], key: Callable[[Heap], K], *kept: Callable[[Heap], bool]) -> dict[K, int]:
    sums: dict[K, int] = {}
    for heap in heaps:
        if all(keeps(heap) for keeps in kept):
            sums[key(heap)] = sums.get(key(heap), 0) + heap.count
    return sums


def _bearing(by_marks: Mapping[str, int], mark: Mark) -> int:
    return sum(count for borne, count in by_marks.items() if mark in borne.split())


def _largest(facet: SellerFacet) -> tuple[int, str]:
    return -facet.count, facet.name


_SHELVES: Final = select(Category.id, Category.slug, Category.name, Category.name_zh).order_by(Category.position)
_SELLERS: Final = select(Organisation.id, Organisation.name).where(
    Organisation.id == any_(bindparam("ids", type_=ARRAY(Uuid())))
)

_IN_WINDOW: Final = table(
    "window_tallies",
    *(column(name, Uuid) for name in ("sku_id", "seller_id", "category_id")),
    column("in_stock", Boolean),
    column("borne", Text),
    column("borne_until", Date),
)
"""What passers-by may know of tallies: what is shown, and neither stock (nothing is in stock for them) nor prices."""


@cache
def _heaps(shape: Shape, *, for_buyer: bool) -> Select[*tuple[Any, ...]]:
    """Sellers are asked for behind the counting: of some dozens, not of each SKU."""
    tallied: Any = TalliedSKU.__table__.c if for_buyer else _IN_WINDOW.c
    heap = (tallied.category_id, tallied.seller_id, tallied.in_stock, _borne(tallied).label("borne"))
    counted = select(*heap, func.count().label("count"))
    if for_buyer:
        special = specially_priced(BUYER, AT, *narrowing.found_few(shape))
        priced = tallied.priced.op("@>", is_comparison=True)(AT)
        counted = counted.where(tallied.is_shown, or_(priced, tallied.sku_id.in_(special)))
    found = found_by(shape.reach, in_bulk=True, key=tallied.sku_id)
    heaps = counted.where(*found).group_by(*heap).subquery("heaps")
    trading = Organisation.state == OrganisationState.ADMITTED
    return select(*heaps.c).join(Organisation, Organisation.id == heaps.c.seller_id).where(IS_SELLER, trading)


def _borne(tallied: Any) -> ColumnElement[str]:
    """The marks that hold, as one text: what bears the same is one heap. Where one has ended, they are looked up."""
    nothing = literal_column("''", String)
    marks = func.string_agg(ProductMark.mark, aggregate_order_by(literal_column("' '", String), ProductMark.mark))
    looked_up = (
        select(func.coalesce(marks, nothing))
        .join(SKU, SKU.product_id == ProductMark.product_id)
        .where(SKU.id == tallied.sku_id, holds(day_of(AT)))
        .correlate(tallied.sku_id.table)
        .scalar_subquery()
    )
    return case((tallied.borne_until < day_of(AT), looked_up), else_=tallied.borne)
