"""From where the lines of an order are served: for the packing slip."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, ColumnElement, Date, String, Uuid, and_, bindparam, func, select, text
from sqlalchemy.orm import InstrumentedAttribute, Session

from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime
from trade.stock.models import Allocation, Holding, StockLevel, StockMove, Warehouse
from trade.stock.rules import DeadUnits


@dataclass(frozen=True, slots=True)
class Pick:
    """So many units of a SKU to take from a place; a dead pick stays there, since it will not keep until it arrives."""

    sku_id: UUID
    warehouse: str
    lot: str
    expires_on: date | None
    quantity: int
    is_dead: bool = False


_PICKS: Final = text("""
    WITH plan AS (SELECT * FROM stock_replacements(:lines, :region, :at, :delivered_on)),
    picks AS (
      SELECT a.line_id, a.holding_id, a.quantity, false AS is_dead FROM stock_allocations a
       WHERE a.line_id = ANY (:lines) AND a.seller_id = :seller AND a.quantity > 0
      UNION ALL SELECT p.line, p.from_holding, -p.quantity, false FROM plan p
      UNION ALL SELECT p.line, coalesce(p.to_holding, p.from_holding), p.quantity, p.to_holding IS NULL FROM plan p)
    SELECT p.line_id, h.sku_id, w.name, h.lot, h.expires_on, sum(p.quantity)::integer AS quantity, p.is_dead
      FROM picks p JOIN stock_holdings h ON h.id = p.holding_id JOIN warehouses w ON w.id = h.warehouse_id
     WHERE h.seller_id = :seller
     GROUP BY p.line_id, h.sku_id, w.name, w.position, h.lot, h.expires_on, p.is_dead HAVING sum(p.quantity) > 0
     ORDER BY p.is_dead, w.position, h.expires_on NULLS LAST, h.lot
""").bindparams(
    bindparam("lines", type_=ARRAY(Uuid())),
    bindparam("region", type_=String),
    bindparam("at", type_=UTCDateTime()),
    bindparam("delivered_on", type_=Date),
    bindparam("seller", type_=Uuid()),
)


_LEFT: Final = text("""
    SELECT p.line, p.sku, h.lot, h.expires_on, sum(p.quantity)::integer
      FROM stock_replacements(:lines, :region, :at, :delivered_on) p JOIN stock_holdings h ON h.id = p.from_holding
     WHERE p.to_holding IS NULL GROUP BY p.line, p.sku, h.lot, h.expires_on
""").bindparams(
    bindparam("lines", type_=ARRAY(Uuid())),
    bindparam("region", type_=String),
    bindparam("at", type_=UTCDateTime()),
    bindparam("delivered_on", type_=Date),
)


def irreplaceable(
    session: Session,
    line_ids: Collection[UUID],
    at: datetime,
    *,
    region: str | None = None,
    delivered_on: date | None = None,
) -> dict[UUID, list[DeadUnits]]:
    """What would be left without goods of these order lines if they left at ``at``: the same as ``replace_dead``, only read."""
    values = {"lines": list(line_ids), "region": region, "at": at, "delivered_on": delivered_on}
    found: dict[UUID, list[DeadUnits]] = {}
    for line_id, *dead in session.execute(_LEFT, values):
        found.setdefault(line_id, []).append(DeadUnits(*dead))
    return found


def dies_too_early(
    time_zone: ColumnElement[str] | InstrumentedAttribute[str],
    at: datetime,
    delivered_on: ColumnElement[date | None] | InstrumentedAttribute[date | None],
) -> ColumnElement[bool]:
    """The condition on an :class:`Allocation` that its lot will be dead when it arrives, were it to leave at ``at``."""
    day = func.stock_day(time_zone, at, delivered_on, StockLevel.shelf_days)
    lot = select(Holding.id).join(StockLevel, StockLevel.sku_id == Holding.sku_id).where(
        Holding.id == Allocation.holding_id, Holding.expires_on.is_not(None), ~func.stock_usable(Holding.expires_on, day)
    )  # fmt: skip
    return and_(Allocation.quantity > 0, lot.correlate_except(Holding, StockLevel).exists())


def picks_of_lines(
    session: Session,
    actor: Actor,
    line_ids: Collection[UUID],
    at: datetime,
    *,
    region: str | None = None,
    delivered_on: date | None = None,
) -> dict[UUID, list[Pick]]:
    """From where what is still to leave of these order lines is taken, if it leaves at ``at``.

    Lots that would be dead when they arrive are replaced as shipping replaces them; what nothing can replace is a dead
    pick. Nothing is answered for goods that lie in one place.
    """
    values = {"lines": list(line_ids), "region": region, "at": at, "delivered_on": delivered_on}
    found: dict[UUID, list[Pick]] = {}
    for line_id, *pick in session.execute(_PICKS, {**values, "seller": actor.organisation}):
        found.setdefault(line_id, []).append(Pick(*pick))
    return found


def picks_of_shipment(
    session: Session, actor: Actor, shipment_id: UUID, sku_ids: Collection[UUID]
) -> dict[UUID, list[Pick]]:
    """From where the goods of a shipment were taken, by SKU; nothing for goods that lay in one place.

    ``sku_ids`` are those of the order, for packs those of their parts: moves are found by SKU.
    """
    rows = session.execute(
        select(StockMove.sku_id, Warehouse.name, StockMove.lot, Holding.expires_on, -func.sum(StockMove.change))
        .join(Warehouse, Warehouse.id == StockMove.warehouse_id)
        .outerjoin(
            Holding,
            (Holding.sku_id == StockMove.sku_id)
            & (Holding.warehouse_id == StockMove.warehouse_id)
            & (Holding.lot == StockMove.lot),
        )
        .where(
            StockMove.shipment_id == shipment_id,
            StockMove.sku_id.in_(sku_ids),
            StockMove.seller_id == actor.organisation,
        )
        .group_by(StockMove.sku_id, Warehouse.name, Warehouse.position, StockMove.lot, Holding.expires_on)
        .order_by(Warehouse.position, Holding.expires_on.nulls_last(), StockMove.lot)
    )
    found: dict[UUID, list[Pick]] = {}
    for sku_id, warehouse, lot, expires_on, quantity in rows:
        found.setdefault(sku_id, []).append(Pick(sku_id, warehouse, lot, expires_on, int(quantity)))
    return found
