"""What a list of goods is narrowed down to, and in which order it stands: the same for shelf, window and facets.

Another way to narrow down is a field of :class:`Narrowing`, a line in :func:`conditions`, and its group in ``facets``.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from enum import StrEnum
from functools import cache
from typing import Any, Final, NamedTuple
from uuid import UUID

from sqlalchemy import ColumnElement, Select, bindparam, select, tuple_
from sqlalchemy.orm import InstrumentedAttribute, Session

from trade.catalogue import queries as catalogue
from trade.catalogue.models import SKU, Category, Product, TalliedSKU
from trade.catalogue.rules import Mark
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.paging import from_cursor
from trade.kernel.prepared import fixed
from trade.stock.selling import AVAILABLE


class Sorting(StrEnum):
    """The orders of a list of goods. ``BEST``: what sells most comes first, among what was searched for."""

    BEST = "best"
    NAME = "name"
    NAME_ZH = "name_zh"
    NEWEST = "newest"
    PRICE = "price"


@dataclass(frozen=True, slots=True)
class Narrowing:
    """What somebody wants to see. ``category`` is a slug; ``in_stock``: as much as can be ordered lies there.

    ``mark``: what bears it now.

    Stock and price are for buyers: a window knows neither.
    """

    search: str = ""
    category: str = ""
    seller_id: UUID | None = None
    in_stock: bool = False
    sorting: Sorting = Sorting.BEST
    mark: Mark | None = None

    @property
    def is_empty(self) -> bool:
        """Whether everything is shown, in whatever order."""
        return not (self.search or self.category or self.seller_id or self.in_stock or self.mark)


EVERYTHING: Final = Narrowing()


class _Order(NamedTuple):
    """The columns of an order, how a cursor holds the first one, and whether it runs downwards."""

    columns: tuple[InstrumentedAttribute[Any], ...]
    kind: type
    falls: bool = False


ORDERS: Final = {
    Sorting.BEST: _Order((Product.rank, Product.id, SKU.id), int),
    Sorting.NAME: _Order((Product.name_key, Product.id, SKU.id), str),
    Sorting.NAME_ZH: _Order((Product.name_zh_key, Product.id, SKU.id), str),
    Sorting.NEWEST: _Order((Product.created_at, Product.id, SKU.id), datetime, falls=True),
}
"""Each as an index on products has it, so that a page costs the same wherever it lies. Prices are in ``cheapest``."""

PRODUCT: Final = 2
"""So many parts of a place say which product stands there; the last one says which of its SKUs."""
PRICE_KINDS: Final = (str, Decimal, UUID)


class Exact(StrEnum):
    """What becomes of goods whose very code or barcode was searched for; they are the first page's first rows."""

    AMONG = "among"
    ONLY = "only"
    WITHOUT = "without"


class Way(StrEnum):
    """How a list comes to what a search finds: by meeting it, near by or wherever, or from all of it."""

    ANY = "any"
    NEAR = "near"
    IN_ALL = "in all"


@dataclass(frozen=True, slots=True)
class Shape:
    """What the text of a list's statement depends on."""

    reach: catalogue.Reach
    category: bool
    seller: bool
    in_stock: bool
    mark: catalogue.Reach
    sorting: Sorting
    after: bool
    limit: int
    exact: Exact = Exact.AMONG
    way: Way = Way.ANY


class Tried(NamedTuple):
    """A list that can be asked for: the shape of its statement, and the values."""

    shape: Shape
    values: dict[str, Any]

    @property
    def is_known(self) -> bool:
        """Whether what is searched for stands in any name or code."""
        return self.shape.reach in {catalogue.Reach.ALL, catalogue.Reach.MANY} or bool(self.values.get("found"))


def tried(session: Session, asked: Narrowing, at: datetime, cursor: str | None, limit: int) -> Tried:
    """Look how far the search reaches, and where the list goes on."""
    sought, after = catalogue.seek(session, asked.search), _place(asked.sorting, cursor)
    marked = catalogue.seek_mark(session, asked.mark, at) if asked.mark else _ANY
    shape = Shape(
        sought.reach, bool(asked.category), asked.seller_id is not None, asked.in_stock, marked.reach,
        asked.sorting, after is not None, limit,
    )  # fmt: skip
    values = {**sought.values, **marked.values, "at": at}
    if asked.category:
        values["category"] = asked.category
    if asked.seller_id is not None:
        values["seller_id"] = asked.seller_id
    return Tried(shape, values | {f"after_{n}": part for n, part in enumerate(after or ())})


