"""What a buyer can order: the list of products with ladder, stock and what the cart holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, Select, and_, bindparam, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue import queries as catalogue
from trade.catalogue.models import SKU, Category, Product
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
from trade.ordering.models import CartLine
from trade.ordering.offers import CART_ID, HAS_PRICE, Offer, offer_from, offers_statement, whose
from trade.parties.models import Organisation
from trade.pricing.meter import LadderMeter, meter_of
from trade.pricing.rules import NextStep, Price

RANKING: Final = (Product.rank, Product.id, SKU.id)
"""Best sellers first, as the index on products has them: a page then costs the same wherever it lies."""


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
    *,
    search: str = "",
    category: str = "",
    cursor: str | None = None,
    limit: int = PAGE_ROWS,
) -> Shelf:
    """A page of what is for sale, best sellers first; one statement, and one more that tries what is searched for."""
    found = _page(session, actor, at, search, category, cursor, limit)
    instead = catalogue.meant(session, search) if search and not found.rows and not cursor else ""
    likely = _page(session, actor, at, instead, category, None, limit) if instead else found
    return replace(likely, instead=instead) if likely.rows and instead else found


def _page(
    session: Session, actor: Actor, at: datetime, search: str, category: str, cursor: str | None, limit: int
) -> Shelf:
    sought, after = catalogue.seek(session, search), from_cursor(cursor, int, UUID, UUID)
    statement = _shelf_statement(sought.reach, category=bool(category), after=bool(after), limit=limit)
    values = {**whose(actor, at), **match_values(sought, category), **after_values(after)}
    rows = [_shelf_row(row) for row in prepared.run(session, statement, values)]
    last = rows[limit - 1].offer if len(rows) > limit else None
    return Shelf(rows[:limit], to_cursor((last.rank, str(last.product_id), str(last.sku_id))) if last else None)


def fixed(count: int) -> ColumnElement[int]:
    """Write a number into the statement itself: a prepared plan for any limit would read the whole table first."""
    return literal_column(str(int(count)), Integer)


def matching(reach: catalogue.Reach, *, category: bool, after: bool) -> list[ColumnElement[bool]]:
    """What a search found, on the shelf of one category, after a place in the list: see the values below."""
    found = [*catalogue.found_by(reach)]
    if category:
        found.append(Product.category_id == _SHELF_ID)
    if after:
        found.append(tuple_(*RANKING) > tuple_(*_AFTER))
    return found


_SHELF_ID: Final = select(Category.id).where(Category.slug == bindparam("category")).scalar_subquery()
_AFTER: Final = tuple(bindparam(f"after_{n}", type_=column.type) for n, column in enumerate(RANKING))


def match_values(sought: catalogue.Sought, category: str) -> dict[str, Any]:
    """What :func:`matching` looks for."""
    return sought.values | {"category": category} if category else sought.values


def after_values(after: tuple[Any, ...] | None) -> dict[str, Any]:
    """Where :func:`matching` goes on."""
    return {f"after_{n}": part for n, part in enumerate(after or ())}


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


def _with_cart() -> Select[Any]:
    in_cart = func.coalesce(CartLine.quantity, 0)
    return offers_statement(in_cart, Category.slug, Category.name, Category.name_zh).outerjoin(
        CartLine, and_(CartLine.sku_id == SKU.id, CartLine.cart_id == CART_ID)
    )


@cache
def _shelf_statement(reach: catalogue.Reach, *, category: bool, after: bool, limit: int) -> Select[Any]:
    conditions = matching(reach, category=category, after=after)
    return _with_cart().where(_is_for_sale(), *conditions).order_by(*RANKING).limit(fixed(limit + 1))


def _is_for_sale() -> ColumnElement[bool]:
    return and_(
        Product.state == "offered",
        SKU.archived_at.is_(None),
        Organisation.state == "admitted",
        HAS_PRICE,
    )


_FAMILY: Final = _with_cart().where(Product.id == bindparam("product_id"), _is_for_sale()).order_by(SKU.id)
_SHEET: Final = _with_cart().where(SKU.id == bindparam("sku_id"), _is_for_sale())


def _next_from(in_cart: int, price: Price) -> NextStep | None:
    """The next step as seen from what the cart holds; from an empty one it takes the whole of that step."""
    step = price.next_step
    return step if in_cart or step is None else replace(step, more=step.quantity)


def _shelf_row(row: Any) -> ShelfRow:
    in_cart, slug, name, name_zh, *columns = row
    offer = offer_from(columns)
    price = offer.price(in_cart or offer.rule.minimum)
    meter = meter_of(price.ladder, price.counted if in_cart else 0, offer.unit, _next_from(in_cart, price))
    return ShelfRow(offer, in_cart, price, meter, CategoryRow(slug, name, name_zh))


SELLER_ROWS: Final = 60
"""So many goods of one seller are shown to somebody who looks for a little more to order there."""

_OF_SELLER: Final = (
    _with_cart()
    .where(SKU.seller_id == bindparam("seller_id"), _is_for_sale())
    .order_by(*RANKING)
    .limit(fixed(SELLER_ROWS))
)


def seller_shelf(session: Session, actor: Actor, seller_id: UUID, at: datetime) -> Sequence[ShelfRow]:
    """One seller's best-selling goods; ``NotFound`` where it offers none."""
    rows = prepared.run(session, _OF_SELLER, {**whose(actor, at), "seller_id": seller_id})
    found = [_shelf_row(row) for row in rows]
    if not found:
        raise NotFound("seller", seller_id)
    return found
