"""Stock takes: the blind sheet, and what differs."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zlib import crc32

from sqlalchemy import and_, func, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import matching
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.stock.models import Holding, StockTake, StockTakeLine, Warehouse


@dataclass(frozen=True, slots=True)
class TakeRow:
    """A stock take in a list."""

    id: UUID
    reference: str
    state: str
    warehouse_id: UUID
    warehouse: str
    begun_at: datetime
    ended_at: datetime | None
    counted: int
    differences: int


@dataclass(frozen=True, slots=True)
class SheetRow:
    """A SKU's lot to count. What the books say is not on it: the sheet is blind. ``counted`` is empty until then."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    lot: str
    expires_on: date | None
    counted: int | None

    @property
    def key(self) -> str:
        """A word for SKU and lot that fits into an address and an id."""
        return f"{self.sku_id.hex}-{crc32(self.lot.encode()):x}"


@dataclass(frozen=True, slots=True)
class Difference:
    """A SKU's lot of which another number was counted than the books said."""

    row: SheetRow
    booked: int

    @property
    def change(self) -> int:
        """How many more (or, negative, fewer) there are."""
        return (self.row.counted or 0) - self.booked


def takes(session: Session, actor: Actor, *, cursor: str | None = None) -> Page[TakeRow]:
    """A page of the actor's stock takes, newest first."""
    statement = _takes(actor).order_by(StockTake.begun_at.desc(), StockTake.id.desc()).limit(PAGE_ROWS_MAX + 1)
    after = from_cursor(cursor, datetime, UUID)
    if after:
        statement = statement.where(tuple_(StockTake.begun_at, StockTake.id) < after)
    rows = [TakeRow(*row) for row in session.execute(statement)]
    return page_of(rows, PAGE_ROWS_MAX, lambda row: (row.begun_at.isoformat(), str(row.id)))


def take_detail(session: Session, actor: Actor, take_id: UUID) -> TakeRow:
    """One of the actor's stock takes; ``NotFound`` for a stranger's."""
    row = session.execute(_takes(actor).where(StockTake.id == take_id)).one_or_none()
    if row is None:
        raise NotFound("stock_take", take_id)
    return TakeRow(*row)


def sheet_page(
    session: Session,
    actor: Actor,
    take: TakeRow,
    *,
    search: str = "",
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[SheetRow]:
    """A page of the blind sheet: all SKUs, and each lot that lies in the warehouse, by code."""
    statement = _sheet(actor, take).order_by(SKU.code, SKU.id, _lot()).limit(limit + 1)
    statement = statement.where(*matching(session, search))
    after = from_cursor(cursor, str, UUID, str)
    if after:
        statement = statement.where(tuple_(SKU.code, SKU.id, _lot()) > after)
    rows = [SheetRow(*row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.code, str(row.sku_id), row.lot))


def sheet_row(session: Session, actor: Actor, take: TakeRow, sku_id: UUID, lot: str) -> SheetRow:
    """One row of the sheet; ``NotFound`` for a stranger's SKU."""
    row = session.execute(_sheet(actor, take).where(SKU.id == sku_id, _lot() == lot)).one_or_none()
    if row is None:
        raise NotFound("sku", sku_id)
    return SheetRow(*row)


def take_differences(session: Session, take: TakeRow) -> Sequence[Difference]:
    """What was counted otherwise than the books said, by code."""
    rows = session.execute(
        select(
            SKU.id, SKU.code, Product.name, Product.name_zh, SKU.unit, StockTakeLine.lot, StockTakeLine.expires_on,
            StockTakeLine.counted, StockTakeLine.booked,
        )
        .join(SKU, SKU.id == StockTakeLine.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(StockTakeLine.take_id == take.id, StockTakeLine.counted != StockTakeLine.booked)
        .order_by(SKU.code, SKU.id, StockTakeLine.lot)
    )  # fmt: skip
    return [Difference(SheetRow(*row[:-1]), row[-1]) for row in rows]


def _takes(actor: Actor) -> Any:
    of_take = StockTakeLine.take_id == StockTake.id
    return (
        select(
            StockTake.id, StockTake.reference, StockTake.state, StockTake.warehouse_id, Warehouse.name,
            StockTake.begun_at, StockTake.ended_at,
            select(func.count()).where(of_take).scalar_subquery(),
            select(func.count()).where(of_take, StockTakeLine.counted != StockTakeLine.booked).scalar_subquery(),
        )
        .join(Warehouse, Warehouse.id == StockTake.warehouse_id)
        .where(StockTake.seller_id == actor.organisation)
    )  # fmt: skip


def _lot() -> Any:
    return func.coalesce(Holding.lot, "")


def _sheet(actor: Actor, take: TakeRow) -> Any:
    here = and_(Holding.sku_id == SKU.id, Holding.warehouse_id == take.warehouse_id, Holding.on_hand > 0)
    counted = and_(StockTakeLine.take_id == take.id, StockTakeLine.sku_id == SKU.id, StockTakeLine.lot == _lot())
    return (
        select(
            SKU.id, SKU.code, Product.name, Product.name_zh, SKU.unit, _lot(), Holding.expires_on, StockTakeLine.counted
        )
        .join(Product, Product.id == SKU.product_id)
        .outerjoin(Holding, here)
        .outerjoin(StockTakeLine, counted)
        .where(SKU.seller_id == actor.organisation, SKU.archived_at.is_(None), ~SKU.is_pack)
    )
