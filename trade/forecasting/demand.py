"""Reading demand: order lines of this market and imported past sales, set by set."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from typing import Final
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import Date, Interval, bindparam, text
from sqlalchemy.dialects.postgresql import ARRAY
from sqlalchemy.dialects.postgresql import UUID as PostgresUUID
from sqlalchemy.orm import Session

from trade.forecasting.ports import ORIGINS, History, Missed, Promoted, Shop, Sold
from trade.forecasting.rules import HISTORY_DAYS, NEW_DAYS, PROMOTION_DAYS
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime

ELSEWHERE: Final = "ZZ"
"""The region of orders that name none."""

# Shops that told for two weeks or more what they sold of a SKU, and no more than they ever bought of it here: a shop
# cannot make a seller believe in demand that never reached it.
_TOLD: Final = """
  SELECT s.shop_id, s.sku_id, min(s.day) AS first_day, max(s.day) AS last_day FROM own_sales s
   WHERE s.sku_id = ANY (:skus) GROUP BY 1, 2
  HAVING max(s.day) - min(s.day) >= 13
     AND sum(s.quantity) <= (SELECT coalesce(sum(l.quantity - l.cancelled), 0) FROM orders o JOIN order_lines l ON l.order_id = o.id
                              WHERE o.buyer_id = s.shop_id AND l.sku_id = s.sku_id AND o.state <> 'cancelled')
                          + (SELECT coalesce(sum(l.quantity), 0) FROM past_orders o JOIN past_order_lines l ON l.past_order_id = o.id
                              WHERE o.buyer_id = s.shop_id AND l.sku_id = s.sku_id)
"""
# Cancelled units were not wanted after all, and what is sent again for a claim was counted when it was ordered first. Both
# kinds of sale count alike, whoever bought. While a shop tells what it
# sells, that counts and not what it orders: an order then only fills its shelf.
_LINES: Final = """
  SELECT l.sku_id, o.region_code AS region, (o.at AT TIME ZONE :zone)::date AS day, l.quantity AS units
    FROM past_order_lines l JOIN past_orders o ON o.id = l.past_order_id
    LEFT JOIN told t ON t.shop_id = o.buyer_id AND t.sku_id = l.sku_id
   WHERE l.sku_id = ANY (:skus) AND o.at >= :since AND o.at < :until
     AND (t.first_day IS NULL OR (o.at AT TIME ZONE :zone)::date NOT BETWEEN t.first_day AND t.last_day)
  UNION ALL
  SELECT l.sku_id, coalesce(o.delivery_region, b.region_code, 'ZZ'), (o.placed_at AT TIME ZONE :zone)::date,
         l.quantity - l.cancelled
    FROM order_lines l JOIN orders o ON o.id = l.order_id JOIN organisations b ON b.id = o.buyer_id
    LEFT JOIN told t ON t.shop_id = o.buyer_id AND t.sku_id = l.sku_id
   WHERE l.sku_id = ANY (:skus) AND o.state <> 'cancelled' AND o.replaces_id IS NULL
     AND o.placed_at >= :since AND o.placed_at < :until
     AND l.quantity > l.cancelled
     AND (t.first_day IS NULL OR (o.placed_at AT TIME ZONE :zone)::date NOT BETWEEN t.first_day AND t.last_day)
  UNION ALL
  SELECT s.sku_id, coalesce(b.region_code, 'ZZ'), s.day, s.quantity
    FROM told t JOIN own_sales s ON s.shop_id = t.shop_id AND s.sku_id = t.sku_id
    JOIN organisations b ON b.id = s.shop_id
   WHERE s.quantity > 0 AND s.day >= (:since AT TIME ZONE :zone)::date AND s.day < (:until AT TIME ZONE :zone)::date
  UNION ALL
  SELECT t.sku_id, coalesce(o.delivery_region, b.region_code, 'ZZ'), (o.placed_at AT TIME ZONE :zone)::date,
         (l.quantity - l.cancelled) * t.quantity
    FROM order_line_parts t JOIN order_lines l ON l.id = t.line_id JOIN orders o ON o.id = l.order_id
    JOIN organisations b ON b.id = o.buyer_id
   WHERE t.sku_id = ANY (:skus) AND o.state <> 'cancelled' AND o.replaces_id IS NULL
     AND o.placed_at >= :since AND o.placed_at < :until
     AND l.quantity > l.cancelled
