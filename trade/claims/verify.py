"""What claims, their orders and the books must say alike; ``flask ledger verify`` looks at it with the rest."""

from __future__ import annotations

from typing import Final


def _account(kind: str, owner: str, owed: str, also: str = "") -> str:
    """Accounts of a kind that are not the sum of ``owed`` over claims, by the organisation in column ``owner``; ``also``: and over these rows."""
    rows = f"SELECT {owner} AS owner, currency, {owed} AS owed FROM claims WHERE {owner} IS NOT NULL {also}"  # noqa: S608 # constants of this file
    return f"""
        SELECT coalesce(a.organisation_id, c.owner)::text
          FROM (SELECT organisation_id, currency, balance_minor FROM ledger_accounts WHERE kind = '{kind}') a
          FULL JOIN (SELECT owner, currency, sum(owed) AS owed FROM ({rows}) o GROUP BY 1, 2) c
            ON c.owner = a.organisation_id AND c.currency = a.currency
         WHERE coalesce(a.balance_minor, 0) <> coalesce(c.owed, 0)"""  # noqa: S608 # constants of this file


CHECKS: Final[dict[str, str]] = {
    "advances that are not what is still to be recovered": _account(
        "recovery_receivable",
        "seller_id",
        "advanced_minor - recovered_minor - absorbed_minor - carried_minor - taken_back_minor",
        "UNION ALL SELECT seller_id, currency, open_minor FROM recoveries",
    ),
    "late claims whose sellers owe, or were given back, something else than they bear": """
        SELECT coalesce(c.id, r.id, b.claim_id)::text FROM (SELECT * FROM claims WHERE late AND recovered_minor > 0) c
          FULL JOIN recoveries r ON r.id = c.id
          FULL JOIN (SELECT claim_id, sum(gross_minor) AS gross, sum(commission_minor + tax_minor) AS back
                       FROM commission_returns GROUP BY 1) b ON b.claim_id = coalesce(c.id, r.id)
         WHERE c.id IS NULL OR (r.id IS NOT NULL AND b.claim_id IS NULL)
            OR (b.claim_id IS NOT NULL
                AND (b.gross <> c.recovered_minor OR coalesce(r.amount_minor, 0) + b.back <> c.recovered_minor))
            OR (r.seller_id, r.currency, r.reference) <> (c.seller_id, c.currency, c.reference)""",
    "carriers who owe something else than the claims that they bear say": _account(
        "carrier_receivable", "carrier_id", "carried_minor - carrier_paid_minor - given_up_minor"
    ),
    "claims given up that no two people gave up": """
        SELECT c.id::text FROM claims c
          LEFT JOIN carrier_losses x ON x.claim_id = c.id AND x.state = 'approved'
         WHERE c.given_up_minor <> coalesce(x.amount_minor, 0)""",
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
            OR coalesce(c.open, 0) > 0 AND o.state NOT IN ('delivered', 'completed')""",
    "claims that were made late of orders that were not completed, or were not and keep a completed one": """
        SELECT c.id::text FROM claims c JOIN orders o ON o.id = c.order_id
         WHERE c.late AND (o.completed_at IS NULL OR o.completed_at > c.asked_at)
            OR NOT c.late AND c.closed_at IS NULL AND o.state <> 'delivered'""",
    "claims that ended in goods which did not come, were not the same, or were paid as well": """
        SELECT c.id::text FROM claims c
          LEFT JOIN orders r ON r.id = c.replacement_id AND r.replaces_id = c.order_id
           AND (r.buyer_id, r.seller_id, r.total_minor) = (c.buyer_id, c.seller_id, 0)
         WHERE (c.replacement_id IS NOT NULL AND r.id IS NULL)
            OR (c.state = 'settled' AND c.advanced_minor = 0 AND (r.state IS DISTINCT FROM 'completed'
                OR (SELECT sum(k.quantity) FROM claim_lines k WHERE k.claim_id = c.id)
                   IS DISTINCT FROM (SELECT sum(l.shipped) FROM order_lines l WHERE l.order_id = r.id)))""",
    "orders that send goods again without a claim, or for money": """
        SELECT r.id::text FROM orders r LEFT JOIN claims c ON c.replacement_id = r.id
         WHERE r.replaces_id IS NOT NULL AND (c.id IS NULL OR r.total_minor <> 0 OR r.compensated_minor <> 0
            OR EXISTS (SELECT 1 FROM statement_lines s JOIN order_lines l ON l.id = s.order_line_id WHERE l.order_id = r.id))""",
    "goods that are on no way back, or of which more came back than was claimed": """
        SELECT c.id::text FROM claims c LEFT JOIN claim_returns w ON w.claim_id = c.id
         WHERE c.state = 'returning' AND (w.claim_id IS NULL OR w.arrived_at IS NOT NULL OR w.missed_at IS NOT NULL)
        UNION SELECT r.claim_id::text FROM returned_lines r JOIN claim_lines k USING (claim_id, order_line_id)
         WHERE r.arrived > k.quantity""",
    "claims that are not what was posted for them": """
        SELECT c.id::text FROM claims c LEFT JOIN recoveries r ON r.id = c.id LEFT JOIN LATERAL (
            SELECT coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0) AS advanced,
                   coalesce(sum(p.amount_minor), 0) AS outstanding
              FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id JOIN ledger_accounts a ON a.id = p.account_id
             WHERE e.source_key IN (format('claim:%s:advanced', c.id), format('claim:%s:borne', c.id),
                                    format('claim:%s:absorbed', c.id), format('claim:%s:carried', c.id),
                                    format('claim:%s:taken_back', c.id))
               AND a.kind = 'recovery_receivable') b ON true
         WHERE (c.advanced_minor, c.advanced_minor - c.recovered_minor - c.absorbed_minor - c.carried_minor
                - c.taken_back_minor + coalesce(r.amount_minor, 0))
               <> (b.advanced, b.outstanding)""",
}
"""Questions about the whole market, each of which answers the ids of what is wrong."""
