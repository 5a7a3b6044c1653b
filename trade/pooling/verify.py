"""What the books and the commitments must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "commitments of which captured and released are not what was held": """
        SELECT id::text FROM commitments
         WHERE captured_minor + released_minor <> CASE state WHEN 'open' THEN 0 ELSE held_minor END""",
    "hold accounts that are not what open commitments hold": """
        SELECT coalesce(a.organisation_id, c.buyer_id)::text
          FROM (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = 'hold') a
          FULL JOIN (SELECT buyer_id, currency, sum(held_minor) AS held FROM commitments
                      WHERE state = 'open' AND means = 'wallet' GROUP BY 1, 2) c
            ON c.buyer_id = a.organisation_id AND c.currency = a.currency
         WHERE coalesce(a.balance_minor, 0) <> coalesce(c.held, 0)""",
    "credit lines of which is reserved other than open commitments say": """
        SELECT coalesce(l.organisation_id, c.buyer_id)::text
          FROM (SELECT organisation_id, currency, reserved_minor FROM credit_lines) l
          FULL JOIN (SELECT buyer_id, currency, sum(held_minor) AS held FROM commitments
                      WHERE state = 'open' AND means = 'credit' GROUP BY 1, 2) c
            ON c.buyer_id = l.organisation_id AND c.currency = l.currency
         WHERE coalesce(l.reserved_minor, 0) <> coalesce(c.held, 0)""",
    "commitments whose postings on hold are not what they hold": """
        SELECT c.id::text FROM commitments c
          LEFT JOIN LATERAL (
            SELECT -sum(p.amount_minor) AS held FROM ledger_entries e
              JOIN ledger_postings p ON p.entry_id = e.id AND p.organisation_id = c.buyer_id
              JOIN ledger_accounts a ON a.id = p.account_id AND a.kind = 'hold'
             WHERE e.source_key = ANY (
               ARRAY[format('commitment:%s:held', c.id), format('commitment:%s:released', c.id), format('order:%s:paid', c.order_id)]
               || ARRAY(SELECT format('commitment:%s:%s:raised', c.id, n) FROM generate_series(2, c.version) n))) l ON true
         WHERE coalesce(l.held, 0) <> CASE c.state WHEN 'open' THEN c.held_minor ELSE 0 END AND c.means = 'wallet'""",
    "orders of pools whose total is not what was captured": """
        SELECT c.id::text FROM commitments c JOIN orders o ON o.id = c.order_id
         WHERE o.total_minor <> c.captured_minor OR o.means <> c.means OR o.buyer_id <> c.buyer_id OR o.seller_id <> c.seller_id""",
    "pools that count other than their commitments say": """
        SELECT p.id::text FROM pools p
          LEFT JOIN LATERAL (SELECT count(*) AS members FROM commitments c WHERE c.pool_id = p.id AND c.state <> 'withdrawn') m ON true
          LEFT JOIN LATERAL (SELECT coalesce(sum(l.quantity), 0) AS units FROM commitments c JOIN commitment_lines l ON l.commitment_id = c.id
                              WHERE c.pool_id = p.id AND c.state <> 'withdrawn') u ON true
         WHERE p.members <> m.members OR (SELECT sum(r) FROM unnest(p.requested) r) <> u.units""",
    "goods of pools of which other than what members got is said to be given out": """
        SELECT g.pool_id || ' ' || g.sku_id FROM pool_goods g
         WHERE g.allotted <> (SELECT coalesce(sum(l.whole + l.odd), 0) FROM commitment_lines l WHERE l.pool_id = g.pool_id AND l.sku_id = g.sku_id)""",
    "finished pools with open commitments": """
        SELECT DISTINCT p.id::text FROM pools p JOIN commitments c ON c.pool_id = p.id
         WHERE p.finished_at IS NOT NULL AND c.state = 'open'""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
