"""What the books and the invoices must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "credit lines whose use, open invoices and receivable account differ": """
        SELECT coalesce(l.organisation_id, i.organisation_id, a.organisation_id)::text
          FROM (SELECT organisation_id, currency, used_minor FROM credit_lines) l
          FULL JOIN (SELECT organisation_id, currency, sum(open_minor) AS open FROM credit_invoices GROUP BY 1, 2) i
            USING (organisation_id, currency)
          FULL JOIN (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = 'credit_receivable') a
            USING (organisation_id, currency)
         WHERE coalesce(l.used_minor, 0) <> coalesce(i.open, 0) OR coalesce(i.open, 0) <> coalesce(a.balance_minor, 0)""",
    "credit invoices that are not what their instalments say": """
        SELECT i.id::text FROM credit_invoices i
          LEFT JOIN LATERAL (SELECT sum(amount_minor) AS amount, sum(open_minor) AS open
                               FROM credit_instalments p WHERE p.invoice_id = i.id) p ON true
         WHERE i.amount_minor <> coalesce(p.amount, 0) OR i.open_minor <> coalesce(p.open, 0)""",
    "credit invoices that are not what was moved on them": """
        SELECT i.id::text FROM credit_invoices i
          LEFT JOIN LATERAL (
            SELECT sum(amount_minor) FILTER (WHERE kind = 'invoiced') AS amount, -sum(amount_minor) FILTER (WHERE kind = 'repaid') AS repaid,
                   -sum(amount_minor) FILTER (WHERE kind = 'credited') AS credited,
                   -sum(amount_minor) FILTER (WHERE kind = 'written_off') AS written_off
              FROM credit_movements m WHERE m.invoice_id = i.id) m ON true
         WHERE (i.amount_minor, i.repaid_minor, i.credited_minor, i.written_off_minor)
            IS DISTINCT FROM (m.amount, coalesce(m.repaid, 0), coalesce(m.credited, 0), coalesce(m.written_off, 0))""",
    "entries of the receivable account that are not what was moved": """
        SELECT coalesce(m.source_key, e.source_key) FROM (
            SELECT source_key, organisation_id, currency, sum(amount_minor) AS minor FROM credit_movements
             WHERE kind IN ('invoiced','repaid','credited','written_off') GROUP BY 1, 2, 3) m
          FULL JOIN (
            SELECT e.source_key, p.organisation_id, p.currency, sum(p.amount_minor) AS minor FROM ledger_postings p
              JOIN ledger_accounts a ON a.id = p.account_id AND a.kind = 'credit_receivable'
              JOIN ledger_entries e ON e.id = p.entry_id GROUP BY 1, 2, 3) e USING (source_key, organisation_id, currency)
         WHERE m.minor IS DISTINCT FROM e.minor""",
    "invoices of which was given up other than two people decided": """
        SELECT i.id::text FROM credit_invoices i
          LEFT JOIN (SELECT invoice_id, sum(amount_minor) AS minor FROM credit_write_offs WHERE state = 'approved' GROUP BY 1) w
            ON w.invoice_id = i.id
         WHERE i.written_off_minor <> coalesce(w.minor, 0)""",
    "currencies in which is lost other than was given up and not recovered": """
        SELECT coalesce(i.currency, p.currency)
          FROM (SELECT currency, sum(written_off_minor - recovered_minor) AS minor FROM credit_invoices GROUP BY 1) i
          FULL JOIN (SELECT p.currency, sum(p.amount_minor) AS minor FROM ledger_postings p
                       JOIN ledger_accounts a ON a.id = p.account_id AND a.kind = 'bad_debt'
                       JOIN ledger_entries e ON e.id = p.entry_id AND e.source_key NOT LIKE 'recovery:%'
                      GROUP BY 1) p USING (currency)
         WHERE coalesce(i.minor, 0) <> coalesce(p.minor, 0)""",
    "late fees that are not what the books say": """
        SELECT coalesce(f.organisation_id, a.organisation_id)::text
          FROM (SELECT organisation_id, currency, sum(open_minor) AS open FROM credit_fees GROUP BY 1, 2) f
          FULL JOIN (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = 'fee_receivable') a
            USING (organisation_id, currency)
         WHERE coalesce(f.open, 0) <> coalesce(a.balance_minor, 0)""",
    "late fees that are not what was moved on them": """
        SELECT coalesce(m.organisation_id, f.organisation_id)::text
          FROM (SELECT organisation_id, currency, sum(amount_minor) AS minor FROM credit_movements
                 WHERE kind IN ('fee_charged','fee_paid','fee_waived') GROUP BY 1, 2) m
          FULL JOIN (SELECT organisation_id, currency, sum(open_minor) AS open FROM credit_fees GROUP BY 1, 2) f
            USING (organisation_id, currency)
         WHERE coalesce(m.minor, 0) <> coalesce(f.open, 0)""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
