"""The seller's own changes of what lies on the shelf: counting, taking in, throwing away."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput
from trade.kernel.work import Work, action
from trade.stock.moving import Change, held_at, lock_level, lock_levels, move_stock, require_free
from trade.stock.places import settled_place
from trade.stock.rules import AT_HOME, STOCK_MAX, Place, PlaceNeeded, StockPromised


@action(Permission.SHIP)
def count_stock(work: Work, sku_id: UUID, *, counted: int, reason: str = "", place: Place | None = None) -> int:
    """Say how much of a SKU lies at a place; answer the difference to what the books said.

    Raises ``StockPromised`` when fewer were counted than orders already own, and ``PlaceNeeded`` where no place is
    named of a SKU that lies in several.
    """
    if not 0 <= counted <= STOCK_MAX:
        raise InvalidInput("counted", "out_of_range", maximum=STOCK_MAX)
    level = lock_level(work, sku_id)
    if place is None and level.is_split:
        raise PlaceNeeded(sku_id)
    place = settled_place(work, level.seller_id, sku_id, place or AT_HOME)
    held = held_at(work, level, place)
    elsewhere = level.on_hand - level.allocated - level.reserved - held.free
    promised = held.allocated + max(0, -elsewhere)
    if counted < promised:
        raise StockPromised(promised)
    change = counted - held.on_hand
    if change:
        move_stock(work, {sku_id: level}, [Change(sku_id, "counted", change, place, reason)])
    return change


@action(Permission.SHIP)
def receive_stock(work: Work, sku_id: UUID, *, quantity: int, reason: str = "", place: Place = AT_HOME) -> int:
    """Add goods that arrived at a place; answer what lies there of the SKU now, wherever it is."""
    if not 0 < quantity <= STOCK_MAX:
        raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    level = lock_level(work, sku_id)
    place = settled_place(work, level.seller_id, sku_id, place)
    after = level.on_hand + quantity
    move_stock(work, {sku_id: level}, [Change(sku_id, "received", quantity, place, reason)])
    return after


@action(Permission.SHIP)
def receive_many(work: Work, quantities: Mapping[UUID, int], *, reason: str = "") -> int:
    """Add goods that arrived, SKU id to base units: all of them or, when one cannot be, none. Answer how many SKUs."""
    for quantity in quantities.values():
        if not 0 < quantity <= STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    levels = lock_levels(work, quantities)
    move_stock(work, levels, [Change(sku_id, "received", quantities[sku_id], reason=reason) for sku_id in levels])
    return len(levels)


@action(Permission.SHIP)
def write_off(work: Work, sku_id: UUID, *, quantity: int, reason: str, place: Place, sent_back: bool = False) -> int:
    """Take goods off a place for good, expired or broken: thrown away, or sent back to who made them.

    Raises ``NotFree`` for more than lies there free. Answer what is left of the SKU, wherever it is.
    """
    if not 0 < quantity <= STOCK_MAX:
        raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    level = lock_level(work, sku_id)
    place = settled_place(work, level.seller_id, sku_id, place)
    require_free(level, held_at(work, level, place), quantity)
    kind, after = "sent_back" if sent_back else "written_off", level.on_hand - quantity
    move_stock(work, {sku_id: level}, [Change(sku_id, kind, -quantity, place, reason)])
    return after
