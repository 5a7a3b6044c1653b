"""Stock takes: a warehouse is counted blind, the differences are looked at, and then all are written at once."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound
from trade.kernel.ids import new_id, new_reference
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.stock.models import StockTake, StockTakeLine
from trade.stock.moving import Change, held_at, lock_level, lock_levels, move_stock, require_free
from trade.stock.places import home_of, own_warehouse, settled_place
from trade.stock.rules import STOCK_MAX, Place


@dataclass(frozen=True, slots=True)
class Posted:
    """What a posted stock take brought to light."""

    lines: int
    differences: int


@action(Permission.SHIP)
def begin_stock_take(work: Work, *, warehouse_id: UUID | None = None) -> UUID:
    """Begin to count a warehouse, the seller's home where none is named; answer the stock take."""
    seller = work.actor.organisation
    warehouse_id = own_warehouse(work, seller, warehouse_id).id if warehouse_id else home_of(work, seller)
    take = StockTake(
        id=new_id(), reference=new_reference("ST"), seller_id=seller, warehouse_id=warehouse_id, state="counting",
        begun_at=work.at,
    )  # fmt: skip
    work.session.add(take)
    work.record("stock.take_begun", "stock_take", take.id, after={"state": take.state})
    return take.id


@action(Permission.SHIP)
def count_in_take(
    work: Work, take_id: UUID, sku_id: UUID, *, counted: int, lot: str = "", expires_on: date | None = None
) -> int:
    """Write down what was counted of a SKU's lot, beside what the books say at this moment; a recount replaces it."""
    if not 0 <= counted <= STOCK_MAX:
        raise InvalidInput("counted", "out_of_range", maximum=STOCK_MAX)
    take = _lock(work, take_id)
    level = lock_level(work, sku_id)
    place = settled_place(work, take.seller_id, sku_id, Place(take.warehouse_id, lot, expires_on))
    found = {
        "counted": counted,
        "booked": held_at(work, level, place).on_hand,
        "person_id": work.actor.person_id,
        "counted_at": work.at,
    }
    work.session.execute(
        upsert(StockTakeLine)
        .values(take_id=take.id, sku_id=sku_id, lot=place.lot, expires_on=place.expires_on,
                seller_id=take.seller_id, **found)
        .on_conflict_do_update(index_elements=["take_id", "sku_id", "lot"], set_=found)
    )  # fmt: skip
    return counted


@action(Permission.SHIP)
def post_stock_take(work: Work, take_id: UUID) -> Posted:
    """Write all differences into the books: what was counted more or fewer, whatever came and went since.

    Raises ``NotFree`` where so many are missing that orders would lose what they own.
    """
    take = _lock(work, take_id)
    lines = work.session.scalars(
        select(StockTakeLine)
        .where(StockTakeLine.take_id == take.id)
        .order_by(StockTakeLine.sku_id, (StockTakeLine.booked - StockTakeLine.counted), StockTakeLine.lot)
    ).all()
    differing = [line for line in lines if line.counted != line.booked]
    levels = lock_levels(work, {line.sku_id for line in differing})
    changes, missing = [], dict.fromkeys(levels, 0)
    for line in differing:
        level, place = levels[line.sku_id], Place(take.warehouse_id, line.lot, line.expires_on)
        missing[line.sku_id] += line.booked - line.counted
        if line.counted < line.booked:
            lacking = line.booked - line.counted
            require_free(level, held_at(work, level, place), lacking, of_level=max(lacking, missing[line.sku_id]))
        changes.append(Change(line.sku_id, "counted", line.counted - line.booked, place, take.reference))
    move_stock(work, levels, changes)
    take.state, take.ended_at = "posted", work.at
    after = {"state": take.state, "counted": len(lines), "differences": len(changes)}
    work.record("stock.take_posted", "stock_take", take.id, after=after)
    return Posted(len(lines), len(changes))


@action(Permission.SHIP)
def give_up_stock_take(work: Work, take_id: UUID) -> UUID:
    """Let a count be: nothing of it is written."""
    take = _lock(work, take_id)
    take.state, take.ended_at = "given_up", work.at
    work.record("stock.take_given_up", "stock_take", take.id, after={"state": take.state})
    return take.id


def _lock(work: Work, take_id: UUID) -> StockTake:
    found = lock_one(
        work.session,
        select(StockTake).where(StockTake.id == take_id, StockTake.seller_id == work.actor.organisation),
    )
    if found is None:
        raise NotFound("stock_take", take_id)
    if found.state != "counting":
        raise MoveRefused("stock_take", found.state, "posted")
    return found
