"""Re-derives the stock from what happened, what of it belongs to orders, and what they consumed of agreements; holds orders against invoices, and what filters count against what it is drawn from."""

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
    "orders that keep another time for claims than their lines do": """
        SELECT o.id::text FROM orders o
          LEFT JOIN (SELECT order_id, max(claim_hours) AS longest, bool_or(claim_hours IS NULL) AS usual
                       FROM order_lines GROUP BY 1) l ON l.order_id = o.id
         WHERE (o.claim_hours, o.claims_usual) IS DISTINCT FROM (l.longest, coalesce(l.usual, true))""",
    "orders that their lines do not add up to": """
        SELECT o.id::text FROM orders o
          LEFT JOIN (SELECT order_id, sum(net_minor) AS net, sum(tax_minor) AS tax, sum(gross_minor) AS gross
                       FROM order_lines GROUP BY 1) l ON l.order_id = o.id
         WHERE (o.net_minor, o.tax_minor, o.total_minor)
               IS DISTINCT FROM (coalesce(l.net, 0), coalesce(l.tax, 0), coalesce(l.gross, 0))""",
    # What was said within a minute of the order may or may not have been seen by it. Nothing said is nothing charged.
    "orders with lines at another rate than their seller had said for their class and day": """
        SELECT DISTINCT o.id::text FROM (SELECT DISTINCT order_id, tax_class, tax_rate FROM order_lines) l
          JOIN orders o ON o.id = l.order_id AND o.replaces_id IS NULL
         CROSS JOIN LATERAL (SELECT (o.placed_at AT TIME ZONE o.time_zone)::date AS day) d
          LEFT JOIN LATERAL (
            SELECT r.in_force_from, r.said_at, r.id, r.rate FROM seller_tax_rates r
             WHERE r.seller_id = o.seller_id AND r.tax_class = l.tax_class AND r.in_force_from <= d.day
               AND r.said_at < o.placed_at - interval '1 minute'
             ORDER BY 1 DESC, 2 DESC, 3 DESC LIMIT 1) r ON true
         WHERE l.tax_class IN ('standard', 'reduced')
           AND l.tax_rate IS DISTINCT FROM coalesce(r.rate, CASE l.tax_class WHEN 'standard' THEN 0 END)
           AND NOT EXISTS (
            SELECT 1 FROM seller_tax_rates n
             WHERE n.seller_id = o.seller_id AND n.tax_class = l.tax_class AND n.in_force_from <= d.day AND n.rate = l.tax_rate
               AND n.said_at BETWEEN o.placed_at - interval '1 minute' AND o.placed_at + interval '1 minute')""",
    "SKUs that filters count as something else than their products, prices and stock say": """
        SELECT coalesce(t.sku_id, a.sku_id)::text FROM tallied_skus t FULL JOIN tallies_anew a ON a.sku_id = t.sku_id
         WHERE (t.seller_id, t.category_id, t.is_shown, t.in_stock, t.borne, t.borne_until, t.priced)
               IS DISTINCT FROM (a.seller_id, a.category_id, a.is_shown, a.in_stock, a.borne, a.borne_until, a.priced)""",
    "SKUs in stock from another amount on than their least order and those of their packs say": """
        SELECT l.sku_id::text FROM stock_levels l WHERE l.enough_at IS DISTINCT FROM tally_bars(l.sku_id)""",
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
