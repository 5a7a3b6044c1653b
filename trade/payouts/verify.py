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
    "withdrawals whose entries are not those of their state": """
        SELECT w.id::text FROM withdrawals w
         WHERE NOT EXISTS (SELECT 1 FROM ledger_entries e WHERE e.source_key = format('withdrawal:%s:asked', w.id))
            OR (w.state = 'cancelled') <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = format('withdrawal:%s:cancelled', w.id))
            OR (w.state = 'returned') <> EXISTS (
                 SELECT 1 FROM ledger_entries e WHERE e.source_key = format('withdrawal:%s:returned', w.id))""",
    "withdrawals that are not in the state of their payout": """
        SELECT w.id::text FROM withdrawals w LEFT JOIN payouts p ON p.id = w.payout_id
         WHERE (w.state = 'paid' AND p.state <> 'booked') OR (w.state = 'returned' AND p.state NOT IN ('refused', 'returned'))
            OR (w.state = 'asked' AND p.state IN ('rejected', 'booked', 'refused', 'returned'))
        UNION ALL
        SELECT p.reference FROM payouts p JOIN withdrawals w ON w.payout_id = p.id
         GROUP BY p.id HAVING sum(w.amount_minor) > p.amount_minor
             OR bool_or((w.organisation_id, w.currency) <> (p.seller_id, p.currency))""",
    "files for the bank that are not the sum of their payouts": """
        SELECT f.reference FROM bank_files f LEFT JOIN payouts p ON p.file_id = f.id
         GROUP BY f.id HAVING count(p.id) <> f.payments OR coalesce(sum(p.amount_minor), 0) <> f.total_minor""",
}
