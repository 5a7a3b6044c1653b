"""What the books and the statements must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "statements that are not what their lines and items come to": """
        SELECT s.id::text FROM statements s
          LEFT JOIN (SELECT statement_id, count(*) AS n, sum(gross_minor) AS gross, sum(commission_minor) AS commission
                       FROM statement_lines GROUP BY 1) l ON l.statement_id = s.id
          LEFT JOIN (SELECT statement_id, sum(amount_minor) AS items FROM statement_items GROUP BY 1) i ON i.statement_id = s.id
         WHERE (s.line_count, s.gross_minor, s.commission_minor, s.items_minor)
               <> (coalesce(l.n, 0), coalesce(l.gross, 0), coalesce(l.commission, 0), coalesce(i.items, 0))""",
    "statements that are not what was posted for them": """
        SELECT s.id::text FROM statements s
          LEFT JOIN LATERAL (
            SELECT coalesce(sum(p.amount_minor) FILTER (WHERE a.kind = 'escrow'), 0) AS gross,
                   coalesce(-sum(p.amount_minor) FILTER (WHERE a.kind = 'payable'), 0) AS net
              FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
             WHERE e.source_key = format('statement:%s:settled', s.id)
               AND a.organisation_id = s.seller_id AND a.currency = s.currency) b ON true
         WHERE (s.gross_minor, s.net_minor) <> (b.gross, b.net)""",
    "deposits that are not what statements have held back": """
        SELECT coalesce(a.organisation_id, i.seller_id)::text
          FROM (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = 'deposit') a
          FULL JOIN (SELECT seller_id, currency, -sum(amount_minor + used_minor) AS held FROM statement_items
                      WHERE counter = 'deposit' AND statement_id IS NOT NULL GROUP BY 1, 2) i
            ON i.seller_id = a.organisation_id AND i.currency = a.currency
         WHERE coalesce(a.balance_minor, 0) <> coalesce(i.held, 0)""",
    "corrections that are not what was answered": """
        SELECT d.id::text FROM line_disputes d LEFT JOIN statement_items i ON i.id = d.item_id
         WHERE d.state = 'corrected' AND (d.corrected_minor <> i.amount_minor - i.tax_minor OR i.kind <> 'correction' OR i.seller_id <> d.seller_id)
        UNION ALL
        SELECT i.id::text FROM statement_items i
         WHERE i.kind = 'correction' AND NOT EXISTS (SELECT 1 FROM line_disputes d WHERE d.item_id = i.id)""",
    "disputed lines that are not what is kept back of them": """
        SELECT coalesce(a.organisation_id, d.seller_id)::text
          FROM (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = 'disputed') a
          FULL JOIN (SELECT seller_id, currency, sum(held_minor) AS held FROM line_disputes WHERE state = 'open' GROUP BY 1, 2) d
            ON d.seller_id = a.organisation_id AND d.currency = a.currency
         WHERE coalesce(a.balance_minor, 0) <> coalesce(d.held, 0)
        UNION ALL
        SELECT d.id::text FROM line_disputes d JOIN statement_lines l USING (order_line_id)
         WHERE d.held_minor > l.net_minor
            OR (d.held_minor > 0) <> EXISTS (SELECT 1 FROM ledger_entries e WHERE e.source_key = format('dispute:%s:held', d.id))
            OR (d.held_minor > 0 AND d.state <> 'open')
               <> EXISTS (SELECT 1 FROM ledger_entries e WHERE e.source_key = format('dispute:%s:released', d.id))""",
    "reserves given back that are not what was held back": """
        SELECT b.id::text FROM statement_items b
          LEFT JOIN statement_items r ON b.source_key = format('reserve:%s:released', r.id)
         WHERE b.kind = 'release' AND (r.id IS NULL OR -r.amount_minor - r.used_minor <> b.amount_minor OR r.seller_id <> b.seller_id)""",
    "lines of which more commission was given back than was taken": """
        SELECT l.order_line_id::text FROM statement_lines l
          JOIN (SELECT order_line_id, sum(commission_minor) AS commission, sum(gross_minor) AS gross
                  FROM commission_returns GROUP BY 1) r USING (order_line_id)
          LEFT JOIN (SELECT order_line_id, sum(corrected_minor) AS corrected FROM line_disputes GROUP BY 1) d USING (order_line_id)
         WHERE r.commission + coalesce(d.corrected, 0) > l.commission_minor OR r.gross > l.gross_minor""",
    "recoveries given up that no two people gave up": """
        SELECT r.id::text FROM recoveries r
          LEFT JOIN (SELECT recovery_id, sum(amount_minor) AS lost FROM recovery_write_offs
                      WHERE state = 'approved' GROUP BY 1) w ON w.recovery_id = r.id
         WHERE r.written_off_minor <> coalesce(w.lost, 0)""",
    "reserves of which something else was taken than recoveries say": """
        SELECT seller_id::text
          FROM (SELECT seller_id, currency, sum(reserve_minor) AS taken FROM recoveries GROUP BY 1, 2) r
          FULL JOIN (SELECT seller_id, currency, sum(used_minor) AS used FROM statement_items GROUP BY 1, 2) i
            USING (seller_id, currency)
         WHERE coalesce(r.taken, 0) <> coalesce(i.used, 0)""",
    "recoveries that are not what was posted for them": """
        SELECT r.id::text FROM recoveries r LEFT JOIN LATERAL (
            SELECT coalesce(sum(p.amount_minor) FILTER (WHERE a.kind = 'payable'), 0) AS payable,
                   coalesce(sum(p.amount_minor) FILTER (WHERE a.kind = 'deposit'), 0) AS reserve,
                   coalesce(sum(p.amount_minor) FILTER (WHERE a.kind = 'wallet'), 0) AS wallet,
                   coalesce(sum(p.amount_minor) FILTER (WHERE a.kind = 'bad_debt'), 0) AS lost
              FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
             WHERE e.source_key IN (SELECT format('recovery:%s:%s', r.id, n) FROM generate_series(1, r.entries) n)) b ON true
          LEFT JOIN LATERAL (SELECT coalesce(-sum(amount_minor), 0) AS stated FROM statement_items i
             WHERE i.kind = 'recovery' AND i.source_key IN (SELECT format('recovery:%s:%s', r.id, n) FROM generate_series(1, r.entries) n)
               AND i.seller_id = r.seller_id AND i.statement_id IS NOT NULL) s ON true
         WHERE (r.payable_minor, r.stated_minor, r.reserve_minor, r.wallet_minor, r.written_off_minor)
               <> (b.payable, s.stated, b.reserve, b.wallet, b.lost)
        UNION ALL SELECT i.id::text FROM statement_items i WHERE i.kind = 'recovery'
           AND NOT EXISTS (SELECT 1 FROM recoveries r WHERE i.source_key LIKE format('recovery:%s:%%', r.id))""",
}
