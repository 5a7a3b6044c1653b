"""What counts from other systems come to: which of them hold, and what lies at their places by them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import ARRAY, String, Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from trade.kernel.base import UTCDateTime
from trade.stock.models import Holding, Observation, StockLevel, Warehouse
from trade.stock.moving import Held
from trade.stock.rules import Count, Outcome, Seen, newest_of_each, that_holds

Key = tuple[UUID, UUID | None, str]
"""A SKU, a warehouse (none where the seller has none yet) and a lot."""

# Counts of sources are left out: they are what is being worked out. A count by hand is an observation of its own.
_SINCE: Final = text(
    "SELECT w.sku, w.warehouse, w.lot, coalesce(sum(m.change), 0), coalesce(bool_or(m.kind = 'counted'), false)"
    " FROM unnest(:skus, :warehouses, :lots, :instants) AS w(sku, warehouse, lot, at)"
    " JOIN stock_moves m ON m.sku_id = w.sku AND m.at > w.at AND m.lot = w.lot AND m.kind <> 'observed'"
    " AND coalesce(m.warehouse_id, :home) IS NOT DISTINCT FROM w.warehouse"
    " GROUP BY 1, 2, 3"
).bindparams(
    bindparam("skus", type_=ARRAY(Uuid())),
    bindparam("warehouses", type_=ARRAY(Uuid())),
    bindparam("lots", type_=ARRAY(String)),
    bindparam("instants", type_=ARRAY(UTCDateTime())),
    bindparam("home", type_=Uuid()),
)


@dataclass(frozen=True, slots=True)
class Planned:
    """What a place's counts come to: what the books say, what they will say, and what became of the one that was sent."""

    key: Key
    before: int
    after: int
    outcome: Outcome
    newest: Seen


def plan(session: Session, seller_id: UUID, source: str, counts: Sequence[Count]) -> list[Planned]:
    """Work out what ``counts`` of a seller's own SKUs come to, one for each place; nothing is written."""
    home = session.scalar(select(Warehouse.id).where(Warehouse.seller_id == seller_id, Warehouse.is_home))
    sent = _by_place(home, source, counts)
    known = _known(session, sent)
    holding = {key: that_holds([*known.get(key, ()), *sayings]) for key, sayings in sent.items()}
    since = _since(session, home, holding)
    held, spare = _held(session, home, sent)
    found = []
    for key, sayings in sent.items():
        winner = holding[key]
        change, recounted = since.get(key, (0, False))
        before = held.get(key, Held(0, 0))
        newest = newest_of_each(sayings)[source]
        after = before.on_hand if recounted else max(0, winner.counted + change)
        least = before.allocated + max(0, before.free - spare.get(key[0], 0))
        outcome = _outcome(newest, winner, recounted=recounted, same=after == before.on_hand)
        if after < min(least, before.on_hand):
            outcome, after = Outcome.PROMISED, before.on_hand
        found.append(Planned(key, before.on_hand, after, outcome, newest))
    return found


def _outcome(newest: Seen, winner: Seen, *, recounted: bool, same: bool) -> Outcome:
    if recounted or newest.rank < winner.rank or newest.source != winner.source:
        return Outcome.OLDER if same else Outcome.CHANGED
    return Outcome.AGREED if same else Outcome.CHANGED


def _by_place(home: UUID | None, source: str, counts: Sequence[Count]) -> dict[Key, list[Seen]]:
    found: dict[Key, list[Seen]] = {}
    for count in counts:
        key = count.sku_id, count.warehouse_id or home, count.lot
        found.setdefault(key, []).append(Seen(source, count.counted, count.observed_at, count.sequence))
    return found


def _known(session: Session, sent: Mapping[Key, Any]) -> dict[Key, list[Seen]]:
    """What sources have said before of these places."""
    found: dict[Key, list[Seen]] = {}
    statement = select(Observation).where(Observation.sku_id.in_({key[0] for key in sent}))
    for row in session.scalars(statement.execution_options(populate_existing=True)):
        seen = Seen(row.source, row.counted, row.observed_at, row.sequence)
        found.setdefault((row.sku_id, row.warehouse_id, row.lot), []).append(seen)
    return found


def _since(session: Session, home: UUID | None, holding: Mapping[Key, Seen]) -> dict[Key, tuple[int, bool]]:
    """What moved at each place after the count that holds was made, and whether it was counted by hand since."""
    keys = list(holding)
    instants: list[datetime] = [holding[key].observed_at for key in keys]
    rows = session.execute(
        _SINCE,
        {
            "skus": [key[0] for key in keys],
            "warehouses": [key[1] for key in keys],
            "lots": [key[2] for key in keys],
            "instants": instants,
            "home": home,
        },
    )
    return {(sku, warehouse, lot): (int(change), recounted) for sku, warehouse, lot, change, recounted in rows}


def _held(session: Session, home: UUID | None, sent: Mapping[Key, Any]) -> tuple[dict[Key, Held], dict[UUID, int]]:
    """What lies at the places, and how much of each SKU is promised to nobody."""
    sku_ids = {key[0] for key in sent}
    held: dict[Key, Held] = {}
    spare: dict[UUID, int] = {}
    levels = select(StockLevel).where(StockLevel.sku_id.in_(sku_ids))
    for level in session.scalars(levels.execution_options(populate_existing=True)):
        spare[level.sku_id] = level.on_hand - level.allocated - level.reserved
        if not level.is_split:
            held[level.sku_id, home, ""] = Held(level.on_hand, level.allocated)
    places = select(Holding.sku_id, Holding.warehouse_id, Holding.lot, Holding.on_hand, Holding.allocated)
    for sku_id, warehouse_id, lot, on_hand, allocated in session.execute(places.where(Holding.sku_id.in_(sku_ids))):
        held[sku_id, warehouse_id, lot] = Held(on_hand, allocated)
    return held, spare
