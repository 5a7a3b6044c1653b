"""Re-derives the whole ledger from its postings and says what differs."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from sqlalchemy import text
from sqlalchemy.orm import Session

from trade.ledger.rules import CHART

CHECKS: Final[dict[str, str]] = {
    "entries that do not balance": """
        SELECT entry_id::text FROM ledger_postings
         GROUP BY entry_id, currency HAVING sum(amount_minor) <> 0""",
    "entries without postings": """
        SELECT e.id::text FROM ledger_entries e
         WHERE NOT EXISTS (SELECT 1 FROM ledger_postings p WHERE p.entry_id = e.id)""",
    "balances that differ from their postings": """
        SELECT a.id::text FROM ledger_accounts a
          JOIN ledger_chart c ON c.kind = a.kind
          LEFT JOIN ledger_postings p ON p.account_id = a.id
         WHERE c.limited
         GROUP BY a.id, c.side
        HAVING a.balance_minor IS DISTINCT FROM
               coalesce(sum(CASE c.side WHEN 'debit' THEN p.amount_minor ELSE -p.amount_minor END), 0)
            OR a.balance_minor < 0""",
    "postings that disagree with their account": """
        SELECT p.entry_id::text FROM ledger_postings p JOIN ledger_accounts a ON a.id = p.account_id
         WHERE p.organisation_id IS DISTINCT FROM a.organisation_id OR p.currency <> a.currency""",
    "accounts that disagree with the chart": """
        SELECT a.id::text FROM ledger_accounts a LEFT JOIN ledger_chart c ON c.kind = a.kind
         WHERE c.kind IS NULL OR c.owned <> (a.organisation_id IS NOT NULL)
            OR c.limited <> (a.balance_minor IS NOT NULL)""",
    "entries whose hash differs from what they say": """
        WITH said AS (
          SELECT e.id, e.hash,
                 e.source_key || '|'
                 || to_char(e.at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '|'
                 || e.transaction_id || '|'
                 || string_agg(p.line || ':' || a.kind || ':' || coalesce(a.organisation_id::text, '')
                               || ':' || p.amount_minor || ':' || p.currency, ';' ORDER BY p.line)
                 AS says
            FROM ledger_entries e
            JOIN ledger_postings p ON p.entry_id = e.id
            JOIN ledger_accounts a ON a.id = p.account_id
           GROUP BY e.id)
        SELECT id::text FROM said WHERE hash <> sha256(convert_to(says, 'UTF8'))""",
    "snapshots that are not what was posted till then": """
        WITH moved AS (
          SELECT p.account_id, d.day, sum(p.amount_minor) AS minor
            FROM (SELECT day, last_entry, coalesce(lag(last_entry) OVER (ORDER BY day), 0) AS before FROM ledger_days) d
            JOIN ledger_postings p ON p.entry_id > d.before AND p.entry_id <= d.last_entry
           GROUP BY 1, 2),
        held AS (SELECT account_id, day, sum(minor) OVER (PARTITION BY account_id ORDER BY day) AS minor FROM moved)
        SELECT format('%s:%s', coalesce(h.account_id, s.account_id), coalesce(h.day, s.day))
          FROM held h FULL JOIN ledger_snapshots s ON s.account_id = h.account_id AND s.day = h.day
         WHERE h.minor IS DISTINCT FROM s.balance_minor""",
    "closed periods that changed since": """
        SELECT c.until::text FROM ledger_closes c
         CROSS JOIN LATERAL (
           SELECT count(DISTINCT e.id) AS entries, coalesce(sum(p.amount_minor) FILTER (WHERE p.amount_minor > 0), 0) AS debit
             FROM ledger_entries e JOIN ledger_postings p ON p.entry_id = e.id WHERE e.at < c.until) n
         WHERE (c.entries, c.debit_minor) <> (n.entries, n.debit)
            OR NOT EXISTS (SELECT 1 FROM ledger_days d WHERE (d.day + 1)::timestamp AT TIME ZONE 'UTC' = c.until)""",
    "links of the chain that do not follow": """
        SELECT broken_position::text FROM ledger_broken_seals()""",
}


@dataclass(frozen=True, slots=True)
class CurrencyLine:
    """What the books hold in one currency. ``sum_minor`` is zero, or something is wrong."""

    currency: str
    entries: int
    postings: int
    sum_minor: int


@dataclass(frozen=True, slots=True)
class Verification:
    """The outcome: a line a currency, and the first ids of each difference found."""

    currencies: tuple[CurrencyLine, ...]
    differences: tuple[tuple[str, tuple[str, ...]], ...]
    unsealed: int

    @property
    def is_sound(self) -> bool:
        """Whether nothing differs."""
        return not self.differences and not any(line.sum_minor for line in self.currencies)


def verify(session: Session, *, also: Mapping[str, str] | None = None, shown: int = 20) -> Verification:
    """Re-derive balances, sums, bounds, hashes and the chain, set by set.

    The session's actor must see every organisation (the system's). ``also`` are questions of higher areas about what
    they keep beside the books, by what their answers are. ``shown`` bounds how many ids of one kind of difference are
    named.
    """
    session.execute(text("SET LOCAL statement_timeout = 0"))
    differences = []
    for name, statement in {**CHECKS, **(also or {})}.items():
        found = session.scalars(text(f"{statement} LIMIT {int(shown)}")).all()
        if found:
            differences.append((name, tuple(found)))
    strange = sorted({kind for kind, _ in _chart(session).items() ^ _known().items()})
    if strange:
        differences.append(("kinds of accounts that are not what the code knows", tuple(strange)))
    lines = session.execute(
        text(
            "SELECT currency, count(DISTINCT entry_id), count(*), sum(amount_minor)"
            " FROM ledger_postings GROUP BY currency ORDER BY currency"
        )
    )
    currencies = tuple(CurrencyLine(c, entries, n, int(total)) for c, entries, n, total in lines)
    unsealed = session.execute(
        text("SELECT (SELECT count(*) FROM ledger_entries) - (SELECT count(*) FROM ledger_seals)")
    ).scalar_one()
    return Verification(currencies, tuple(differences), unsealed)


Kind = tuple[str, bool, bool]


def _chart(session: Session) -> dict[str, Kind]:
    rows = session.execute(text("SELECT kind, side, owned, limited FROM ledger_chart"))
    return {kind: (side, owned, limited) for kind, side, owned, limited in rows}


def _known() -> dict[str, Kind]:
    return {str(kind): (str(rule.side), rule.owned, rule.limited) for kind, rule in CHART.items()}
