"""What a passer-by sees through the window: names and shelves, and never a price, a ladder or a stock."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from sqlalchemy import select, true, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Category, Product
from trade.catalogue.rules import like_pattern, search_terms
from trade.kernel.paging import PAGE_ROWS, from_cursor, to_cursor
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
    seller_name: str
    rank: int


@dataclass(frozen=True, slots=True)
class Window:
    """A page of products and the cursor of the next one."""

    rows: Sequence[WindowRow]
    next_cursor: str | None


def window(
    session: Session, *, search: str = "", category: str = "", cursor: str | None = None, limit: int = PAGE_ROWS
) -> Window:
    """A page of what is offered by admitted sellers, best sellers first. Asks no table that holds a price."""
    statement = (
        select(SKU.id, SKU.code, Product.name, Product.name_zh, SKU.pack_size, Organisation.name, Product.rank)
        .join(Product, Product.id == SKU.product_id)
        .join(Category, Category.id == Product.category_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(
            Product.state == "offered",
            SKU.archived_at.is_(None),
            Organisation.state == OrganisationState.ADMITTED,
            Category.slug == category if category else true(),
            *(Product.search_text.like(like_pattern(term)) for term in search_terms(search)),
        )
        .order_by(Product.rank, SKU.id)
        .limit(limit + 1)
    )
    after = from_cursor(cursor, int, UUID)
    if after is not None:
        statement = statement.where(tuple_(Product.rank, SKU.id) > after)
    rows = [WindowRow(*row) for row in session.execute(statement)]
    last = rows[limit - 1] if len(rows) > limit else None
    return Window(rows[:limit], to_cursor((last.rank, str(last.sku_id))) if last else None)
