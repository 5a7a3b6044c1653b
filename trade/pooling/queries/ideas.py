"""What the platform could propose: goods that a region's shops keep buying by themselves, too dear."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Final
from uuid import UUID

from sqlalchemy import bindparam, select, text
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU, Product
from trade.catalogue.queries import specified
from trade.kernel import prepared
from trade.kernel.base import UTCDateTime
from trade.kernel.money import Money, to_minor
from trade.parties.models import Organisation, Region
from trade.pooling.rules.ideas import Bought, Idea, Sold, idea_of
from trade.pricing.queries import base_ladders
from trade.stock.models import StockLevel

WEEKS: Final = 4
LOOKED_AT: Final = 200
"""Of so many goods and regions, those bought most, is looked whether a pool would pay."""


@dataclass(frozen=True, slots=True)
class IdeaRow:
    """An idea with the names that a page shows."""

    idea: Idea
    seller_name: str
    code: str
    name: str
    name_zh: str
    unit: str
    region_name: str
    region_name_zh: str


# What was bought is added up once and its goods are looked up by their keys: where statistics are young or policies hide
# how much there is, a join is otherwise planned that reads all orders anew for each good.
_BOUGHT: Final = text("""
WITH bought AS MATERIALIZED (
    SELECT b.sku_id, b.region_code, b.currency, count(DISTINCT b.buyer_id) AS buyers, count(DISTINCT b.order_id) AS orders,
           sum(b.quantity) AS units, max(b.quantity) AS largest, sum(b.spent) AS spent
      FROM (
        SELECT l.sku_id, o.delivery_region AS region_code, o.buyer_id, o.id AS order_id, l.quantity - l.cancelled AS quantity,
               l.unit_price * (l.quantity - l.cancelled) AS spent, o.currency
          FROM orders o JOIN order_lines l ON l.order_id = o.id
         WHERE o.placed_at >= :since AND o.placed_at < :at AND o.state <> 'cancelled' AND o.replaces_id IS NULL
           AND l.quantity > l.cancelled
           AND NOT EXISTS (SELECT 1 FROM commitments c WHERE c.order_id = o.id)
        UNION ALL
        SELECT l.sku_id, p.region_code, p.buyer_id, p.id, l.quantity, l.unit_price * l.quantity, p.currency
          FROM past_orders p JOIN past_order_lines l ON l.past_order_id = p.id
         WHERE p.at >= :since AND p.at < :at AND p.buyer_id IS NOT NULL) b
     WHERE b.region_code IS NOT NULL
     GROUP BY b.sku_id, b.region_code, b.currency
    HAVING count(DISTINCT b.buyer_id) > 1
)
SELECT k.seller_id, b.sku_id, b.region_code, b.buyers, b.orders, b.units, b.largest, b.spent, b.currency
  FROM bought b
 CROSS JOIN LATERAL (
    SELECT k.seller_id FROM skus k
      JOIN products t ON t.id = k.product_id AND t.state = 'offered'
      JOIN organisations s ON s.id = k.seller_id AND s.state = 'admitted'
     WHERE k.id = b.sku_id AND k.archived_at IS NULL AND NOT k.is_pack OFFSET 0) k
 WHERE NOT EXISTS (SELECT 1 FROM pool_goods g JOIN pools p ON p.id = g.pool_id
                    WHERE g.sku_id = b.sku_id AND p.state IN ('proposed', 'open') AND b.region_code = ANY (p.regions))
 ORDER BY b.spent DESC LIMIT :looked_at
""").bindparams(bindparam("since", type_=UTCDateTime()), bindparam("at", type_=UTCDateTime()))


def pool_ideas(session: Session, at: datetime, *, weeks: int = WEEKS, limit: int = 20) -> list[IdeaRow]:
    """Pools worth proposing, what would have saved most first, from the orders and past orders of some weeks.

    Small orders that came of pools are left out, and goods of which a region has a pool or a proposal already. The
    session must see everybody's orders.
    """
    values = {"since": at - timedelta(weeks=weeks), "at": at, "looked_at": LOOKED_AT}
    bought = [_bought(row, weeks) for row in session.execute(_BOUGHT, values)]
    sold = sold_of(session, {one.sku_id for one in bought}, at)
    ideas = [idea for one in bought if one.sku_id in sold and (idea := idea_of(one, sold[one.sku_id])) is not None]
    best = sorted(ideas, key=lambda idea: (-idea.saves.minor, idea.bought.sku_id, idea.bought.region_code))[:limit]
    return _named(session, best)


def _bought(row: Any, weeks: int) -> Bought:
    seller_id, sku_id, region, buyers, orders, units, largest, spent, currency = row
    money = Money(to_minor(spent, currency), currency)
    return Bought(seller_id, sku_id, region, weeks, buyers, orders, int(units), largest, money)


_SOLD: Final = (
    select(SKU.id, SKU.moq, SKU.multiple, StockLevel.available)
    .join(StockLevel, StockLevel.sku_id == SKU.id)
    .where(SKU.id.in_(bindparam("sku_ids", expanding=True)))
)


def sold_of(session: Session, sku_ids: set[UUID], at: datetime) -> dict[UUID, Sold]:
    """How SKUs are sold to everybody, and what of them is left; those without a ladder or a level are left out."""
    ladders = base_ladders(session, sku_ids, at)
    found = {}
    for sku_id, moq, multiple, available in prepared.run(session, _SOLD, {"sku_ids": sorted(sku_ids)}):
        if sku_id in ladders:
            ladder = ladders[sku_id]
            quantities = tuple(step.quantity for step in ladder.steps)
            prices = tuple(step.unit_price for step in ladder.steps)
            found[sku_id] = Sold(quantities, prices, moq, multiple, available, ladder.currency)
    return found


def _named(session: Session, ideas: Sequence[Idea]) -> list[IdeaRow]:
    statement = (
        select(SKU.id, Organisation.name, SKU.code, specified(Product.name), specified(Product.name_zh), SKU.unit)
        .join(Product, Product.id == SKU.product_id)
        .join(Organisation, Organisation.id == SKU.seller_id)
        .where(SKU.id.in_({idea.bought.sku_id for idea in ideas}))
    )
    goods: dict[UUID, list[Any]] = {sku_id: rest for sku_id, *rest in session.execute(statement)}
    regions = {region.code: region for region in session.scalars(select(Region))}
    return [
        IdeaRow(idea, *(*goods[idea.bought.sku_id], regions[code].name, regions[code].name_zh))
        for idea in ideas
        for code in [idea.bought.region_code]
    ]
