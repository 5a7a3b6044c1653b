"""Re-derives what lies on every shelf, in each place, and what is promised of it, and says what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

# One statement each, so one moment: goods that leave meanwhile are in both sums or in neither.
_MOVED: Final = """
    SELECT coalesce(k.code, sku_id::text), 'on hand', coalesce(s.on_hand, 0), coalesce(m.change, 0)
      FROM stock_levels s
      FULL JOIN (SELECT sku_id, sum(change) AS change FROM stock_moves GROUP BY sku_id) m USING (sku_id)
      LEFT JOIN skus k ON k.id = sku_id
     WHERE coalesce(s.on_hand, 0) <> coalesce(m.change, 0)
     ORDER BY 1"""

_MOVED_IN_PLACE: Final = """
    SELECT coalesce(k.code, sku_id::text), 'on hand in a place', coalesce(h.on_hand, 0), coalesce(m.change, 0)
      FROM stock_holdings h
      FULL JOIN (
        SELECT m.sku_id, coalesce(m.warehouse_id, w.id) AS warehouse_id, m.lot, sum(m.change) AS change
          FROM stock_moves m
          JOIN stock_levels s ON s.sku_id = m.sku_id AND s.is_split
          LEFT JOIN warehouses w ON w.seller_id = m.seller_id AND w.is_home
         GROUP BY 1, 2, 3) m USING (sku_id, warehouse_id, lot)
      LEFT JOIN skus k ON k.id = sku_id
     WHERE coalesce(h.on_hand, 0) <> coalesce(m.change, 0)
     ORDER BY 1"""

_HELD: Final = """
    SELECT coalesce(k.code, s.sku_id::text), f.what, f.said, f.derived
      FROM stock_levels s
      LEFT JOIN (SELECT sku_id, sum(on_hand) AS on_hand, sum(allocated) AS allocated FROM stock_holdings GROUP BY 1) h
           ON h.sku_id = s.sku_id
      LEFT JOIN skus k ON k.id = s.sku_id
     CROSS JOIN LATERAL (VALUES ('on hand in all places', s.on_hand, coalesce(h.on_hand, 0)),
                                ('allocated in all places', s.allocated, coalesce(h.allocated, 0))) f (what, said, derived)
     WHERE f.said <> f.derived AND (s.is_split OR h.sku_id IS NOT NULL)
     ORDER BY 1, 2"""

# What was allocated before a SKU was split stands in no line's allocation; it lies at home, in no lot.
_TAKEN: Final = """
    SELECT coalesce(k.code, h.sku_id::text), 'allocated in a place', h.allocated, coalesce(a.quantity, 0)
      FROM stock_holdings h
      JOIN warehouses w ON w.id = h.warehouse_id
      LEFT JOIN (SELECT holding_id, sum(quantity) AS quantity FROM stock_allocations GROUP BY 1) a ON a.holding_id = h.id
      LEFT JOIN skus k ON k.id = h.sku_id
     WHERE CASE WHEN w.is_home AND h.lot = '' THEN h.allocated < coalesce(a.quantity, 0)
                ELSE h.allocated <> coalesce(a.quantity, 0) END
     ORDER BY 1"""

_RESERVED: Final = """
    SELECT coalesce(k.code, sku_id::text), 'reserved', coalesce(s.reserved, 0), coalesce(r.quantity, 0)
      FROM stock_levels s
      FULL JOIN (SELECT sku_id, sum(quantity) AS quantity FROM stock_reservations GROUP BY 1) r USING (sku_id)
      LEFT JOIN skus k ON k.id = sku_id
     WHERE coalesce(s.reserved, 0) <> coalesce(r.quantity, 0)
     ORDER BY 1"""


@dataclass(frozen=True, slots=True)
class StockDifference:
    """What a SKU's level says of something, and what it would be by its evidence, in base units."""

    code: str
    what: str
    said: int
    derived: int


def verify_shelves(session: Session) -> list[StockDifference]:
    """Find what differs between levels, places, moves and promises; the session must see everything."""
    found = [
        row
        for statement in (_MOVED, _MOVED_IN_PLACE, _HELD, _TAKEN, _RESERVED)
        for row in session.execute(text(statement))
    ]
    return [StockDifference(code, what, said, int(derived)) for code, what, said, derived in found]