"""
"""What was wanted: past sales, orders, and the parts of the packs that were ordered."""

_BINDS: Final = (
    bindparam("skus", type_=ARRAY(PostgresUUID(as_uuid=True))),
    bindparam("since", type_=UTCDateTime()),
    bindparam("until", type_=UTCDateTime()),
)

# One row for each SKU and region, not for each day: making rows of a year's days takes longer than finding them.
_SOLD: Final = text(
    f"WITH told AS ({_TOLD}), lines AS ({_LINES}), daily AS ("  # noqa: S608 - constants
    " SELECT sku_id, region, day - :first AS day, sum(units)::bigint AS units FROM lines WHERE day >= :first GROUP BY 1, 2, 3)"
    " SELECT sku_id, region, array_agg(day ORDER BY day) AS days, array_agg(units ORDER BY day) AS units FROM daily GROUP BY 1, 2"
).bindparams(*_BINDS, bindparam("first", type_=Date()))

_SHOP: Final = text(
    f"WITH told AS ({_TOLD}), lines AS ({_LINES}), sold AS (SELECT sku_id, region, day, sum(units) AS units FROM lines GROUP BY 1, 2, 3)"  # noqa: S608 - constants
    " SELECT region, day, sum(units)::bigint AS units, sum(sqrt(units::double precision)) AS roots FROM sold GROUP BY 1, 2"
).bindparams(*_BINDS)

_SKUS: Final = text(
    """
SELECT s.id FROM skus s JOIN products p ON p.id = s.product_id JOIN categories c ON c.id = p.category_id
 WHERE s.seller_id = :seller AND s.archived_at IS NULL AND NOT s.is_pack
   AND (p.created_at >= :new_since
        OR EXISTS (SELECT 1 FROM past_order_lines l WHERE l.sku_id = s.id)
        OR EXISTS (SELECT 1 FROM order_lines l JOIN orders o ON o.id = l.order_id
                    WHERE l.sku_id = s.id AND o.state <> 'cancelled' AND l.quantity > l.cancelled)
        OR EXISTS (SELECT 1 FROM order_line_parts t JOIN order_lines l ON l.id = t.line_id JOIN orders o ON o.id = l.order_id
                    WHERE t.sku_id = s.id AND o.state <> 'cancelled' AND l.quantity > l.cancelled))
 ORDER BY c.position, s.code, s.id
"""
).bindparams(bindparam("new_since", type_=UTCDateTime()))

_FAMILIES: Final = text(
    "SELECT s.id, p.category_id FROM skus s JOIN products p ON p.id = s.product_id WHERE s.id = ANY (:skus)"
).bindparams(_BINDS[0])

_EMPTY_SINCE: Final = text(
    """
WITH moved AS (
  SELECT sku_id, number, at, sum(change) OVER (PARTITION BY sku_id ORDER BY number) AS left_over,
         lead(at) OVER (PARTITION BY sku_id ORDER BY number) AS next_at
    FROM stock_moves WHERE sku_id = ANY (:skus)
)
SELECT sku_id, (at AT TIME ZONE :zone)::date + 1 AS begin, (coalesce(next_at, :until) AT TIME ZONE :zone)::date AS "end"
  FROM moved WHERE left_over <= 0 AND coalesce(next_at, :until) > :since
"""
).bindparams(*_BINDS)


# A price that was lower than before and after it, for a while; and the days on which pools became orders.
_PROMOTED: Final = text(
    """
WITH priced AS (
  SELECT l.sku_id, l.valid_from, l.valid_until, l.unit_prices[1] AS price, lag(l.unit_prices[1]) OVER w AS earlier,
         lead(l.unit_prices[1]) OVER w AS later
    FROM ladders l JOIN price_lists p ON p.id = l.price_list_id
   WHERE l.sku_id = ANY (:skus) AND p.audience = 'base' AND l.withdrawn_at IS NULL
  WINDOW w AS (PARTITION BY l.sku_id ORDER BY l.valid_from)
)
SELECT sku_id, (greatest(valid_from, :since) AT TIME ZONE :zone)::date AS begin,
       ((least(valid_until, :until) - interval '1 microsecond') AT TIME ZONE :zone)::date + 1 AS "end"
  FROM priced
 WHERE price < earlier AND price < later AND valid_until - valid_from <= :longest
   AND valid_from < :until AND valid_until > :since
UNION
SELECT l.sku_id, (o.placed_at AT TIME ZONE :zone)::date, (o.placed_at AT TIME ZONE :zone)::date + 1
  FROM order_lines l JOIN orders o ON o.id = l.order_id JOIN commitments c ON c.order_id = o.id
 WHERE l.sku_id = ANY (:skus) AND o.state <> 'cancelled' AND o.placed_at >= :since AND o.placed_at < :until
"""
).bindparams(*_BINDS, bindparam("longest", type_=Interval()))

_OLDER: Final = text(
    """
SELECT w.id FROM unnest(CAST(:skus AS uuid[])) AS w(id)
 WHERE EXISTS (SELECT 1 FROM past_order_lines l JOIN past_orders o ON o.id = l.past_order_id
                WHERE l.sku_id = w.id AND o.at < :since)
    OR EXISTS (SELECT 1 FROM order_lines l JOIN orders o ON o.id = l.order_id
                WHERE l.sku_id = w.id AND o.placed_at < :since AND o.state <> 'cancelled' AND l.quantity > l.cancelled)
    OR EXISTS (SELECT 1 FROM order_line_parts t JOIN order_lines l ON l.id = t.line_id JOIN orders o ON o.id = l.order_id
                WHERE t.sku_id = w.id AND o.placed_at < :since AND o.state <> 'cancelled' AND l.quantity > l.cancelled)
