"""Counting what a scorecard is made of, for all sellers in one statement."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import bindparam, text
from sqlalchemy.orm import Session

from trade.kernel.base import UTCDateTime
from trade.ordering.promised import BORNE, DUE, KEPT
from trade.scoring.rules import ANSWER_HOURS, INSPECTION_DAYS, WINDOW_DAYS, Counts
from trade.stock.rules import DELIVERY_DAYS

# What was promised when an order was placed counts, whatever its seller says of its days now.
_COUNT: Final = text(f"""
WITH due AS (
  SELECT o.seller_id, count(*) AS due,
         count(*) FILTER (WHERE {KEPT}) AS kept
    FROM orders o
   WHERE o.placed_at >= :oldest AND o.replaces_id IS NULL AND o.promised_on >= (:since AT TIME ZONE o.time_zone)::date
     AND {DUE}
   GROUP BY 1),
delivered AS (
  SELECT o.seller_id, count(*) AS delivered,
         count(*) FILTER (WHERE {BORNE}) AS claimed
    FROM orders o WHERE o.delivered_at >= :since AND o.delivered_at < :at AND o.replaces_id IS NULL GROUP BY 1),
looked AS (
  SELECT seller_id, count(*) AS inspected, count(*) FILTER (WHERE state = 'passed') AS passed
    FROM inspections WHERE state IN ('passed', 'failed') AND recorded_at >= :looked_since AND recorded_at < :at GROUP BY 1),
asked AS (
  SELECT seller_id, count(*) AS asked, count(*) FILTER (WHERE answered_at <= asked_at + :answer) AS answered
    FROM (SELECT seller_id, placed_at AS asked_at, confirmed_at AS answered_at FROM orders
           WHERE placed_at >= :since AND placed_at < :at - :answer AND replaces_id IS NULL
             AND (confirmed_at IS NOT NULL OR cancelled_at IS NULL)
          UNION ALL
          SELECT i.seller_id, i.asked_at, (SELECT min(q.quoted_at) FROM quotes q WHERE q.inquiry_id = i.id) FROM inquiries i
           WHERE i.asked_at >= :since AND i.asked_at < :at - :answer AND i.state <> 'withdrawn') a GROUP BY 1),
rated AS (
  SELECT seller_id, count(*) AS ratings, sum(stars) AS stars FROM ratings WHERE rated_at >= :since AND rated_at < :at GROUP BY 1)
SELECT s.id, coalesce(due, 0), coalesce(kept, 0), coalesce(delivered, 0), coalesce(claimed, 0), coalesce(inspected, 0),
       coalesce(passed, 0), coalesce(asked, 0), coalesce(answered, 0), coalesce(ratings, 0), coalesce(stars, 0)
  FROM organisations s
  LEFT JOIN due ON due.seller_id = s.id LEFT JOIN delivered ON delivered.seller_id = s.id LEFT JOIN looked ON looked.seller_id = s.id
  LEFT JOIN asked ON asked.seller_id = s.id LEFT JOIN rated ON rated.seller_id = s.id
 WHERE s.kind IN ('supplier', 'distributor') AND s.state = 'admitted'
 ORDER BY s.id""").bindparams(*(bindparam(name, type_=UTCDateTime()) for name in ("at", "since", "oldest", "looked_since")))  # fmt: skip  # noqa: S608 # constants
LONGEST: Final = timedelta(days=365)
"""A day may be asked for so far ahead."""


def count_all(session: Session, at: datetime) -> dict[UUID, Counts]:
    """What counts at ``at`` of every seller that trades; the session must see everything."""
    since = at - timedelta(days=WINDOW_DAYS)
    values = {
        "at": at, "since": since, "oldest": since - LONGEST, "looked_since": at - timedelta(days=INSPECTION_DAYS),
        "answer": timedelta(hours=ANSWER_HOURS), "travels": timedelta(days=DELIVERY_DAYS),
    }  # fmt: skip
    return {seller_id: Counts(*map(int, counts)) for seller_id, *counts in session.execute(_COUNT, values)}
