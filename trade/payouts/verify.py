"""What the books and the payouts must say alike; `flask ledger verify` asks it too."""

from __future__ import annotations

from typing import Final

CHECKS: Final[dict[str, str]] = {
    "payouts on their way that are not what is in clearing": """
        SELECT currency FROM (
          SELECT p.currency, -p.amount_minor AS minor FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
           WHERE a.kind = 'payout_clearing'
          UNION ALL
          SELECT currency, -amount_minor FROM payouts
           WHERE state IN ('sent', 'returned') AND booked_at IS NULL) o
         GROUP BY currency HAVING sum(minor) <> 0""",
    "payouts whose entries are not those of their state": """
        SELECT p.id::text FROM payouts p
         WHERE (p.state NOT IN ('prepared', 'rejected')) <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = 'payout:' || p.id || '\\:sent')
            OR (p.booked_at IS NOT NULL) <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = 'payout:' || p.id || '\\:booked')
            OR (p.state = 'refused') <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = 'payout:' || p.id || '\\:refused')
            OR (p.state = 'returned') <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = 'payout:' || p.id || '\\:returned')""",
    "files for the bank that are not the sum of their payouts": """
        SELECT f.reference FROM bank_files f LEFT JOIN payouts p ON p.file_id = f.id
         GROUP BY f.id HAVING count(p.id) <> f.payments OR coalesce(sum(p.amount_minor), 0) <> f.total_minor""",
}