"""
).bindparams(*_BINDS[:2])


@dataclass(frozen=True, slots=True)
class Window:
    """The days that are read, up to before ``until``, in the seller's time zone."""

    until: date
    zone: str
    since_at: datetime
    until_at: datetime

    def values(self, sku_ids: Sequence[UUID]) -> dict[str, object]:
        """The parameters of the statements above."""
        return {"skus": list(sku_ids), "zone": self.zone, "since": self.since_at, "until": self.until_at}


def skus_to_forecast(session: Session, seller_id: UUID, at: datetime) -> list[UUID]:
    """What was ever sold, or is new, by category and code: a piece of it holds whole families."""
    since = at - timedelta(days=NEW_DAYS)
    return list(prepared.run(session, _SKUS, {"seller": seller_id, "new_since": since}).scalars())


def read_shop(session: Session, sku_ids: Sequence[UUID], window: Window) -> Shop | None:
    """What all goods together tell each piece; ``None`` where nothing was sold."""
    rows = prepared.run(session, _SHOP, window.values(sku_ids)).all()
    if not rows:
        return None
    first = min(row.day for row in rows)
    totals = [0] * (window.until - first).days
    weights: dict[str, list[float]] = {row.region: [0.0] * len(ORIGINS) for row in rows}
    for row in rows:
        totals[(row.day - first).days] += row.units
        for origin, days_before in enumerate(ORIGINS):
            if row.day < window.until - timedelta(days=days_before):
                weights[row.region][origin] += row.roots
    whole = [sum(of_origin) for of_origin in zip(*weights.values(), strict=True)]
    shares = {
        region: [root / (total or 1.0) for root, total in zip(roots, whole, strict=True)]
        for region, roots in weights.items()
    }
    return Shop(first, totals, shares)


def read_history(session: Session, sku_ids: Sequence[UUID], shop: Shop, window: Window) -> History:
    """The demand of some SKUs, by region and day, and the days on which there was nothing to buy."""
    values = window.values(sku_ids)
    place = {sku_id: number for number, sku_id in enumerate(sku_ids)}
    rows = prepared.run(session, _SOLD, values | {"first": shop.first_day}).all()
    # Those of the whole shop: what never sold yet may be wanted in any of them.
    regions = sorted({row.region for row in rows} | set(shop.region_weights))
    at = {region: number for number, region in enumerate(regions)}
    sold = [Sold(place[row.sku_id], at[row.region], row.days, row.units) for row in rows]
    families = {row.id: str(row.category_id) for row in prepared.run(session, _FAMILIES, {"skus": list(sku_ids)})}
    missed = [
        Missed(place[row.sku_id], max((row.begin - shop.first_day).days, 0), (row.end - shop.first_day).days)
        for row in prepared.run(session, _EMPTY_SINCE, values)
        if row.end > max(row.begin, shop.first_day)
    ]
    of_skus = [families[sku_id] for sku_id in sku_ids]
    older = _older(session, shop, place, sold, values)
    return History(shop, sku_ids, of_skus, regions, sold, missed, _promoted(session, shop, place, values), older)


def _older(
    session: Session, shop: Shop, place: Mapping[UUID, int], sold: Sequence[Sold], values: dict[str, object]
) -> list[int]:
    """Which SKUs had been sold before the days that are read, among those that would pass for new on some origin."""
    settled = shop.days - max(ORIGINS) - NEW_DAYS
    known = {one.sku for one in sold if one.days[0] < settled}
    asked = [sku_id for sku_id, number in place.items() if number not in known]
    rows = prepared.run(session, _OLDER, {"skus": asked, "since": values["since"]}) if asked else ()
    return sorted(place[row.id] for row in rows)


def _promoted(session: Session, shop: Shop, place: Mapping[UUID, int], values: dict[str, object]) -> list[Promoted]:
    rows = prepared.run(session, _PROMOTED, values | {"longest": timedelta(days=PROMOTION_DAYS)})
    found = [
        (place[row.sku_id], max((row.begin - shop.first_day).days, 0), (row.end - shop.first_day).days) for row in rows
    ]
    return [Promoted(*days) for days in sorted(found) if days[2] > days[1]]


def window_of(until: date, zone: str) -> Window:
    """The days before ``until``, as far back as demand is read."""
    first = until - timedelta(days=HISTORY_DAYS)
    begins, ends = (datetime.combine(day, time.min, ZoneInfo(zone)) for day in (first, until))
    return Window(until, zone, begins, ends)
