"""Re-derives the stock from what happened, what of it belongs to orders, and what they consumed of agreements; holds orders against invoices."""

from __future__ import annotations

from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from trade.stock.verify import StockDifference, verify_shelves

CHECKS: Final[dict[str, str]] = {
    "orders on credit without an invoice of their own over just what they come to, and invoices without such an order": """
        SELECT coalesce(o.id, i.order_id)::text FROM orders o FULL JOIN credit_invoices i ON i.order_id = o.id
         WHERE (i.id IS NOT NULL OR o.means = 'credit' AND o.total_minor > 0)
           AND (o.buyer_id, o.seller_id, o.currency, o.total_minor, o.means)
               IS DISTINCT FROM (i.organisation_id, i.seller_id, i.currency, i.amount_minor, 'credit')""",
    "orders of which was taken off their invoice more than was given back": """
        SELECT o.id::text FROM orders o JOIN credit_invoices i ON i.order_id = o.id
         WHERE i.credited_minor + i.recovered_minor > o.refunded_minor + o.compensated_minor""",
    "lines of agreements that say something else was consumed than orders took, less what of those was cancelled": """
        SELECT a.id::text FROM agreement_lines a
          LEFT JOIN (
            SELECT agreement_line_id AS id, sum(quantity - cancelled) AS told
              FROM order_lines WHERE agreement_line_id IS NOT NULL GROUP BY 1) o USING (id)
         WHERE a.consumed <> coalesce(o.told, 0)""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""

# A pack is on the shelf as its parts.
_OPEN: Final = text("""
    SELECT coalesce(k.code, sku_id::text), coalesce(s.allocated, 0), coalesce(o.quantity, 0)
      FROM stock_levels s
      FULL JOIN (
        SELECT coalesce(p.sku_id, l.sku_id) AS sku_id,
               sum((l.quantity - l.shipped - l.cancelled) * coalesce(p.quantity, 1)::bigint) AS quantity
          FROM order_lines l LEFT JOIN order_line_parts p ON p.line_id = l.id
         GROUP BY 1) o USING (sku_id)
      LEFT JOIN skus k ON k.id = sku_id
     WHERE coalesce(s.allocated, 0) <> coalesce(o.quantity, 0)
     ORDER BY 1""")


def verify_stock(session: Session) -> list[StockDifference]:
    """Find what differs between the levels, their moves and the open lines of orders; the session must see everything."""
    session.execute(text("SET LOCAL statement_timeout = 0"))
    allocated = [StockDifference(code, "allocated", said, int(open_)) for code, said, open_ in session.execute(_OPEN)]
    return verify_shelves(session) + allocated
