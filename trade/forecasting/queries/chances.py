"""Where buying together would pay: what a region will want beside the steps of the price; and pools open now."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final, NamedTuple
from uuid import UUID

from sqlalchemy import Uuid, bindparam, select, text
from sqlalchemy.orm import Session

from trade.forecasting.rules import Ahead
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money, line_total
from trade.pooling.models import Pool, PoolGood
from trade.pooling.rules import PoolState
from trade.pooling.rules.ideas import BUYERS_MIN

CHANCES: Final = 100
BOUGHT_LATELY: Final = timedelta(days=90)
POOLED_LATELY: Final = timedelta(days=30)
"""What was pooled, or refused by its seller, within so long is not proposed again."""


class RegionName(NamedTuple):
    """What a region is called."""

    name: str
    name_zh: str


@dataclass(frozen=True, slots=True)
class Chance:
    """A SKU of which a region will want so much that together its buyers reach a lower price.

    ``saving`` is what all of them would pay less for the expected quantity, beside the first step's price. ``buyers``
    bought it within 90 days: a pool is for many small ones, an agreement for one or two large ones. ``is_pooled``: the
    region has, or lately had, a pool or a proposal of it.
    """

    region_code: str
    region: str
    region_zh: str
    seller_id: UUID
    seller_name: str
    sku_id: UUID
    code: str
    name: str
    name_zh: str
    expected: Decimal
    low80: Decimal
    high80: Decimal
    step: int
    alone: Decimal
    together: Decimal
    currency: str
    buyers: int
    is_pooled: bool
    saving: Money

    @property
    def pays(self) -> str:
        """What would pay: ``pool``, ``agreement``, or ``nothing`` where nobody is there to buy it together."""
        if self.buyers >= BUYERS_MIN:
            return "pool"
        return "agreement" if self.buyers else "nothing"

    @property
    def ahead(self) -> Ahead:
        """What the rules judge."""
        return Ahead(self.sku_id, self.region_code, self.expected, self.low80, self.high80, self.buyers)

    @property
    def of_region(self) -> RegionName:
        """The region's names."""
        return RegionName(self.region, self.region_zh)


# What is expected reaches a step, not what is hoped for.
_CHANCES: Final = text(
    """
WITH priced AS (
  SELECT DISTINCT ON (l.sku_id) l.sku_id, l.quantities, l.unit_prices, p.currency
    FROM ladders l JOIN price_lists p ON p.id = l.price_list_id
   WHERE p.audience = 'base' AND l.mode = 'all_units' AND l.withdrawn_at IS NULL AND cardinality(l.quantities) > 1
     AND l.valid_from <= :at AND (l.valid_until IS NULL OR l.valid_until > :at)
   ORDER BY l.sku_id, l.valid_from DESC
),
best AS (
SELECT f.region_code, g.name AS region, g.name_zh AS region_zh, f.seller_id, o.name AS seller_name, f.sku_id, s.code,
       p.name, p.name_zh, f.expected, f.low80, f.high80, priced.quantities[reached.step] AS step,
       priced.unit_prices[1] AS alone, priced.unit_prices[reached.step] AS together, priced.currency
  FROM region_forecasts f JOIN priced ON priced.sku_id = f.sku_id
  JOIN LATERAL (SELECT max(i) AS step FROM generate_subscripts(priced.quantities, 1) AS i
                 WHERE priced.quantities[i] <= f.expected) AS reached ON reached.step > 1
  JOIN skus s ON s.id = f.sku_id JOIN products p ON p.id = s.product_id JOIN regions g ON g.code = f.region_code
  JOIN organisations o ON o.id = f.seller_id
 WHERE p.state = 'offered' AND o.state = 'admitted' AND s.archived_at IS NULL AND NOT s.is_pack
   AND (CAST(:region AS text) = '' OR f.region_code = CAST(:region AS text))
   AND (CAST(:seller AS uuid) IS NULL OR f.seller_id = CAST(:seller AS uuid))
   AND (CAST(:sku AS uuid) IS NULL OR f.sku_id = CAST(:sku AS uuid))
 ORDER BY f.expected * (priced.unit_prices[1] - priced.unit_prices[reached.step]) DESC, f.sku_id, f.region_code LIMIT :limit)
SELECT best.*,
       (SELECT count(DISTINCT b.buyer_id) FROM (
          SELECT a.buyer_id FROM order_lines l JOIN orders a ON a.id = l.order_id
           WHERE l.sku_id = best.sku_id AND a.delivery_region = best.region_code AND a.state <> 'cancelled'
             AND a.placed_at >= :since AND l.quantity > l.cancelled
          UNION ALL
          SELECT a.buyer_id FROM past_order_lines l JOIN past_orders a ON a.id = l.past_order_id
           WHERE l.sku_id = best.sku_id AND a.region_code = best.region_code AND a.at >= :since) b) AS buyers,
       EXISTS (SELECT 1 FROM pool_goods g JOIN pools q ON q.id = g.pool_id
                WHERE g.sku_id = best.sku_id AND best.region_code = ANY (q.regions)
                  AND (q.state IN ('proposed', 'open', 'making') OR q.created_at >= :lately)) AS is_pooled
  FROM best ORDER BY best.expected * (best.alone - best.together) DESC, best.sku_id, best.region_code
"""
).bindparams(
    bindparam("at", type_=UTCDateTime()),
    bindparam("since", type_=UTCDateTime()),
    bindparam("lately", type_=UTCDateTime()),
    bindparam("seller", type_=Uuid()),
    bindparam("sku", type_=Uuid()),
)


def pool_chances(
    session: Session,
    at: datetime,
    *,
    region: str = "",
    seller_id: UUID | None = None,
    sku_id: UUID | None = None,
    limit: int = CHANCES,
) -> list[Chance]:
    """Where a pool or an agreement would pay most. For those who see every seller's forecasts: the platform."""
    values = {
        "at": at, "since": at - BOUGHT_LATELY, "lately": at - POOLED_LATELY, "region": region, "seller": seller_id,
        "sku": sku_id, "limit": limit,
    }  # fmt: skip
    rows = prepared.run(session, _CHANCES, values)
    return [
        Chance(
            row.region_code,
            row.region,
            row.region_zh,
            row.seller_id,
            row.seller_name,
            row.sku_id,
            row.code,
            row.name,
            row.name_zh,
            row.expected,
            row.low80,
            row.high80,
            row.step,
            row.alone,
            row.together,
            row.currency,
            row.buyers,
            row.is_pooled,
            saving=line_total(row.alone - row.together, int(row.expected), row.currency),
        )
        for row in rows
    ]


def pools_with(session: Session, sku_ids: Collection[UUID], at: datetime) -> dict[UUID, UUID]:
    """Of these SKUs, those of which a pool that the actor sees takes commitments now: the pool that closes first."""
    if not sku_ids:
        return {}
    rows = session.execute(
        select(PoolGood.sku_id, Pool.id)
        .join(Pool, Pool.id == PoolGood.pool_id)
        .where(PoolGood.sku_id.in_(sku_ids), Pool.state == PoolState.OPEN, Pool.opens_at <= at, Pool.closes_at > at)
        .order_by(Pool.closes_at.desc())
    )
    return dict(rows.all())
