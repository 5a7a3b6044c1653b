"""Counts going out to other systems, and what counts that come in would change."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, String, Uuid, any_, bindparam, func, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.stock.models import StockLevel, Warehouse
from trade.stock.rules import Count
from trade.stock.syncing import Planned, plan

CountPreview = Planned


@dataclass(frozen=True, slots=True)
class CountOut:
    """What another system is told of a SKU, in base units. ``available`` leaves out what unshipped orders own."""

    sku_id: UUID
    code: str
    on_hand: int
    unshipped: int
    reserved: int
    available: int


def counts_out(
    session: Session, actor: Actor, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX
) -> Page[CountOut]:
    """A page of the actor's counts, by code."""
    available: Any = StockLevel.available
    statement = (
        select(
            SKU.id, SKU.code, func.coalesce(StockLevel.on_hand, 0), func.coalesce(StockLevel.allocated, 0),
            func.coalesce(StockLevel.reserved, 0), func.coalesce(available, 0),
        )
        .outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.seller_id == actor.organisation, SKU.archived_at.is_(None))
        .order_by(SKU.code, SKU.id)
        .limit(limit + 1)
    )  # fmt: skip
    after = from_cursor(cursor, str, UUID)
    if after:
        statement = statement.where(tuple_(SKU.code, SKU.id) > after)
    rows = [CountOut(*row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.code, str(row.sku_id)))


def preview_counts(session: Session, actor: Actor, source: str, counts: Sequence[Count]) -> list[CountPreview]:
    """What these counts of the actor's own SKUs would change if they were taken in now."""
    return plan(session, actor.organisation, source, counts)


@dataclass(frozen=True, slots=True)
class NamedSKU:
    """A SKU of the actor's by its code."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str


_BY_CODE: Final = (
    select(SKU.id, SKU.code, Product.name, Product.name_zh)
    .join(Product, Product.id == SKU.product_id)
    .where(
        SKU.seller_id == bindparam("seller_id", type_=Uuid()),
        SKU.archived_at.is_(None),
        ~SKU.is_pack,
        func.lower(SKU.code) == any_(bindparam("codes", type_=ARRAY(String))),
    )
)


def skus_by_code(session: Session, actor: Actor, codes: Sequence[str]) -> dict[str, NamedSKU]:
    """The actor's SKUs with these codes, by the code in capitals."""
    asked = {"seller_id": actor.organisation, "codes": list({code.lower() for code in codes})}
    return {row.code.upper(): NamedSKU(*row) for row in prepared.run(session, _BY_CODE, asked)}


def warehouses_by_name(session: Session, actor: Actor) -> dict[str, UUID]:
    """The actor's open warehouses by name, in small letters."""
    rows = session.execute(
        select(Warehouse.name, Warehouse.id).where(
            Warehouse.seller_id == actor.organisation, Warehouse.closed_at.is_(None)
        )
    )
    return {name.casefold(): warehouse_id for name, warehouse_id in rows}
