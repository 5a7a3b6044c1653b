"""From where the lines of an order are served: for the packing slip."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.stock.models import Allocation, Holding, StockMove, Warehouse


@dataclass(frozen=True, slots=True)
class Pick:
    """So many units to take from a place."""

    warehouse: str
    lot: str
    expires_on: date | None
    quantity: int


def picks_of_lines(session: Session, actor: Actor, line_ids: Collection[UUID]) -> dict[UUID, list[Pick]]:
    """From where what is still to leave of these order lines is taken; nothing for goods that lie in one place."""
    rows = session.execute(
        select(Allocation.line_id, Warehouse.name, Holding.lot, Holding.expires_on, Allocation.quantity)
        .join(Holding, Holding.id == Allocation.holding_id)
        .join(Warehouse, Warehouse.id == Holding.warehouse_id)
        .where(Allocation.line_id.in_(line_ids), Allocation.quantity > 0, Allocation.seller_id == actor.organisation)
        .order_by(Warehouse.position, Holding.expires_on.nulls_last(), Holding.lot)
    )
    found: dict[UUID, list[Pick]] = {}
    for line_id, warehouse, lot, expires_on, quantity in rows:
        found.setdefault(line_id, []).append(Pick(warehouse, lot, expires_on, quantity))
    return found


def picks_of_shipment(
    session: Session, actor: Actor, shipment_id: UUID, sku_ids: Collection[UUID]
) -> dict[UUID, list[Pick]]:
    """From where the goods of a shipment were taken, by SKU; nothing for goods that lay in one place.

    ``sku_ids`` are those of the order: moves are found by SKU.
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
        found.setdefault(sku_id, []).append(Pick(warehouse, lot, expires_on, int(quantity)))
    return found
