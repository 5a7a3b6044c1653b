"""Receiving many goods at once: a lorry, a stocktake's worth of deliveries, the opening of a market."""

from __future__ import annotations

from collections.abc import Mapping
from uuid import UUID

from sqlalchemy import ARRAY, Uuid, bindparam, text

from trade.kernel.actor import Permission, Scope
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_all
from trade.kernel.work import Work, action
from trade.stock.actions import add_moves
from trade.stock.models import StockLevel
from trade.stock.rules import STOCK_MAX

# In the order of keys, as every statement that locks several levels.
_BEGIN = text(
    "INSERT INTO stock_levels (sku_id, seller_id, changed_at)"
    " SELECT s.id, s.seller_id, :at FROM skus s"
    " WHERE s.id = ANY(:skus) AND (:everybodys OR s.seller_id = :seller) ORDER BY s.id"
    " ON CONFLICT DO NOTHING"
).bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("seller", type_=Uuid()),
)


@action(Permission.SHIP)
def receive_many(work: Work, quantities: Mapping[UUID, int], *, reason: str = "") -> int:
    """Add goods that arrived, SKU id to base units: all of them or, when one cannot be, none. Answer how many SKUs."""
    for quantity in quantities.values():
        if not 0 < quantity <= STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    levels = _levels(work, quantities)
    for level in levels:
        after = level.on_hand + quantities[level.sku_id]
        if after > STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
        work.record(
            "stock.received",
            "sku",
            level.sku_id,
            parties=(level.seller_id,),
            before={"on_hand": level.on_hand},
            after={"on_hand": after, "reason": reason},
        )
    if levels:
        add_moves(work, [_move(work, level, quantities, reason) for level in levels], levels)
    return len(levels)


def _levels(work: Work, quantities: Mapping[UUID, int]) -> list[StockLevel]:
    """Lock the levels of all these SKUs, which must be the actor's own; begin those that there are not."""
    everybodys, seller = work.actor.scope is Scope.SYSTEM, work.actor.organisation_id
    wanted = {"at": work.at, "skus": list(quantities), "everybodys": everybodys, "seller": seller}
    work.session.execute(_BEGIN, wanted)
    found = lock_all(work.session, StockLevel, StockLevel.sku_id, quantities)
    levels = [level for level in found if everybodys or level.seller_id == seller]
    missing = set(quantities) - {level.sku_id for level in levels}
    if missing:
        raise NotFound("sku", min(missing))
    return levels


def _move(work: Work, level: StockLevel, quantities: Mapping[UUID, int], reason: str) -> dict[str, object]:
    return {
        "sku_id": level.sku_id,
        "seller_id": level.seller_id,
        "kind": "received",
        "change": quantities[level.sku_id],
        "reason": reason,
        "person_id": work.actor.person_id,
        "at": work.at,
    }
