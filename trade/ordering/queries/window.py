"""What a passer-by sees through the window: names and shelves, and never a price, a ladder or a stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Any, Final
from uuid import UUID

from sqlalchemy import Select, and_, select
from sqlalchemy.orm import Session

from trade.catalogue import queries as catalogue
from trade.catalogue.models import SKU, Product
from trade.catalogue.rules import Mark
from trade.kernel.errors import NotAllowed
from trade.kernel.paging import PAGE_ROWS, to_cursor
from trade.kernel.prepared import fixed
from trade.ordering.offers import AT
from trade.ordering.queries import narrowing
from trade.ordering.queries.narrowing import EVERYTHING, Narrowing, Sorting
from trade.ordering.queries.walking import walked
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState

IS_SHOWN: Final = and_(
    Product.state == "offered", SKU.archived_at.is_(None), Organisation.state == OrganisationState.ADMITTED
)
"""What anybody may see."""


@dataclass(frozen=True, slots=True)
class WindowRow:
    """A product behind the window."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    pack_size: int
    picture: str
    seller_name: str
    product_id: UUID
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Window:
    """A page of products and the cursor of the next one."""

    rows: Sequence[WindowRow]
    next_cursor: str | None


def window(
    session: Session, at: datetime, asked: Narrowing = EVERYTHING, *, cursor: str | None = None, limit: int = PAGE_ROWS
) -> Window:
    """A page of what is offered by admitted sellers. Asks no table that holds a price or a stock.

    ``NotAllowed`` for an order or a filter that would tell of them.
    """
    if asked.sorting is Sorting.PRICE or asked.in_stock:
        raise NotAllowed("browse")
    exact, rest = narrowing.parted(narrowing.tried(session, asked, at, cursor, limit), asked.search)
    named = [_window_row(row) for row in _rows(session, exact)] if exact else []
    rows = _rows(session, rest)
    found = [_window_row(row) for row in rows[:limit]]
    if len(rows) <= limit:
        return Window([*named, *found], None)
    last, place = found[-1], narrowing.written(rows[limit - 1][0])
    return Window([*named, *found], to_cursor((place, str(last.product_id), str(last.sku_id))))


def _rows(session: Session, tried: narrowing.Tried) -> Sequence[Any]:
    return walked(session, tried, _window_statement)


def _window_row(row: Any) -> WindowRow:
    _, *columns, borne = row
    return WindowRow(*(*columns, catalogue.marks_from(frozenset(borne or ()))))


@cache
def _window_statement(shape: narrowing.Shape) -> Select[*tuple[Any, ...]]:
    return (
        select(
            narrowing.ORDERS[shape.sorting].columns[0],
            SKU.id,
            SKU.code,
            catalogue.specified(Product.name),
            catalogue.specified(Product.name_zh),
            SKU.pack_size,
            Product.picture,
            Organisation.name,
            Product.id,
            catalogue.borne(AT),
        )
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(IS_SHOWN, *narrowing.conditions(shape), *narrowing.later(shape))
        .order_by(*narrowing.ordering(shape.sorting))
        .limit(fixed(shape.limit + 1))
    )
