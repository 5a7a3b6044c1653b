"""What papers, their numbers and their orders must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "series of papers with a gap": """
        SELECT coalesce(s.issuer_id, p.issuer_id)::text
          FROM paper_series s
          FULL JOIN (SELECT issuer_id, kind, count(*) AS drawn, max(number) AS last, min(number) AS first
                       FROM papers GROUP BY 1, 2) p USING (issuer_id, kind)
         WHERE s.last IS DISTINCT FROM p.drawn OR p.last IS DISTINCT FROM p.drawn OR p.first IS DISTINCT FROM 1""",
    "papers that their lines do not add up to": """
        SELECT p.id::text FROM papers p
          LEFT JOIN (SELECT paper_id, sum(net_minor) AS net, sum(tax_minor) AS tax FROM paper_lines GROUP BY 1) l
            ON l.paper_id = p.id
         WHERE p.net_minor IS DISTINCT FROM l.net OR p.tax_minor IS DISTINCT FROM l.tax""",
    "papers with lines of another tax class or rate than the order's": """
        SELECT DISTINCT l.paper_id::text FROM paper_lines l JOIN order_lines o ON o.id = l.order_line_id
         WHERE (l.tax_class, l.tax_rate) IS DISTINCT FROM (o.tax_class, o.tax_rate)""",
    "orders that were credited beyond what is given back": """
        SELECT o.id::text FROM orders o
          JOIN (SELECT order_id, sum(CASE kind WHEN 'invoice' THEN gross_minor ELSE -gross_minor END) AS standing
                  FROM papers WHERE order_id IS NOT NULL GROUP BY 1) p ON p.order_id = o.id
         WHERE p.standing < o.total_minor - o.refunded_minor""",
    "platform's invoices that are not what their statement took": """
        SELECT p.id::text FROM papers p JOIN statements s ON s.id = p.statement_id AND p.kind = 'invoice'
          LEFT JOIN LATERAL (
            SELECT coalesce(sum(-i.amount_minor - i.tax_minor) FILTER (WHERE i.kind = 'fee'), 0) AS fees,
                   coalesce(sum(i.tax_minor), 0) AS tax
              FROM statement_items i WHERE i.statement_id = s.id AND i.kind IN ('fee', 'tax')) t ON true
         WHERE p.net_minor <> s.commission_minor + t.fees OR p.tax_minor <> t.tax OR p.recipient_id <> s.seller_id""",
    "credit notes of commission that are not what was given back": """
        SELECT p.id::text FROM papers p LEFT JOIN statement_items i ON i.id = p.item_id
         WHERE p.statement_id IS NOT NULL AND p.kind = 'credit_note' AND p.return_id IS NULL
           AND (i.id IS NULL OR i.kind <> 'correction' OR i.statement_id IS NULL OR i.seller_id <> p.recipient_id
                OR (p.gross_minor, p.tax_minor) <> (i.amount_minor, i.tax_minor))
        UNION ALL SELECT p.id::text FROM papers p JOIN commission_returns r ON r.id = p.return_id
         WHERE (p.net_minor, p.tax_minor, p.statement_id, p.recipient_id)
               <> (r.commission_minor, r.tax_minor, r.statement_id, r.seller_id)""",
    "demands for something else than a seller owed, and what is invoiced without one": """
        SELECT r.id::text FROM recoveries r LEFT JOIN papers p ON p.recovery_id = r.id
         WHERE (r.invoiced_at IS NULL) <> (p.id IS NULL) OR p.issued_at <> r.invoiced_at OR p.tax_minor <> 0
            OR p.recipient_id <> r.seller_id OR p.currency <> r.currency
            OR p.gross_minor > r.amount_minor OR p.gross_minor < r.open_minor + r.wallet_minor + r.written_off_minor""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
