"""What categories and regions will want together: sums of the same forecasts, so that all of them agree."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from sqlalchemy import TextClause, text
from sqlalchemy.orm import Session

from trade.forecasting.queries.board import AVAILABLE, SERVES
from trade.forecasting.rules import HORIZON_DAYS
from trade.kernel import prepared
from trade.kernel.actor import Actor


@dataclass(frozen=True, slots=True)
class SumRow:
    """What a category or a region will want together; ``available`` of a category's goods may be sold to anybody.

    ``days`` of cover count what is set aside for open pools and carts, too: they are among those that will want it.
    """

    key: str
    name: str
    name_zh: str
    expected: Decimal
    low80: Decimal
    high80: Decimal
    available: int | None
    days: Decimal | None


_CATEGORIES: Final = text(
    f"""
SELECT c.id::text AS key, c.name, c.name_zh, t.expected, t.low80, t.high80, coalesce(w.available, 0) AS available,
       coalesce(w.serves, 0) AS serves
  FROM forecast_sums t JOIN categories c ON c.id::text = t.key
  LEFT JOIN (SELECT p.category_id, sum({AVAILABLE}) AS available, sum({SERVES}) AS serves
               FROM stock_levels l JOIN skus s ON s.id = l.sku_id JOIN products p ON p.id = s.product_id
              WHERE l.seller_id = :seller GROUP BY 1) w ON w.category_id = c.id
 WHERE t.seller_id = :seller AND t.level = 'category' ORDER BY t.expected DESC, c.position
"""
)
_REGIONS: Final = text(
    """
SELECT r.code AS key, r.name, r.name_zh, t.expected, t.low80, t.high80, NULL::bigint AS available, NULL::bigint AS serves
  FROM forecast_sums t JOIN regions r ON r.code = t.key
 WHERE t.seller_id = :seller AND t.level = 'region' ORDER BY t.expected DESC, r.code
"""
)
_WHOLE: Final = text(
    "SELECT 'all' AS key, '' AS name, '' AS name_zh, expected, low80, high80, NULL::bigint AS available, NULL::bigint AS serves"
    " FROM forecast_sums WHERE seller_id = :seller AND level = 'all'"
)
_OF_SKU: Final = text(
    """
SELECT r.code AS key, r.name, r.name_zh, f.expected, f.low80, f.high80, NULL::bigint AS available, NULL::bigint AS serves
  FROM region_forecasts f JOIN regions r ON r.code = f.region_code
 WHERE f.seller_id = :seller AND f.sku_id = :sku ORDER BY f.expected DESC, r.code
"""
)


def by_category(session: Session, actor: Actor) -> list[SumRow]:
    """What each category will want, against the stock of its goods."""
    return _sums(session, _CATEGORIES, {"seller": actor.organisation})


def by_region(session: Session, actor: Actor) -> list[SumRow]:
    """What each region will want of the actor's goods."""
    return _sums(session, _REGIONS, {"seller": actor.organisation})


def whole(session: Session, actor: Actor) -> SumRow | None:
    """What all of the actor's goods together will want."""
    return next(iter(_sums(session, _WHOLE, {"seller": actor.organisation})), None)


def regions_of_sku(session: Session, actor: Actor, sku_id: UUID) -> list[SumRow]:
    """What each region will want of a SKU."""
    return _sums(session, _OF_SKU, {"seller": actor.organisation, "sku": sku_id})


def _sums(session: Session, statement: TextClause, values: dict[str, Any]) -> list[SumRow]:
    return [
        SumRow(
            row.key, row.name, row.name_zh, row.expected, row.low80, row.high80, row.available,
            (row.serves / row.expected * HORIZON_DAYS).quantize(Decimal(1))
            if row.serves is not None and row.expected > 0
            else None,
        )
        for row in prepared.run(session, statement, values)
    ]  # fmt: skip
