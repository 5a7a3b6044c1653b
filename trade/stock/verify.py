"""Re-derives what lies on every shelf from its moves and says what differs."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

# One statement, so one moment: goods that leave meanwhile are in both sums or in neither.
_MOVED: Final = text("""
    SELECT coalesce(k.code, sku_id::text), coalesce(s.on_hand, 0), coalesce(m.change, 0)
      FROM stock_levels s
      FULL JOIN (SELECT sku_id, sum(change) AS change FROM stock_moves GROUP BY sku_id) m USING (sku_id)
      LEFT JOIN skus k ON k.id = sku_id
     WHERE coalesce(s.on_hand, 0) <> coalesce(m.change, 0)
     ORDER BY 1""")


@dataclass(frozen=True, slots=True)
class StockDifference:
    """What a SKU's level says of something, and what it would be by its evidence, in base units."""

    code: str
    what: str
    said: int
    derived: int


def verify_moves(session: Session) -> list[StockDifference]:
    """Find the SKUs whose ``on_hand`` is not the sum of their moves; the session must see everything."""
    return [StockDifference(code, "on hand", said, int(moved)) for code, said, moved in session.execute(_MOVED)]
