"""Opening, changing and closing warehouses."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import func, select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.models import Region
from trade.stock.models import Holding, Transfer, Warehouse
from trade.stock.places import next_position
from trade.stock.rules import WarehouseInUse, WarehouseNameTaken

NAME_MAX = 80


@action(Permission.SELL)
def open_warehouse(work: Work, *, name: str, region_code: str | None, nearby: Sequence[str] = ()) -> UUID:
    """Open a warehouse. The first one is where the seller's goods lie already: it changes nothing.

    ``nearby`` are the regions that it serves next after its own, nearest first.
    """
    seller = work.actor.organisation
    _check(work, seller, name, region_code, nearby)
    position = next_position(work, seller)
    warehouse = Warehouse(
        id=new_id(), seller_id=seller, name=name.strip(), region_code=region_code, nearby=list(nearby),
        position=position, is_home=position == 0, created_at=work.at,
    )  # fmt: skip
    work.session.add(warehouse)
    work.record("stock.warehouse_opened", "warehouse", warehouse.id, after={"name": warehouse.name})
    return warehouse.id


@action(Permission.SELL)
def change_warehouse(
    work: Work, warehouse_id: UUID, *, name: str, region_code: str | None, nearby: Sequence[str] = ()
) -> UUID:
    """Say anew what a warehouse is called and which regions it serves; orders that come later go by it."""
    warehouse = _lock(work, warehouse_id)
    _check(work, warehouse.seller_id, name, region_code, nearby, but=warehouse_id)
    before = {"name": warehouse.name, "region": warehouse.region_code or ""}
    warehouse.name, warehouse.region_code, warehouse.nearby = name.strip(), region_code, list(nearby)
    after = {"name": warehouse.name, "region": warehouse.region_code or ""}
    work.record("stock.warehouse_changed", "warehouse", warehouse_id, before=before, after=after)
    return warehouse_id


@action(Permission.SELL)
def close_warehouse(work: Work, warehouse_id: UUID) -> UUID:
    """Close a warehouse in which nothing lies and to which nothing is on its way; the home one stays open."""
    warehouse = _lock(work, warehouse_id)
    lying = work.session.scalar(
        select(func.coalesce(func.sum(Holding.on_hand), 0)).where(Holding.warehouse_id == warehouse_id)
    )
    coming = work.session.scalar(
        select(func.count()).where(Transfer.to_id == warehouse_id, Transfer.state == "on_its_way")
    )
    if warehouse.is_home or lying or coming:
        raise WarehouseInUse(is_home=warehouse.is_home, on_hand=lying or 0, transfers=coming or 0)
    warehouse.closed_at = work.at
    work.record("stock.warehouse_closed", "warehouse", warehouse_id)
    return warehouse_id


def _lock(work: Work, warehouse_id: UUID) -> Warehouse:
    found = lock_one(
        work.session,
        select(Warehouse).where(
            Warehouse.id == warehouse_id,
            Warehouse.seller_id == work.actor.organisation,
            Warehouse.closed_at.is_(None),
        ),
    )
    if found is None:
        raise NotFound("warehouse", warehouse_id)
    return found


def _check(
    work: Work, seller: UUID, name: str, region_code: str | None, nearby: Sequence[str], but: UUID | None = None
) -> None:
    if not name.strip() or len(name) > NAME_MAX:
        raise InvalidInput("name", "required")
    named = {*nearby, *([region_code] if region_code else [])}
    known = set(work.session.scalars(select(Region.code).where(Region.code.in_(named))))
    if named - known:
        raise InvalidInput("region_code" if region_code not in known and region_code else "nearby", "unknown")
    twin = select(Warehouse.id).where(Warehouse.seller_id == seller, Warehouse.name == name.strip())
    if work.session.scalar(twin if but is None else twin.where(Warehouse.id != but)):
        raise WarehouseNameTaken(name.strip())
