"""What claims, their orders and the books must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final


def _account(kind: str, owner: str, owed: str) -> str:
    """Accounts of a kind that are not the sum of ``owed`` over claims, by the organisation in column ``owner``."""
    return f"""
        SELECT coalesce(a.organisation_id, c.owner)::text
          FROM (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = '{kind}') a
          FULL JOIN (SELECT {owner} AS owner, currency, sum({owed}) AS owed FROM claims GROUP BY 1, 2) c
            ON c.owner = a.organisation_id AND c.currency = a.currency
         WHERE coalesce(a.balance_minor, 0) <> coalesce(c.owed, 0)"""  # noqa: S608 # constants of this file


CHECKS: Final[dict[str, str]] = {
    "advances that are not what is still to be recovered": _account(
        "recovery_receivable", "seller_id", "advanced_minor - recovered_minor - absorbed_minor - taken_back_minor"
    ),
    "buyers who owe back something else than their claims say": _account(
        "clawback_receivable", "buyer_id", "taken_back_minor - collected_minor"
    ),
    "lines of which more is claimed than was delivered or paid, or not what their claims say": """
        SELECT t.order_line_id::text FROM claimed_lines t JOIN order_lines l ON l.id = t.order_line_id
          LEFT JOIN (SELECT k.order_line_id, sum(k.quantity) AS units, sum(k.amount_minor) AS amount
                       FROM claim_lines k JOIN claims c ON c.id = k.claim_id
                      WHERE c.state <> 'withdrawn' GROUP BY 1) s ON s.order_line_id = t.order_line_id
         WHERE t.delivered <> l.shipped OR t.claimed > l.shipped OR t.claimed_minor > l.gross_minor
            OR (t.claimed, t.claimed_minor) <> (coalesce(s.units, 0), coalesce(s.amount, 0))""",
    "claims that their lines do not add up to": """
        SELECT c.id::text FROM claims c LEFT JOIN claim_lines k ON k.claim_id = c.id
         GROUP BY c.id HAVING c.amount_minor IS DISTINCT FROM sum(k.amount_minor)""",
    "orders that count other claims, or other compensation, than they have": """
        SELECT o.id::text FROM orders o
          LEFT JOIN (SELECT order_id, count(*) FILTER (WHERE closed_at IS NULL) AS open, sum(advanced_minor) AS paid
                       FROM claims GROUP BY 1) c ON c.order_id = o.id
         WHERE (o.open_claims, o.compensated_minor) <> (coalesce(c.open, 0), coalesce(c.paid, 0))
            OR coalesce(c.open, 0) > 0 AND o.state <> 'delivered'""",
    "claims that are not what was posted for them": """
        SELECT c.id::text FROM claims c LEFT JOIN LATERAL (
            SELECT coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0) AS advanced,
                   coalesce(sum(p.amount_minor), 0) AS outstanding
              FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
             WHERE e.source_key IN (format('claim:%s:advanced', c.id), format('claim:%s:borne', c.id),
                                    format('claim:%s:absorbed', c.id), format('claim:%s:taken_back', c.id))
               AND a.kind = 'recovery_receivable') b ON true
         WHERE (c.advanced_minor, c.advanced_minor - c.recovered_minor - c.absorbed_minor - c.taken_back_minor)
               <> (b.advanced, b.outstanding)""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
