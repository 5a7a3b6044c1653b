"""Goods that should lie in another warehouse: what each warehouse has, beside what the regions it serves will want."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from itertools import groupby
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Session

from trade.forecasting.queries.runs import RunRow
from trade.forecasting.rules import Move, Shelf, moves_of
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime

MOVES: Final = 100


@dataclass(frozen=True, slots=True)
class MoveRow:
    """A move of a SKU with the names that a page shows. ``seller_name`` is for those who see every seller."""

    seller_name: str
    sku_id: UUID
    code: str
    name: str
    name_zh: str
    move: Move


# A region is served by the warehouse from which an order of it would be taken first. Goods under way to a warehouse count
# there: what was sent once is not advised again. Only goods that already lie in several places or lots have holdings.
_SHELVES: Final = text(
    """
WITH run AS (
  SELECT id, seller_id, first_day FROM forecast_runs
   WHERE is_current AND (CAST(:seller AS uuid) IS NULL OR seller_id = CAST(:seller AS uuid))
     AND (SELECT count(*) FROM warehouses w WHERE w.seller_id = forecast_runs.seller_id AND w.closed_at IS NULL) > 1
),
served AS (
  SELECT DISTINCT ON (r.seller_id, r.region_code) r.seller_id, r.region_code, w.id AS warehouse_id
    FROM (SELECT DISTINCT run.seller_id, f.region_code FROM run JOIN region_forecasts f ON f.run_id = run.id) r
    JOIN warehouses w ON w.seller_id = r.seller_id AND w.closed_at IS NULL
   ORDER BY r.seller_id, r.region_code, stock_distance(w.region_code, w.nearby, r.region_code), w.position
),
split AS (
  SELECT l.sku_id, l.seller_id, l.shelf_days, l.on_hand - l.allocated - l.reserved - l.unusable AS available,
         run.id AS run_id, run.first_day, f.expected, f.high80
    FROM run JOIN forecasts f ON f.run_id = run.id JOIN stock_levels l ON l.sku_id = f.sku_id AND l.is_split
   WHERE CAST(:skus AS uuid[]) IS NULL OR l.sku_id = ANY (CAST(:skus AS uuid[]))
),
wanted AS (
  SELECT f.sku_id, s.warehouse_id, sum(f.expected) AS expected
    FROM split p JOIN region_forecasts f ON f.run_id = p.run_id AND f.sku_id = p.sku_id
    JOIN served s ON s.seller_id = p.seller_id AND s.region_code = f.region_code GROUP BY 1, 2
),
free AS (
  SELECT h.sku_id, h.warehouse_id, sum(h.on_hand - h.allocated) AS units
    FROM split p JOIN organisations o ON o.id = p.seller_id JOIN stock_holdings h ON h.sku_id = p.sku_id
   WHERE stock_usable(h.expires_on, stock_day(o.time_zone, :at, NULL, p.shelf_days)) GROUP BY 1, 2
),
coming AS (
  SELECT t.sku_id, m.to_id AS warehouse_id, sum(t.in_transit) AS units
    FROM split p JOIN transfer_lines t ON t.sku_id = p.sku_id AND t.in_transit > 0
    JOIN transfers m ON m.id = t.transfer_id GROUP BY 1, 2
)
SELECT o.name AS seller_name, p.sku_id, s.code, g.name, g.name_zh, s.pack_size, p.first_day, p.available, w.id AS warehouse_id,
       w.name AS warehouse, coalesce(free.units, 0)::integer AS free, coalesce(coming.units, 0)::integer AS coming,
       coalesce(wanted.expected, 0) AS wanted,
       coalesce(wanted.expected, 0) / nullif(p.expected, 0) * p.high80 AS high
  FROM split p JOIN organisations o ON o.id = p.seller_id JOIN skus s ON s.id = p.sku_id JOIN products g ON g.id = s.product_id
  JOIN warehouses w ON w.seller_id = p.seller_id AND w.closed_at IS NULL
  LEFT JOIN wanted ON wanted.sku_id = p.sku_id AND wanted.warehouse_id = w.id
  LEFT JOIN free ON free.sku_id = p.sku_id AND free.warehouse_id = w.id
  LEFT JOIN coming ON coming.sku_id = p.sku_id AND coming.warehouse_id = w.id
 ORDER BY p.seller_id, p.sku_id, w.position
"""
).bindparams(
    bindparam("skus", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("seller", type_=PostgresUUID(as_uuid=True)),
    bindparam("at", type_=UTCDateTime()),
)


def moves(session: Session, actor: Actor, at: datetime) -> list[MoveRow]:
    """What the actor should move between its warehouses, what must leave first before the rest."""
    return _first(_read(session, at, actor.organisation, None))


def moves_of_goods(
    session: Session, actor: Actor, run: RunRow, sku_ids: Collection[UUID], at: datetime
) -> dict[UUID, Sequence[Move]]:
    """The moves that some of the actor's SKUs need, by SKU; those that need none are left out."""
    if not sku_ids or not run.finished_at:
        return {}
    found: dict[UUID, list[Move]] = {}
    for row in _read(session, at, actor.organisation, list(sku_ids)):
        found.setdefault(row.sku_id, []).append(row.move)
    return dict(found)


def moves_everywhere(session: Session, at: datetime) -> list[MoveRow]:
    """What all sellers should move. For those who see every seller's stock: the platform."""
    return _first(_read(session, at, None, None))


def _first(rows: Iterator[MoveRow]) -> list[MoveRow]:
    return sorted(rows, key=lambda row: (row.move.leave_by, -row.move.units, row.code))[:MOVES]


def _read(session: Session, at: datetime, seller: UUID | None, sku_ids: list[UUID] | None) -> Iterator[MoveRow]:
    rows = prepared.run(session, _SHELVES, {"at": at, "seller": seller, "skus": sku_ids})
    for sku_id, group in groupby(rows, key=lambda row: row.sku_id):
        lying = list(group)
        first = lying[0]
        for move in _moves(lying, first.available, first.pack_size, first.first_day):
            yield MoveRow(first.seller_name, sku_id, first.code, first.name, first.name_zh, move)


def _moves(lying: Sequence[Any], available: int, pack: int, first_day: date) -> list[Move]:
    shelves = [
        Shelf(row.warehouse_id, row.warehouse, row.free, row.coming, row.wanted, row.high or Decimal(0))
        for row in lying
    ]
    return moves_of(shelves, available=available, pack=pack, first_day=first_day)
