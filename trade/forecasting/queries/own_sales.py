"""A shop's own sales: what it bought here, what it says it sold, and how long its shelf lasts."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Date, Text, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Session

from trade.forecasting.rules import TOLD_DAYS, OwnCover, own_cover
from trade.kernel import prepared
from trade.kernel.actor import Actor
from trade.kernel.base import UTCDateTime

ROWS: Final = 100
LOOKED_BACK: Final = timedelta(days=400)
_EVER: Final = datetime(1970, 1, 1, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class OwnSalesRow:
    """A SKU that the shop buys: what it said it sold on the day, if it did, and its cover, once sales were told."""

    sku_id: UUID
    code: str
    name: str
    name_zh: str
    unit: str
    sold: int | None
    cover: OwnCover | None


_BOUGHT: Final = """
  SELECT l.sku_id, o.placed_at AS at, l.quantity - l.cancelled AS units
    FROM orders o JOIN order_lines l ON l.order_id = o.id
   WHERE o.buyer_id = :shop AND o.state <> 'cancelled' AND o.replaces_id IS NULL AND l.quantity > l.cancelled AND o.placed_at >= :since
  UNION ALL
  SELECT l.sku_id, o.at, l.quantity FROM past_orders o JOIN past_order_lines l ON l.past_order_id = o.id
   WHERE o.buyer_id = :shop AND o.at >= :since
"""
_ROWS: Final = text(
    f"""
WITH bought AS ({_BOUGHT}),
latest AS (
  SELECT DISTINCT ON (sku_id) sku_id, at, sum(units) OVER (PARTITION BY sku_id, at) AS units
    FROM bought ORDER BY sku_id, at DESC
)
SELECT l.sku_id, s.code, p.name, p.name_zh, s.unit, l.units::integer AS units, today.quantity AS sold_today,
       coalesce(told.since, 0)::integer AS since, coalesce(told.lately, 0)::integer AS lately, told.days
  FROM latest l JOIN skus s ON s.id = l.sku_id AND NOT s.is_pack JOIN products p ON p.id = s.product_id
  LEFT JOIN own_sales today ON today.shop_id = :shop AND today.sku_id = l.sku_id AND today.day = :day
  LEFT JOIN LATERAL (
    SELECT sum(o.quantity) FILTER (WHERE o.day > l.at::date) AS since,
           sum(o.quantity) FILTER (WHERE o.day > CAST(:day AS date) - CAST(:told AS integer)) AS lately,
           CASE WHEN count(*) > 0 THEN least(CAST(:day AS date) - min(o.day) + 1, CAST(:told AS integer)) END AS days
      FROM own_sales o WHERE o.shop_id = :shop AND o.sku_id = l.sku_id AND o.day <= :day) told ON true
 WHERE CAST(:skus AS uuid[]) IS NULL OR l.sku_id = ANY (CAST(:skus AS uuid[]))
 ORDER BY l.at DESC, s.code LIMIT :limit
"""  # noqa: S608 - a constant
).bindparams(
    bindparam("since", type_=UTCDateTime()),
    bindparam("day", type_=Date()),
    bindparam("shop", type_=PostgresUUID(as_uuid=True)),
    bindparam("skus", type_=ARRAY(PostgresUUID(as_uuid=True))),
)


def own_sales_rows(session: Session, actor: Actor, day: date, at: datetime) -> Sequence[OwnSalesRow]:
    """What the shop bought in the last year, the latest first, with what it said of a day."""
    return _read(session, actor, day, at, None, ROWS)


def own_covers(
    session: Session, actor: Actor, sku_ids: Collection[UUID], day: date, at: datetime
) -> dict[UUID, OwnCover]:
    """How long the shop's shelf lasts, of SKUs of which it tells what it sells."""
    rows = _read(session, actor, day, at, list(sku_ids), len(sku_ids)) if sku_ids else []
    return {row.sku_id: row.cover for row in rows if row.cover is not None}


def _read(
    session: Session, actor: Actor, day: date, at: datetime, sku_ids: list[UUID] | None, limit: int
) -> Sequence[OwnSalesRow]:
    values = {
        "shop": actor.organisation, "since": at - LOOKED_BACK, "day": day, "told": TOLD_DAYS, "skus": sku_ids,
        "limit": limit,
    }  # fmt: skip
    return [
        OwnSalesRow(
            row.sku_id, row.code, row.name, row.name_zh, row.unit, row.sold_today,
            own_cover(row.units, row.since, row.lately, row.days) if row.days else None,
        )
        for row in prepared.run(session, _ROWS, values)
    ]  # fmt: skip


_OF_SHOP: Final = text(
    f"SELECT DISTINCT sku_id FROM ({_BOUGHT}) b WHERE sku_id = ANY (:skus)"  # noqa: S608 - a constant
).bindparams(
    bindparam("since", type_=UTCDateTime()),
    bindparam("shop", type_=PostgresUUID(as_uuid=True)),
    bindparam("skus", type_=ARRAY(PostgresUUID(as_uuid=True))),
)


def bought_here(session: Session, actor: Actor, sku_ids: Iterable[UUID]) -> set[UUID]:
    """Of these SKUs, those that the shop has ever bought here."""
    values = {"shop": actor.organisation, "since": _EVER, "skus": list(sku_ids)}
    return set(prepared.run(session, _OF_SHOP, values).scalars())


_BY_CODE: Final = text(
    f"""
SELECT DISTINCT s.id, upper(s.code) AS code, s.barcode
  FROM skus s JOIN ({_BOUGHT}) b ON b.sku_id = s.id
 WHERE NOT s.is_pack AND (upper(s.code) = ANY (:codes) OR s.barcode = ANY (:codes))"""  # noqa: S608 - a constant
).bindparams(
    bindparam("since", type_=UTCDateTime()),
    bindparam("shop", type_=PostgresUUID(as_uuid=True)),
    bindparam("codes", type_=ARRAY(Text())),
)


def bought_by_code(session: Session, actor: Actor, codes: Iterable[str]) -> dict[str, set[UUID]]:
    """What the shop has ever bought here that has one of these codes or barcodes, by that in capitals."""
    values = {"shop": actor.organisation, "since": _EVER, "codes": sorted({code.upper() for code in codes})}
    named: dict[str, set[UUID]] = {}
    for row in prepared.run(session, _BY_CODE, values):
        for name in {row.code, row.barcode} - {""}:
            named.setdefault(name, set()).add(row.id)
    return named
