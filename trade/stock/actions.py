"""Changing stock: allocation for orders, shipping, counts and receipts by the seller."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from uuid import UUID

from sqlalchemy import ARRAY, Integer, bindparam, insert, select, text
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.dialects.postgresql import insert as upsert

from trade.catalogue.models import SKU
from trade.kernel.actor import Permission, Scope
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_all, lock_one
from trade.kernel.work import Work, action
from trade.stock.models import StockLevel, StockMove
from trade.stock.rules import STOCK_MAX, Shortage, StockPromised, StockShort

_ARGUMENTS = (
    bindparam("skus", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("quantities", type_=ARRAY(Integer)),
)
_ALLOCATE = text("SELECT * FROM stock_allocate(:skus, :quantities)").bindparams(*_ARGUMENTS)
_RELEASE = text("SELECT stock_release(:skus, :quantities)").bindparams(*_ARGUMENTS)


def allocate(work: Work, wanted: Mapping[UUID, int]) -> None:
    """Allocate all of ``wanted`` (SKU id to base units) or nothing; ``StockShort`` names what lacks.

    The rows stay locked to the end of the transaction: call it late.
    """
    rows = work.session.execute(_ALLOCATE, {"skus": list(wanted), "quantities": list(wanted.values())}).all()
    if rows:
        raise StockShort([Shortage(sku_id, available) for sku_id, available in rows])


def release(work: Work, quantities: Mapping[UUID, int]) -> None:
    """Give allocated quantities back: an order was cancelled or closed short."""
    work.session.execute(_RELEASE, {"skus": list(quantities), "quantities": list(quantities.values())})


def ship(work: Work, quantities: Mapping[UUID, int], shipment_id: UUID) -> None:
    """Take shipped goods off the shelf, and off what is allocated."""
    levels = lock_all(work.session, StockLevel, StockLevel.sku_id, quantities)
    for level in levels:
        level.allocated -= quantities[level.sku_id]
    work.session.flush()  # no longer promised, before it is no longer there
    add_moves(
        work,
        [_move(work, level, "shipped", -quantities[level.sku_id], shipment_id=shipment_id) for level in levels],
        levels,
    )


def add_moves(work: Work, moves: Sequence[Mapping[str, object]], levels: Iterable[StockLevel]) -> None:
    """Write moves of these locked levels; the database adds them up to what lies there."""
    # RETURNING, unread, lets SQLAlchemy send them as one statement: the trigger then works once for all.
    work.session.execute(insert(StockMove).returning(StockMove.number), moves)
    for level in levels:
        work.session.expire(level)


@action(Permission.SHIP)
def count_stock(work: Work, sku_id: UUID, *, counted: int, reason: str = "") -> int:
    """Say how much of a SKU lies there; answer the difference to what the books said.

    Raises ``StockPromised`` when fewer were counted than orders already own.
    """
    if not 0 <= counted <= STOCK_MAX:
        raise InvalidInput("counted", "out_of_range", maximum=STOCK_MAX)
    level = _level(work, sku_id)
    promised = level.allocated + level.reserved
    if counted < promised:
        raise StockPromised(promised)
    change = counted - level.on_hand
    if change:
        _write(work, level, "counted", change, reason)
    return change


@action(Permission.SHIP)
def receive_stock(work: Work, sku_id: UUID, *, quantity: int, reason: str = "") -> int:
    """Add goods that arrived; answer what lies there now."""
    if not 0 < quantity <= STOCK_MAX:
        raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    level = _level(work, sku_id)
    if level.on_hand + quantity > STOCK_MAX:
        raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX - level.on_hand)
    return _write(work, level, "received", quantity, reason)


def _level(work: Work, sku_id: UUID) -> StockLevel:
    """Lock the level of one of the actor's own SKUs; begin one where there is none."""
    sku = work.session.get(SKU, sku_id)
    if sku is None or not _owns(work, sku):
        raise NotFound("sku", sku_id)
    work.session.execute(
        upsert(StockLevel).values(sku_id=sku.id, seller_id=sku.seller_id, changed_at=work.at).on_conflict_do_nothing()
    )
    level = lock_one(work.session, select(StockLevel).where(StockLevel.sku_id == sku_id))
    if level is None:
        raise NotFound("sku", sku_id)
    return level


def _owns(work: Work, sku: SKU) -> bool:
    return work.actor.scope is Scope.SYSTEM or sku.seller_id == work.actor.organisation_id


def _write(work: Work, level: StockLevel, kind: str, change: int, reason: str) -> int:
    """Write a move and tell of it; answer what lies there now."""
    before, after = level.on_hand, level.on_hand + change
    work.record(
        f"stock.{kind}",
        "sku",
        level.sku_id,
        parties=(level.seller_id,),
        before={"on_hand": before},
        after={"on_hand": after, "reason": reason},
    )
    add_moves(work, [_move(work, level, kind, change, reason)], [level])
    return after


def _move(
    work: Work,
    level: StockLevel,
    kind: str,
    change: int,
    reason: str = "",
    shipment_id: UUID | None = None,
) -> dict[str, object]:
    return {
        "sku_id": level.sku_id,
        "seller_id": level.seller_id,
        "kind": kind,
        "change": change,
        "reason": reason,
        "shipment_id": shipment_id,
        "person_id": work.actor.person_id,
        "at": work.at,
    }
