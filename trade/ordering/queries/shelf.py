"""What a buyer can order: the list of products with ladder, stock and what the cart holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache, lru_cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Select, Uuid, and_, any_, bindparam, func, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from trade.catalogue import queries as catalogue
from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.rules import Mark
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, to_cursor
from trade.kernel.prepared import fixed
from trade.ordering.models import CartLine
from trade.ordering.offers import AT, CART_ID, HAS_PRICE, Offer, offer_from, offers_statement, whose
from trade.ordering.queries import narrowing
from trade.ordering.queries.cheapest import cheapest
from trade.ordering.queries.narrowing import EVERYTHING, Narrowing, Sorting
from trade.ordering.queries.picking import picked
from trade.parties.models import Organisation
from trade.pricing.meter import LadderMeter, meter_of_price
from trade.pricing.rules import NextStep, Price


@dataclass(frozen=True, slots=True)
class CategoryRow:
    """A shelf of the market."""

    slug: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class ShelfRow:
    """A product as a buyer's list shows it. ``price`` is for what the cart holds, else the MOQ."""

    offer: Offer
    in_cart: int
    price: Price
    meter: LadderMeter
    category: CategoryRow
    marks: tuple[Mark, ...] = ()

    def __hash__(self) -> int:
        """Hash what tells rows apart; two dozen of them are looked up for each page, and all of a row is a hundred values."""
        return hash((self.offer.sku_id, self.offer.available, self.in_cart, self.price.amount.minor))

    @property
    def is_short(self) -> bool:
        """Whether less is available than the cart holds, or than can be ordered at all."""
        return self.offer.available < (self.in_cart or self.offer.rule.minimum)


@dataclass(frozen=True, slots=True)
class Shelf:
    """A page of products and the cursor of the next one.

    ``instead`` is what was searched for where nothing was found by what was typed.
    """

    rows: Sequence[ShelfRow]
    next_cursor: str | None
    instead: str = ""


_CATEGORIES: Final = select(Category.slug, Category.name, Category.name_zh).order_by(Category.position)


def categories(session: Session) -> list[CategoryRow]:
    """All shelves, in their order."""
    return [CategoryRow(*row) for row in prepared.run(session, _CATEGORIES)]


def shelf(
    session: Session,
    actor: Actor,
    at: datetime,
    asked: Narrowing = EVERYTHING,
    *,
    cursor: str | None = None,
    limit: int = PAGE_ROWS,
) -> Shelf:
    """A page of what is for sale; one statement, and one more that tries what is searched for."""
    found, is_known = _page(session, actor, at, asked, cursor, limit)
    instead = "" if is_known or cursor else catalogue.meant(session, asked.search)
    if not instead:
        return found
    likely, _ = _page(session, actor, at, narrowing.searching(asked, instead), None, limit)
    return replace(likely, instead=instead) if likely.rows else found


def _page(
    session: Session, actor: Actor, at: datetime, asked: Narrowing, cursor: str | None, limit: int
) -> tuple[Shelf, bool]:
    """A page, and whether the words searched for stand anywhere at all, whatever else it is narrowed down by."""
    tried = narrowing.tried(session, asked, at, cursor, limit)
    if asked.sorting is Sorting.PRICE:
        cheap = cheapest(session, actor, at, tried)
        found = Shelf(_these(session, actor, at, cheap.sku_ids), cheap.next_cursor)
    else:
        keys_first = bool(asked.search or asked.mark)
        exact, rest = narrowing.parted(tried, asked.search)
        found = (_searched(session, actor, at, rest) if keys_first else None) or _read(session, actor, at, rest)
        if exact:
            named = _these(session, actor, at, [key.sku_id for key in picked(session, exact)])
            found = replace(found, rows=[*named, *found.rows])
    return found, bool(found.rows) or tried.is_known


def _searched(session: Session, actor: Actor, at: datetime, tried: narrowing.Tried) -> Shelf | None:
    """What a search found: few of many, so prices are asked for these alone. ``None`` where one of them has none."""
    keys = picked(session, tried)
    rows = _these(session, actor, at, [key.sku_id for key in keys])
    return _cut(rows, [key.place for key in keys], tried.shape.limit) if len(rows) == len(keys) else None


