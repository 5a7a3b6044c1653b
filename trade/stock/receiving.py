"""Receiving many goods at once: a lorry, a stocktake's worth of deliveries, the opening of a market."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from sqlalchemy import ARRAY, Integer, Uuid, bindparam, insert, text

from trade.kernel.actor import Permission, Scope
from trade.kernel.base import UTCDateTime
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import Work, action
from trade.stock.models import StockMove
from trade.stock.rules import STOCK_MAX

# In the order of keys, as every statement that locks several levels.
_RECEIVE = text(
    "INSERT INTO stock_levels (sku_id, seller_id, on_hand, allocated, reserved, changed_at)"
    " SELECT s.id, s.seller_id, w.quantity, 0, 0, :at"
    " FROM unnest(:skus, :quantities) AS w(sku, quantity) JOIN skus s ON s.id = w.sku"
    " WHERE :everybodys OR s.seller_id = :seller ORDER BY s.id"
    " ON CONFLICT (sku_id) DO UPDATE SET on_hand = stock_levels.on_hand + excluded.on_hand, changed_at = :at"
    " RETURNING sku_id, seller_id, on_hand"
).bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("quantities", type_=ARRAY(Integer)),
    bindparam("seller", type_=Uuid()),
)


@action(Permission.SHIP)
def receive_many(work: Work, quantities: Mapping[UUID, int], *, reason: str = "") -> int:
    """Add goods that arrived, SKU id to base units: all of them or, when one cannot be, none. Answer how many SKUs."""
    for quantity in quantities.values():
        if not 0 < quantity <= STOCK_MAX:
            raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    arguments = {
        "at": work.at,
        "skus": list(quantities),
        "quantities": list(quantities.values()),
        "everybodys": work.actor.scope is Scope.SYSTEM,
        "seller": work.actor.organisation_id,
    }
    levels = work.session.execute(_RECEIVE, arguments).all()
    missing = set(quantities) - {level.sku_id for level in levels}
    if missing:
        raise NotFound("sku", min(missing))
    if any(level.on_hand > STOCK_MAX for level in levels):
        raise InvalidInput("quantity", "out_of_range", maximum=STOCK_MAX)
    if levels:
        work.session.execute(insert(StockMove), [_move(work, level, quantities, reason) for level in levels])
    for level in levels:
        before = level.on_hand - quantities[level.sku_id]
        work.record(
            "stock.received",
            "sku",
            level.sku_id,
            parties=(level.seller_id,),
            before={"on_hand": before},
            after={"on_hand": level.on_hand, "reason": reason},
        )
    return len(levels)


def _move(work: Work, level: Any, quantities: Mapping[UUID, int], reason: str) -> dict[str, object]:
    return {
        "sku_id": level.sku_id,
        "seller_id": level.seller_id,
        "kind": "received",
        "change": quantities[level.sku_id],
        "reason": reason,
        "person_id": work.actor.person_id,
        "at": work.at,
    }