def parted(found: Tried, search: str) -> tuple[Tried | None, Tried]:
    """Part a search in the usual order into what it names by its very code or barcode, and the rest.

    The first is what a first page begins with; ``None`` on others, and where everything stands in one order.
    """
    if not (search and found.is_known) or found.shape.sorting is not Sorting.BEST:
        return None, found
    values = found.values | catalogue.named_exactly(search)
    first, rest = (Tried(replace(found.shape, exact=exact), values) for exact in (Exact.ONLY, Exact.WITHOUT))
    return None if found.shape.after else first, rest


def _place(sorting: Sorting, cursor: str | None) -> tuple[Any, ...] | None:
    if sorting is Sorting.PRICE:
        return from_cursor(cursor, *PRICE_KINDS)
    return from_cursor(cursor, ORDERS[sorting].kind, UUID, UUID)


def conditions(shape: Shape, *, in_bulk: bool = False) -> list[ColumnElement[bool]]:
    """What goods must fulfil, apart from the order: see :func:`tried` for the values."""
    in_all = shape.way is Way.IN_ALL
    found = [*(catalogue.found_in_all() if in_all else catalogue.found_by(shape.reach, in_bulk=in_bulk))]
    if shape.way is Way.NEAR:
        found.append(bounded(shape.sorting, "end", PRODUCT, before=True))
    if shape.category:
        found.append(Product.category_id == _SHELF_ID)
    if shape.seller:
        found.append(Product.seller_id == bindparam("seller_id"))
    if shape.in_stock:
        found.append(SKU.moq <= AVAILABLE)
    if shape.exact is not Exact.AMONG:
        found.append(catalogue.EXACTLY if shape.exact is Exact.ONLY else ~catalogue.EXACTLY)
    return [*found, *catalogue.marked_by(shape.mark)]


@cache
def tallied(shape: Shape, *, in_bulk: bool = False) -> tuple[ColumnElement[bool], ...]:
    """What can be said of a list by the one narrow row of each SKU: nothing that is wanted fails it."""
    found = catalogue.found_by(shape.reach, in_bulk=in_bulk, key=_TALLIED.sku_id)
    if shape.category:
        found.append(_TALLIED.category_id == _SHELF_ID)
    if shape.seller:
        found.append(_TALLIED.seller_id == bindparam("seller_id"))
    if shape.in_stock:
        found.append(_TALLIED.in_stock)
    return (_TALLIED.is_shown, *found)


def counted(session: Session, found: Tried) -> Tried:
    """Name what is left one by one where it is a few, as :func:`catalogue.seek` does where a search finds no more."""
    if found.shape.reach is catalogue.Reach.FEW:
        return found
    few = [row[0] for row in prepared.run(session, _few(found.shape), found.values)]
    if len(few) > catalogue.FEW:
        return found
    return Tried(replace(found.shape, reach=catalogue.Reach.FEW), found.values | {"found": few})


@cache
def _few(shape: Shape) -> Select[UUID]:
    return select(TalliedSKU.sku_id).where(*tallied(shape, in_bulk=True)).limit(fixed(catalogue.FEW + 1))


def found_few(shape: Shape) -> list[ColumnElement[bool]]:
    """What was searched for, where it is named SKU by SKU: worth saying as early as possible."""
    return catalogue.found_by(shape.reach) if shape.reach is catalogue.Reach.FEW else []


def later(shape: Shape) -> list[ColumnElement[bool]]:
    """What comes after the place where a page ended."""
    return [bounded(shape.sorting, "after")] if shape.after else []


def bounded(sorting: Sorting, place: str, parts: int = 3, *, before: bool = False) -> ColumnElement[bool]:
    """What stands after a place of an order, or before it; its parts are given as ``after_0``, ``after_1`` …"""
    columns, falls = ORDERS[sorting].columns[:parts], ORDERS[sorting].falls
    here = tuple_(*columns)
    there = tuple_(*(bindparam(f"{place}_{n}", type_=_type_of(column)) for n, column in enumerate(columns)))
    return here < there if falls is not before else here > there


def ordering(sorting: Sorting) -> list[ColumnElement[Any]]:
    """The order itself."""
    order = ORDERS[sorting]
    return [column.desc() if order.falls else column.asc() for column in order.columns]


def written(place: Any) -> str | int:
    """Write the first part of a place into a cursor."""
    return place.isoformat() if isinstance(place, datetime) else place if isinstance(place, int) else str(place)


def searching(asked: Narrowing, search: str) -> Narrowing:
    """The same for another search."""
    return replace(asked, search=search)


def _type_of(column: InstrumentedAttribute[Any]) -> Any:
    return UTCDateTime() if column is Product.created_at else column.type


_TALLIED: Final = TalliedSKU.__table__.c
_ANY: Final = catalogue.Sought(catalogue.Reach.ALL, {})
_SHELF_ID: Final = select(Category.id).where(Category.slug == bindparam("category")).scalar_subquery()
