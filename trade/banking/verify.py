"""What statements, receipts and the books must say alike; `flask ledger verify` asks it too."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "bank statements whose lines are not what their balances differ by": """
        SELECT s.bank_id FROM bank_statements s LEFT JOIN bank_lines l ON l.statement_id = s.id
         GROUP BY s.id HAVING s.closing_minor - s.opening_minor <> s.known_minor + coalesce(sum(l.amount_minor), 0)""",
    "receipts without an owner that are not what is unapplied": """
        SELECT currency FROM (
          SELECT p.currency, -p.amount_minor AS minor FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
           WHERE a.kind = 'unapplied_receipts'
          UNION ALL
          SELECT currency, -amount_minor FROM receipts WHERE matched_at IS NULL AND split_at IS NULL) o
         GROUP BY currency HAVING sum(minor) <> 0""",
    "receipts that are not the sum of their parts": """
        SELECT r.id::text FROM receipts r LEFT JOIN receipts p ON p.split_from = r.id
         WHERE r.split_at IS NOT NULL GROUP BY r.id HAVING coalesce(sum(p.amount_minor), 0) <> r.amount_minor""",
    "booked lines of which the books do not know": """
        SELECT l.id::text FROM bank_lines l
         WHERE l.state = 'booked' AND NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.source_key =
               CASE l.deed WHEN 'payout' THEN 'payout\\:' || l.payout_id || '\\:booked'
                           WHEN 'return' THEN 'payout\\:' || l.payout_id || '\\:came_back'
                           WHEN 'charge' THEN 'bank_line\\:' || l.id || '\\:charge'
                           WHEN 'tax' THEN 'bank_line\\:' || l.id || '\\:tax'
                           ELSE 'receipt\\:' || l.receipt_id || '\\:arrived' END)""",
}
