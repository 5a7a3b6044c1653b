"""Stock levels and their history."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, and_, case, exists, func, select, tuple_
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import matching
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.stock.models import Holding, StockLevel, StockMove, Warehouse
from trade.stock.rules import in_cartons
from trade.stock.selling import AVAILABLE, PACKS_ON_HAND


@dataclass(frozen=True, slots=True)
class LevelRow:
    """What lies there, what is spoken for, what can be sold."""

    on_hand: int
    allocated: int
    reserved: int
    unusable: int = 0

    @property
    def available(self) -> int:
        """What can still be sold."""
        return self.on_hand - self.allocated - self.reserved - self.unusable


@dataclass(frozen=True, slots=True)
class MoveRow:
    """One change of what lies there."""

    at: datetime
    kind: str
    change: int
    reason: str
    person_id: UUID | None
    shipment_id: UUID | None = None
    warehouse_id: UUID | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True)
class StockRow:
    """A SKU of the seller's on the shelf. ``changed_at`` is empty where it was never counted."""

    sku_id: UUID
    product_id: UUID
    code: str
    name: str
    name_zh: str
    state: str
    unit: str
    moq: int
    level: LevelRow
    changed_at: datetime | None
    is_split: bool = False
    shelf_days: int = 0
    pack_size: int = 1

    @property
    def cartons(self) -> tuple[int, int]:
        """What lies there in whole cartons, and the units beside them."""
        return in_cartons(self.level.on_hand, self.pack_size)

    @property
    def is_low(self) -> bool:
        """Whether it is offered, but less is left than the smallest order."""
        return self.state == "offered" and self.level.available < self.moq


NOTHING = LevelRow(0, 0, 0)


def levels(session: Session, sku_ids: Collection[UUID]) -> dict[UUID, LevelRow]:
    """The levels of these SKUs; nothing where no stock was ever counted. Of a pack, what its parts are good for."""
    on_hand = case((SKU.is_pack, PACKS_ON_HAND), else_=StockLevel.on_hand)
    allocated = case((SKU.is_pack, PACKS_ON_HAND - AVAILABLE), else_=StockLevel.allocated)
    rows = session.execute(
        select(SKU.id, on_hand, allocated, StockLevel.reserved, StockLevel.unusable)
        .outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.id.in_(sku_ids))
    )
    found = {sku_id: LevelRow(*(units or 0 for units in row)) for sku_id, *row in rows}
    return {sku_id: found.get(sku_id, NOTHING) for sku_id in sku_ids}


def moves(session: Session, actor: Actor, sku_id: UUID) -> Sequence[MoveRow]:
    """The newest changes of one of the actor's SKUs."""
    return move_history(session, actor, sku_id).rows


def move_history(session: Session, actor: Actor, sku_id: UUID, *, cursor: str | None = None) -> Page[MoveRow]:
    """A page of the changes of one of the actor's SKUs, newest first."""
    statement = (
        select(StockMove)
        .where(StockMove.sku_id == sku_id, StockMove.seller_id == actor.organisation)
        .order_by(StockMove.number.desc())
        .limit(PAGE_ROWS_MAX + 1)
    )
    after = from_cursor(cursor, int)
    if after:
        statement = statement.where(StockMove.number < after[0])
    rows = session.scalars(statement).all()
    page = page_of(rows, PAGE_ROWS_MAX, lambda row: (row.number,))
    return Page(
        [
            MoveRow(row.at, row.kind, row.change, row.reason, row.person_id, row.shipment_id, row.warehouse_id, row.lot)
            for row in page.rows
        ],
        page.next_cursor,
    )


def shelf_rows(
    session: Session,
    actor: Actor,
    *,
    search: str = "",
    low: bool = False,
    sku_id: UUID | None = None,
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[StockRow]:
    """A page of the actor's SKUs with what lies there, by code; only the ``low`` ones where asked."""
    statement = _with_levels(actor).order_by(SKU.code, SKU.id).limit(limit + 1)
    statement = statement.where(*matching(session, search))
    if low:
        statement = statement.where(_is_low())
    if sku_id is not None:
        statement = statement.where(SKU.id == sku_id)
    after = from_cursor(cursor, str, UUID)
    if after:
        statement = statement.where(tuple_(SKU.code, SKU.id) > after)
    rows = [_stock_row(row) for row in session.execute(statement)]
    return page_of(rows, limit, lambda row: (row.code, str(row.sku_id)))


def shelf_row(session: Session, actor: Actor, sku_id: UUID) -> StockRow:
    """One of the actor's SKUs with what lies there; ``NotFound`` for a stranger's."""
    rows = shelf_rows(session, actor, sku_id=sku_id).rows
    if not rows:
        raise NotFound("sku", sku_id)
    return rows[0]


def low_count(session: Session, actor: Actor) -> int:
    """How many of the actor's offered SKUs have less left than their smallest order."""
    counted = _with_levels(actor).where(_is_low()).with_only_columns(func.count())
    return session.scalar(counted) or 0


@dataclass(frozen=True, slots=True)
class ShelfSummary:
    """How many offered SKUs run out, and whether there is more than one place, and goods that expire."""

    low: int
    several: bool
    lots: bool


def shelf_summary(session: Session, actor: Actor) -> ShelfSummary:
    """What the head of the actor's stock list says, in one statement."""
    own = actor.organisation
    houses = select(func.count()).where(Warehouse.seller_id == own, Warehouse.closed_at.is_(None)).scalar_subquery()
    lots = exists().where(Holding.seller_id == own, Holding.expires_on.is_not(None))
    low, several, kept = session.execute(
        select(_with_levels(actor).where(_is_low()).with_only_columns(func.count()).scalar_subquery(), houses > 1, lots)
    ).one()
    return ShelfSummary(low, several, kept)


def _with_levels(actor: Actor) -> Any:
    return (
        select(
            SKU.id, SKU.product_id, SKU.code, Product.name, Product.name_zh, Product.state, SKU.unit, SKU.moq, SKU.pack_size,
            StockLevel.on_hand, StockLevel.allocated, StockLevel.reserved, StockLevel.unusable, StockLevel.is_split,
            StockLevel.shelf_days, StockLevel.changed_at,
        )
        .join(Product, Product.id == SKU.product_id)
        .outerjoin(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.seller_id == actor.organisation, SKU.archived_at.is_(None), ~SKU.is_pack)
    )  # fmt: skip


def _is_low() -> ColumnElement[bool]:
    available = func.coalesce(StockLevel.available, 0)
    return and_(Product.state == "offered", available < SKU.moq)


def _stock_row(row: Any) -> StockRow:
    return StockRow(
        sku_id=row.id,
        product_id=row.product_id,
        code=row.code,
        name=row.name,
        name_zh=row.name_zh,
        state=row.state,
        unit=row.unit,
        moq=row.moq,
        level=LevelRow(row.on_hand or 0, row.allocated or 0, row.reserved or 0, row.unusable or 0),
        changed_at=row.changed_at,
        is_split=bool(row.is_split),
        shelf_days=row.shelf_days or 0,
        pack_size=row.pack_size,
    )
