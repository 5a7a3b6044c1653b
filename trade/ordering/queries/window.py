"""What a passer-by sees through the window: names and shelves, and never a price, a ladder or a stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Select, select
from sqlalchemy.orm import Session

from trade.catalogue import queries as catalogue
from trade.catalogue.models import SKU, Product
from trade.kernel import prepared
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
from trade.ordering.queries.shelf import RANKING, after_values, fixed, match_values, matching
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationState


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
    rank: int
    product_id: UUID


@dataclass(frozen=True, slots=True)
class Window:
    """A page of products and the cursor of the next one."""

    rows: Sequence[WindowRow]
    next_cursor: str | None


def window(
    session: Session, *, search: str = "", category: str = "", cursor: str | None = None, limit: int = PAGE_ROWS
) -> Window:
    """A page of what is offered by admitted sellers, best sellers first. Asks no table that holds a price."""
    sought, after = catalogue.seek(session, search), from_cursor(cursor, int, UUID, UUID)
    statement = _window_statement(sought.reach, category=bool(category), after=bool(after), limit=limit)
    values = {**match_values(sought, category), **after_values(after)}
    rows = [WindowRow(*row) for row in prepared.run(session, statement, values)]
    last = rows[limit - 1] if len(rows) > limit else None
    return Window(rows[:limit], to_cursor((last.rank, str(last.product_id), str(last.sku_id))) if last else None)


@cache
def _window_statement(reach: catalogue.Reach, *, category: bool, after: bool, limit: int) -> Select[*tuple[Any, ...]]:
    return (
        select(
            SKU.id,
            SKU.code,
            catalogue.specified(Product.name),
            catalogue.specified(Product.name_zh),
            SKU.pack_size,
            Product.picture,
            Organisation.name,
            Product.rank,
            Product.id,
        )
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(
            Product.state == "offered",
            SKU.archived_at.is_(None),
            Organisation.state == OrganisationState.ADMITTED,
            *matching(reach, category=category, after=after),
        )
        .order_by(*RANKING)
        .limit(fixed(limit + 1))
    )
