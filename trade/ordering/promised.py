"""What was promised of orders, and whether it was kept, as SQL about ``orders o`` with ``:travels`` and ``:at``."""

from __future__ import annotations

from typing import Final

# Arrived when the buyer says so, or as long after it left as goods travel, whichever is earlier: a late word is not the seller's fault.
KEPT: Final = """(o.shipped_at IS NOT NULL AND o.state <> 'cancelled'
  AND (least(coalesce(o.delivered_at, o.shipped_at + :travels), o.shipped_at + :travels) AT TIME ZONE o.time_zone)::date <= o.promised_on
  AND NOT EXISTS (SELECT 1 FROM order_lines l WHERE l.order_id = o.id AND l.shipped < l.quantity))"""
"""It was there in time and in full."""

# Orders that their buyer took back are nobody's failure; those that their seller gave up are.
DUE: Final = """(o.promised_on < (:at AT TIME ZONE o.time_zone)::date
  AND (o.state <> 'cancelled' OR EXISTS (SELECT 1 FROM events e WHERE e.subject = 'order' AND e.subject_id = o.id
                                           AND e.verb = 'ordering.order_cancelled' AND e.organisation_id = o.seller_id)))"""
"""The day for which it was promised is over, and its buyer had not taken it back."""

BORNE: Final = (
    "EXISTS (SELECT 1 FROM claims c WHERE c.order_id = o.id AND c.state = 'settled' AND c.outcome = 'seller')"
)
"""It ended with a claim that its seller bore."""
