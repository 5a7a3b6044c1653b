"""Where a seller's goods lie, and what of them grows old."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Organisation, Region
from trade.stock.models import Holding, StockLevel, Warehouse
from trade.stock.rules import sold_until, usable_on


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A part of a country."""

    code: str
    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class WarehouseRow:
    """A warehouse of the seller's. Names of a region are empty where it has none."""

    id: UUID
    name: str
    region_code: str
    region_name: str
    region_name_zh: str
    nearby: tuple[str, ...]
    is_home: bool


@dataclass(frozen=True, slots=True)
class PlaceRow:
    """What lies of a SKU in one place, of one lot. ``is_usable``: long enough to be sold now."""

    warehouse_id: UUID
    warehouse: str
    lot: str
    expires_on: date | None
    on_hand: int
    allocated: int
    is_usable: bool

    @property
    def free(self) -> int:
        """What orders do not own."""
        return self.on_hand - self.allocated


@dataclass(frozen=True, slots=True)
class AgeingRow:
    """A lot of a SKU that dies too early to be sold. ``is_dead``: its last day is over."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    place: PlaceRow
    is_dead: bool


def regions(session: Session) -> list[RegionRow]:
    """All regions of the market, by country."""
    rows = session.execute(select(Region.code, Region.name, Region.name_zh).order_by(Region.country, Region.name))
    return [RegionRow(*row) for row in rows]


def warehouses(session: Session, actor: Actor) -> list[WarehouseRow]:
    """The actor's open warehouses, the home one first."""
    return [_warehouse(row) for row in session.execute(_warehouses(actor))]


def warehouse_row(session: Session, actor: Actor, warehouse_id: UUID) -> WarehouseRow:
    """One of the actor's open warehouses; ``NotFound`` for others."""
    row = session.execute(_warehouses(actor).where(Warehouse.id == warehouse_id)).one_or_none()
    if row is None:
        raise NotFound("warehouse", warehouse_id)
    return _warehouse(row)


def places_of(session: Session, actor: Actor, sku_id: UUID, at: datetime) -> list[PlaceRow]:
    """Where one of the actor's SKUs lies; nothing while it lies in one place without lots."""
    rows = session.execute(
        _places(actor)
        .where(Holding.sku_id == sku_id, Holding.on_hand > 0)
        .order_by(Warehouse.position, Holding.expires_on.nulls_last(), Holding.lot)
    )
    return [_place(row, at) for row in rows]


def ageing_lots(session: Session, actor: Actor, at: datetime) -> Sequence[AgeingRow]:
    """The actor's lots that die too early to be sold, those that died first before the rest."""
    rows = session.execute(
        _places(actor, SKU.code, Product.name, Product.name_zh)
        .join(SKU, SKU.id == Holding.sku_id)
        .join(Product, Product.id == SKU.product_id)
        .where(
            Holding.on_hand > 0,
            ~func.stock_usable(
                Holding.expires_on, func.stock_day(Organisation.time_zone, at, None, StockLevel.shelf_days)
            ),
        )
        .order_by(Holding.expires_on, SKU.code, Holding.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        AgeingRow(
            row.sku_id, row.code, row.name, row.name_zh, _place(row, at),
            not usable_on(row.expires_on, at.astimezone(ZoneInfo(row.time_zone)).date()),
        )
        for row in rows
    ]  # fmt: skip


def _warehouses(actor: Actor) -> Any:
    return (
        select(Warehouse, Region.name, Region.name_zh)
        .outerjoin(Region, Region.code == Warehouse.region_code)
        .where(Warehouse.seller_id == actor.organisation, Warehouse.closed_at.is_(None))
        .order_by(Warehouse.position)
    )


def _warehouse(row: Any) -> WarehouseRow:
    found, name, name_zh = row
    return WarehouseRow(
        found.id, found.name, found.region_code or "", name or "", name_zh or "", tuple(found.nearby), found.is_home
    )


def _places(actor: Actor, *columns: Any) -> Any:
    return (
        select(Holding, Holding.sku_id, Holding.expires_on, Warehouse.name.label("warehouse"), StockLevel.shelf_days,
               Organisation.time_zone, *columns)
        .join(Warehouse, Warehouse.id == Holding.warehouse_id)
        .join(StockLevel, StockLevel.sku_id == Holding.sku_id)
        .join(Organisation, Organisation.id == Holding.seller_id)
        .where(Holding.seller_id == actor.organisation)
        .execution_options(populate_existing=True)
    )  # fmt: skip


def _place(row: Any, at: datetime) -> PlaceRow:
    held: Holding = row[0]
    until = sold_until(at.astimezone(ZoneInfo(row.time_zone)).date(), row.shelf_days)
    return PlaceRow(
        held.warehouse_id, row.warehouse, held.lot, held.expires_on, held.on_hand, held.allocated,
        usable_on(held.expires_on, until),
    )  # fmt: skip
