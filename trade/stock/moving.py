"""Moving stock: lock the levels, see what lies at a place, add the moves. Every action that changes stock ends here."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Final
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, select, text

from trade.kernel import prepared
from trade.kernel.actor import Scope
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_all
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work
from trade.stock.models import Holding, StockLevel, StockMove, Warehouse
from trade.stock.rules import AT_HOME, STOCK_MAX, NotFree, Place

# In the order of keys, as every statement that locks several levels.
_BEGIN = text(
    "INSERT INTO stock_levels (sku_id, seller_id, changed_at)"
    " SELECT s.id, s.seller_id, :at FROM skus s"
    " WHERE s.id = ANY(:skus) AND NOT s.is_pack AND (:everybodys OR s.seller_id = :seller) ORDER BY s.id"
    " ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("seller", type_=Uuid()),
)

_ADD: Final = together(
    StockMove,
    ("sku_id", "seller_id", "kind", "change", "reason", "shipment_id", "transfer_id", "person_id", "at", "warehouse_id",
     "lot", "expires_on"),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Change:
    """So many units of a SKU more (or, negative, fewer) at a place."""

    sku_id: UUID
    kind: str
    change: int
    place: Place = AT_HOME
    reason: str = ""
    transfer_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Held:
    """What lies at a place, and what of it belongs to orders."""

    on_hand: int
    allocated: int

    @property
    def free(self) -> int:
        """What orders do not own."""
        return self.on_hand - self.allocated


def lock_levels(work: Work, sku_ids: Collection[UUID]) -> dict[UUID, StockLevel]:
    """Lock the levels of these SKUs, which must be the actor's own and no packs; begin those that there are not."""
    everybodys, seller = work.actor.scope is Scope.SYSTEM, work.actor.organisation_id
    work.session.execute(_BEGIN, {"at": work.at, "skus": list(sku_ids), "everybodys": everybodys, "seller": seller})
    found = lock_all(work.session, StockLevel, StockLevel.sku_id, sku_ids)
    levels = {level.sku_id: level for level in found if everybodys or level.seller_id == seller}
    missing = set(sku_ids) - set(levels)
    if missing:
        raise NotFound("sku", min(missing))
    return levels


def lock_level(work: Work, sku_id: UUID) -> StockLevel:
    """Lock the level of one SKU of the actor's."""
    return lock_levels(work, [sku_id])[sku_id]


def held_at(work: Work, level: StockLevel, place: Place) -> Held:
    """What lies at a place of a locked level."""
    at_home = place.warehouse_id is None
    if not level.is_split:
        home = at_home or work.session.scalar(select(Warehouse.is_home).where(Warehouse.id == place.warehouse_id))
        return Held(level.on_hand, level.allocated) if home and not place.lot else Held(0, 0)
    where = Warehouse.is_home if at_home else Warehouse.id == place.warehouse_id
    row = work.session.execute(
        select(Holding.on_hand, Holding.allocated)
        .join(Warehouse, Warehouse.id == Holding.warehouse_id)
        .where(Holding.sku_id == level.sku_id, Holding.lot == place.lot, where)
    ).one_or_none()
    return Held(*row) if row else Held(0, 0)


def require_free(level: StockLevel, held: Held, quantity: int, *, of_level: int | None = None) -> None:
    """Raise ``NotFree`` unless so much of a place is neither owned by orders nor needed for what is reserved.

    ``of_level`` are all units that leave the level together, where that is more.
    """
    spare = level.on_hand - level.allocated - level.reserved
    others = (of_level or quantity) - quantity
    free = max(0, min(held.free, spare - others))
    if quantity > free:
        raise NotFree(free, level.sku_id)


def move_stock(work: Work, levels: Mapping[UUID, StockLevel], changes: Sequence[Change]) -> None:
    """Add moves to locked levels and tell of them; what lies there follows by itself."""
    lying = {sku_id: level.on_hand for sku_id, level in levels.items()}
    for change in changes:
        before = lying[change.sku_id]
        after = lying[change.sku_id] = before + change.change
        if after > STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=max(0, STOCK_MAX - before))
        told = {"on_hand": after, "reason": change.reason, **({"lot": change.place.lot} if change.place.lot else {})}
        seller = levels[change.sku_id].seller_id
        work.record(
            f"stock.{change.kind}", "sku", change.sku_id, parties=(seller,), before={"on_hand": before}, after=told
        )
    rows = [_row(work, levels[change.sku_id], change) for change in changes]
    add_moves(work, rows, levels.values())


def add_moves(work: Work, moves: Sequence[Mapping[str, object]], levels: Iterable[StockLevel] = ()) -> None:
    """Write moves of these locked levels; the database adds them up to what lies there."""
    if moves:
        prepared.run(work.session, _ADD(), rows_of(moves))
    for level in levels:
        work.session.expire(level)


def _row(work: Work, level: StockLevel, change: Change) -> dict[str, object]:
    return {
        "sku_id": level.sku_id,
        "seller_id": level.seller_id,
        "kind": change.kind,
        "change": change.change,
        "reason": change.reason,
        "shipment_id": None,
        "transfer_id": change.transfer_id,
        "person_id": work.actor.person_id,
        "at": work.at,
        "warehouse_id": change.place.warehouse_id,
        "lot": change.place.lot,
        "expires_on": change.place.expires_on,
    }
