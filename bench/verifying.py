"""Verifying books of 1,000,000 postings, as ``flask ledger verify`` does, beside one sequential sum of them."""

from __future__ import annotations

import time
from collections.abc import Iterator
from typing import Any

import psycopg

from adapters.clock import now
from bench.market import Market, superuser
from bench.results import Result, slower_is_worse
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.ledger.actions import seal_entries
from trade.ledger.verify import Verification, verify

POSTINGS = 1_000_000
DEALERS = 1_000
DAYS = 30
AT_ONCE = 50_000

_DEALERS = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, created_at)
SELECT uuidv7(), 'retailer', 'admitted', 'Verified ' || n, '', '', 'verified-' || n, '', 'UTC', 'GBP', now()
  FROM generate_series(1, %(dealers)s) AS n
"""
# Through the door, so that every account is there: money in the wallet, a penny of it in escrow.
_ACCOUNTS = """
SELECT ledger_post('verified:' || id, now() - interval '31 days', ARRAY['bank', 'wallet', 'escrow'], ARRAY[NULL, id, id]::uuid[],
                   ARRAY[1000000000, -999999999, -1]::bigint[], ARRAY['GBP', 'GBP', 'GBP'])
  FROM organisations WHERE code LIKE 'verified-%%' ORDER BY id
"""
# Payments of orders, one to the next dealer, evenly over a month: each with the hash that ledger_post would have made.
_PAYMENTS = """
CREATE TEMP TABLE payments AS
WITH dealers AS (
  SELECT o.id, w.id AS wallet, e.id AS escrow, row_number() OVER (ORDER BY o.id) - 1 AS k FROM organisations o
    JOIN ledger_accounts w ON w.organisation_id = o.id AND w.kind = 'wallet'
    JOIN ledger_accounts e ON e.organisation_id = o.id AND e.kind = 'escrow' WHERE o.code LIKE 'verified-%%'
)
SELECT n, 'order:' || uuidv7() || ':paid' AS source_key, 100 + n::bigint * 7919 %% 90000 AS minor,
       date_trunc('day', now(), 'UTC') - interval '1 day' * %(days)s * (1 - (n - 1)::float8 / %(entries)s) AS at,
       b.id AS buyer, b.wallet, s.id AS seller, s.escrow
  FROM generate_series(1, %(entries)s) AS n
  JOIN dealers b ON b.k = n %% %(dealers)s JOIN dealers s ON s.k = (n + 1) %% %(dealers)s
"""
_ENTRIES = """
INSERT INTO ledger_entries (source_key, at, transaction_id, hash)
SELECT source_key, at, pg_current_xact_id()::text::bigint, sha256(convert_to(
         source_key || '|' || to_char(at AT TIME ZONE 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US') || '|' || pg_current_xact_id()
         || '|1:wallet:' || buyer || ':' || minor || ':GBP;2:escrow:' || seller || ':' || -minor || ':GBP', 'UTF8'))
  FROM payments ORDER BY n
"""
_POSTINGS = """
INSERT INTO ledger_postings (entry_id, line, account_id, organisation_id, amount_minor, currency)
SELECT e.id, p.line, p.account_id, p.organisation_id, p.amount_minor, 'GBP' FROM payments JOIN ledger_entries e USING (source_key)
 CROSS JOIN LATERAL (VALUES (1, wallet, buyer, minor), (2, escrow, seller, -minor)) AS p(line, account_id, organisation_id, amount_minor)
 ORDER BY e.id, p.line
"""
_BALANCES = """
UPDATE ledger_accounts a SET balance_minor = balance_minor - spent.minor
  FROM (SELECT wallet, sum(minor) AS minor FROM payments GROUP BY 1) spent WHERE a.id = spent.wallet
"""
_SNAPSHOTS = """
SELECT ledger_snapshot((now() AT TIME ZONE 'UTC')::date - n) FROM generate_series(%(days)s, 1, -1) AS n
"""


def run(market: Market, scale: float = 1.0) -> Iterator[Result]:
    """Lay the books out, seal them, verify them; ``scale`` makes them smaller, to try this out."""
    began = time.perf_counter()
    _lay_out(market, {"entries": int(POSTINGS * scale) // 2, "dealers": DEALERS, "days": DAYS})
    with market.session(Actor.system()) as session:
        while seal_entries(Call(session, Actor.system(), now()), limit=AT_ONCE):
            pass
    with superuser(market) as connection:
        connection.execute("VACUUM ANALYZE ledger_entries, ledger_postings, ledger_accounts, ledger_seals")
    laid = time.perf_counter() - began
    with market.session(Actor.system()) as session:
        began = time.perf_counter()
        outcome = verify(session, also=CHECKS)
        value = time.perf_counter() - began
    note = (
        f"{_sound(outcome)} postings, sealed, {DAYS} snapshots, one close; laid out in {laid:.0f} s; reference: one SUM"
    )
    yield slower_is_worse("verify_1m", value, _summed(market), "s", note)


def _lay_out(market: Market, words: dict[str, Any]) -> None:
    with superuser(market) as connection:
        connection.execute(_DEALERS, words)
        connection.execute(_ACCOUNTS)
        connection.execute("ANALYZE organisations, ledger_accounts")
        connection.execute("SET session_replication_role = replica")  # rules are not asked a row at a time
        with connection.transaction():
            for statement in (_PAYMENTS, _ENTRIES):
                connection.execute(statement, words)
            connection.execute("ANALYZE payments, ledger_entries")
            for statement in (_POSTINGS, _BALANCES):
                connection.execute(statement)
        connection.execute(_SNAPSHOTS, words)
        connection.execute("SELECT ledger_close((now() AT TIME ZONE 'UTC')::date - 15, now())")


def _sound(outcome: Verification) -> int:
    """The number of postings of sound books that are all sealed."""
    if not outcome.is_sound or outcome.unsealed:
        raise RuntimeError(f"the books are not sound: {outcome.differences}, {outcome.unsealed} not sealed")
    return sum(line.postings for line in outcome.currencies)


def _summed(market: Market) -> float:
    with psycopg.connect(market.superuser_url) as connection:
        connection.execute("SET max_parallel_workers_per_gather = 0")
        began = time.perf_counter()
        connection.execute("SELECT sum(amount_minor) FROM ledger_postings").fetchall()
        return time.perf_counter() - began
