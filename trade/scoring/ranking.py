"""Working out which products stand elsewhere in lists now: how often each was bought, and the score of its seller."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Date, bindparam, text
from sqlalchemy.orm import Session

from trade.catalogue.rules.ranking import place_of
from trade.kernel.base import UTCDateTime
from trade.scoring.rules import TOLD_DAYS, WINDOW_DAYS

# A buyer counts once a day for a product, however many orders it makes of it; what was cancelled, and goods that are
# sent again, count nowhere. Sales of before this market count like any, those over a counter once a region and day.
_PLACES: Final = text("""
WITH bought AS (
  SELECT product_id, count(*) AS times FROM (
    SELECT s.product_id, o.buyer_id::text AS who, (o.placed_at AT TIME ZONE 'UTC')::date AS day
      FROM orders o JOIN order_lines l ON l.order_id = o.id JOIN skus s ON s.id = l.sku_id
     WHERE o.placed_at >= :since AND o.placed_at < :at AND o.replaces_id IS NULL AND l.quantity > l.cancelled
    UNION
    SELECT s.product_id, coalesce(o.buyer_id::text, o.region_code), (o.at AT TIME ZONE 'UTC')::date
      FROM past_orders o JOIN past_order_lines l ON l.past_order_id = o.id JOIN skus s ON s.id = l.sku_id
     WHERE o.at >= :since AND o.at < :at) b
   GROUP BY product_id),
scored AS (
  SELECT DISTINCT ON (seller_id) seller_id, score FROM seller_scores WHERE on_day > :told_since ORDER BY seller_id, on_day DESC)
SELECT p.id, p.rank, coalesce(b.times, 0), c.score
  FROM products p LEFT JOIN bought b ON b.product_id = p.id LEFT JOIN scored c ON c.seller_id = p.seller_id
 ORDER BY p.id""").bindparams(
    bindparam("since", type_=UTCDateTime()), bindparam("at", type_=UTCDateTime()), bindparam("told_since", type_=Date())
)


def moved(session: Session, at: datetime) -> Iterator[tuple[UUID, int]]:
    """The products that stand elsewhere at ``at``, and where, by id; the session must see everything."""
    values = {
        "at": at, "since": at - timedelta(days=WINDOW_DAYS), "told_since": at.date() - timedelta(days=TOLD_DAYS),
    }  # fmt: skip
    for product_id, rank, bought, score in session.execute(_PLACES, values):
        place = place_of(bought, score)
        if place != rank:
            yield product_id, place