def _read(session: Session, actor: Actor, at: datetime, tried: narrowing.Tried) -> Shelf:
    rows = prepared.run(session, _shelf_statement(tried.shape), whose(actor, at) | tried.values).all()
    return _cut([_shelf_row(row[1:]) for row in rows], [row[0] for row in rows], tried.shape.limit)


def _cut(rows: Sequence[ShelfRow], places: Sequence[Any], limit: int) -> Shelf:
    """Cut a page from rows of which one more was read; each stands at its place."""
    if len(rows) <= limit:
        return Shelf(rows, None)
    last, place = rows[limit - 1].offer, narrowing.written(places[limit - 1])
    return Shelf(rows[:limit], to_cursor((place, str(last.product_id), str(last.sku_id))))


def _these(session: Session, actor: Actor, at: datetime, sku_ids: Sequence[UUID]) -> Sequence[ShelfRow]:
    """What is for sale of these, in their order."""
    if not sku_ids:
        return []
    rows = prepared.run(session, _THESE, whose(actor, at) | {"sku_ids": list(sku_ids)})
    found = {row.offer.sku_id: row for row in map(_shelf_row, rows)}
    return [found[key] for key in sku_ids if key in found]


def product_sheet(session: Session, actor: Actor, sku_id: UUID, at: datetime) -> ShelfRow:
    """One product as its own page shows it; ``NotFound`` where it is not for sale."""
    row = prepared.run(session, _SHEET, {**whose(actor, at), "sku_id": sku_id}).one_or_none()
    if row is None:
        raise NotFound("sku", sku_id)
    return _shelf_row(row)


def family(session: Session, actor: Actor, row: ShelfRow, at: datetime) -> Sequence[ShelfRow]:
    """The other specifications of a product, in the order in which its seller added them."""
    values = {**whose(actor, at), "product_id": row.offer.product_id}
    found = [_shelf_row(each) for each in prepared.run(session, _FAMILY, values)]
    return [each for each in found if each.offer.sku_id != row.offer.sku_id]


def _with_cart(*columns: ColumnElement[Any] | InstrumentedAttribute[Any]) -> Select[Any]:
    in_cart = func.coalesce(CartLine.quantity, 0)
    shown = (in_cart, Category.slug, Category.name, Category.name_zh, catalogue.borne(AT))
    return offers_statement(*columns, *shown).outerjoin(
        CartLine, and_(CartLine.sku_id == SKU.id, CartLine.cart_id == CART_ID)
    )


@cache
def _shelf_statement(shape: narrowing.Shape) -> Select[Any]:
    wanted = (*narrowing.conditions(shape), *narrowing.later(shape))
    found = _with_cart(narrowing.ORDERS[shape.sorting].columns[0]).where(_is_for_sale(), *wanted)
    return found.order_by(*narrowing.ordering(shape.sorting)).limit(fixed(shape.limit + 1))


def _is_for_sale() -> ColumnElement[bool]:
    return and_(
        Product.state == "offered",
        SKU.archived_at.is_(None),
        Organisation.state == "admitted",
        HAS_PRICE,
    )


_FAMILY: Final = _with_cart().where(Product.id == bindparam("product_id"), _is_for_sale()).order_by(SKU.id)
_SHEET: Final = _with_cart().where(SKU.id == bindparam("sku_id"), _is_for_sale())
_THESE: Final = _with_cart().where(SKU.id == any_(bindparam("sku_ids", type_=ARRAY(Uuid()))), _is_for_sale())


def _next_from(in_cart: int, price: Price) -> NextStep | None:
    """The next step as seen from what the cart holds; from an empty one it takes the whole of that step."""
    step = price.next_step
    return step if in_cart or step is None else replace(step, more=step.quantity)


def _shelf_row(row: Any) -> ShelfRow:
    in_cart, slug, name, name_zh, borne, *columns = row
    return _read_once(in_cart, CategoryRow(slug, name, name_zh), frozenset(borne or ()), *columns)


@lru_cache(maxsize=2048)
def _read_once(in_cart: int, category: CategoryRow, borne: frozenset[str], *columns: Any) -> ShelfRow:
    """Read, price and measure a row once: to almost everybody it says the same."""
    offer = offer_from(columns)
    price = offer.price(in_cart or offer.rule.minimum)
    meter = meter_of_price(price, price.counted if in_cart else 0, offer.unit, _next_from(in_cart, price))
    return ShelfRow(offer, in_cart, price, meter, category, catalogue.marks_from(borne))
