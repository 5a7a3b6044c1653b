"""Finding the place that a change names: an open warehouse of the seller's own, and a lot with one last day."""

from __future__ import annotations

from dataclasses import replace
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import Work
from trade.parties.models import Organisation
from trade.stock.models import Holding, Warehouse
from trade.stock.rules import LOT_MAX, Place


def home_of(work: Work, seller_id: UUID) -> UUID:
    """The warehouse in which a seller's goods lie by themselves; it begins when something first asks for it."""
    home = select(Warehouse.id).where(Warehouse.seller_id == seller_id, Warehouse.is_home)
    found = work.session.scalar(home)
    if found is None:
        seller = work.session.get_one(Organisation, seller_id)
        work.session.execute(
            upsert(Warehouse)
            .values(id=new_id(), seller_id=seller_id, name=seller.name[:80], region_code=seller.region_code, nearby=[],
                    position=0, is_home=True, created_at=work.at)
            .on_conflict_do_nothing()
        )  # fmt: skip
        found = work.session.scalars(home).one()
    return found


def settled_place(work: Work, seller_id: UUID, sku_id: UUID, place: Place) -> Place:
    """``place`` with its warehouse checked and the last day that its lot has.

    Raises ``NotFound`` for a warehouse that is not the seller's or is closed, and ``InvalidInput`` for a lot that has
    another last day already. A last day without a lot's name makes one of the day.
    """
    lot, expires_on = place.lot.strip(), place.expires_on
    if len(lot) > LOT_MAX:
        raise InvalidInput("lot", "too_long", maximum=LOT_MAX)
    if place.warehouse_id is not None:
        own_warehouse(work, seller_id, place.warehouse_id)
    if expires_on is not None and not lot:
        lot = expires_on.isoformat()
    if not lot:
        return replace(place, lot="")
    home_of(work, seller_id)
    known = work.session.execute(
        select(Holding.expires_on).where(Holding.sku_id == sku_id, Holding.lot == lot).limit(1)
    ).one_or_none()
    if known is None:
        return replace(place, lot=lot)
    if expires_on is not None and known.expires_on != expires_on:
        raise InvalidInput("expires_on", "lot_expires", expires_on=known.expires_on)
    return replace(place, lot=lot, expires_on=known.expires_on)


def own_warehouse(work: Work, seller_id: UUID, warehouse_id: UUID) -> Warehouse:
    """An open warehouse of a seller's; ``NotFound`` for others."""
    found = work.session.scalar(
        select(Warehouse).where(
            Warehouse.id == warehouse_id, Warehouse.seller_id == seller_id, Warehouse.closed_at.is_(None)
        )
    )
    if found is None:
        raise NotFound("warehouse", warehouse_id)
    return found


def next_position(work: Work, seller_id: UUID) -> int:
    """The place of a new warehouse in the order in which they serve."""
    last = work.session.scalar(select(func.max(Warehouse.position)).where(Warehouse.seller_id == seller_id))
    return 0 if last is None else last + 1
