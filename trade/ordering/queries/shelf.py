"""What a buyer can order: the list of products with ladder, stock and what the cart holds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ColumnElement, Integer, and_, func, literal_column, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.rules import like_pattern, search_terms
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
from trade.ordering.models import Cart, CartLine
from trade.ordering.offers import Offer, offer_from, offers_statement
from trade.parties.models import Organisation
from trade.pricing.meter import LadderMeter, meter_of
from trade.pricing.models import PriceList
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
    """A page of products and the cursor of the next one."""

    rows: Sequence[ShelfRow]
    next_cursor: str | None


def categories(session: Session) -> list[CategoryRow]:
    """All shelves, in their order."""
    rows = session.execute(select(Category.slug, Category.name, Category.name_zh).order_by(Category.position))
    return [CategoryRow(*row) for row in rows]


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
    """A page of what is for sale, best sellers first; one statement, whatever is asked."""
    statement = (
        _with_cart(actor, at)
        .where(_is_for_sale(), *matching(search, category))
        .order_by(*RANKING)
        .limit(fixed(limit + 1))
    )
    after = from_cursor(cursor, int, UUID, UUID)
    if after:
        statement = statement.where(tuple_(*RANKING) > after)
    rows = [_shelf_row(row) for row in session.execute(statement)]
    last = rows[limit - 1].offer if len(rows) > limit else None
    return Shelf(rows[:limit], to_cursor((last.rank, str(last.product_id), str(last.sku_id))) if last else None)


def fixed(count: int) -> ColumnElement[int]:
    """Write a number into the statement itself: a prepared plan for any limit would read the whole table first."""
    return literal_column(str(int(count)), Integer)


def matching(search: str, category: str) -> list[ColumnElement[bool]]:
    """Products that contain every word of ``search``, on the shelf ``category`` where one is named."""
    found: list[ColumnElement[bool]] = [Product.search_text.like(like_pattern(term)) for term in search_terms(search)]
    shelf_id = select(Category.id).where(Category.slug == category).scalar_subquery()
    return [*found, Product.category_id == shelf_id] if category else found


def product_sheet(session: Session, actor: Actor, sku_id: UUID, at: datetime) -> ShelfRow:
    """One product as its own page shows it; ``NotFound`` where it is not for sale."""
    statement = _with_cart(actor, at).where(SKU.id == sku_id, _is_for_sale())
    row = session.execute(statement).one_or_none()
    if row is None:
        raise NotFound("sku", sku_id)
    return _shelf_row(row)


def _with_cart(actor: Actor, at: datetime) -> Any:
    in_cart = func.coalesce(CartLine.quantity, 0)
    mine = and_(Cart.buyer_id == actor.organisation_id, Cart.person_id == actor.person_id)
    cart_id = select(Cart.id).where(mine).scalar_subquery()
    return offers_statement(at, in_cart, Category.slug, Category.name, Category.name_zh).outerjoin(
        CartLine, and_(CartLine.sku_id == SKU.id, CartLine.cart_id == cart_id)
    )


def _is_for_sale() -> ColumnElement[bool]:
    return and_(
        Product.state == "offered",
        SKU.archived_at.is_(None),
        Organisation.state == "admitted",
        PriceList.id.is_not(None),
    )


def _next_from(in_cart: int, price: Price) -> NextStep | None:
    """The next step as seen from what the cart holds; from an empty one it takes the whole of that step."""
    step = price.next_step
    return step if in_cart or step is None else replace(step, more=step.quantity)


def _shelf_row(row: Any) -> ShelfRow:
    in_cart, slug, name, name_zh, *columns = row
    offer = offer_from(columns)
    price = offer.price(in_cart or offer.rule.minimum)
    meter = meter_of(price.ladder, in_cart, offer.unit, _next_from(in_cart, price))
    return ShelfRow(offer, in_cart, price, meter, CategoryRow(slug, name, name_zh))
