"""Settling 100,000 order lines beside one plain INSERT … SELECT of the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import psycopg

from adapters.clock import now
from bench.market import Market, buyers, superuser
from bench.results import Result, faster_is_better
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.work import Call
from trade.settlement.actions import settle_next, start_settlement

LINES = 100_000
SELLERS = 20

_SELLERS = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, created_at)
SELECT uuidv7(), 'supplier', 'admitted', 'Settled ' || n, '', '', 'settled-' || n, '', 'UTC', 'GBP', now()
  FROM generate_series(1, %(sellers)s) AS n
"""
_ORDERS = """
INSERT INTO orders (id, reference, buyer_id, seller_id, placed_by, state, currency, net_minor, tax_minor, total_minor,
                    refunded_minor, buyer_party, seller_party, delivery_address, time_zone, note, placed_at, completed_at)
SELECT uuidv7(), 'SB-' || n, %(buyer)s, s.id, %(person)s, 'completed', 'GBP', 10000, 0, 10000, 0, '{}', '{}', '', 'UTC', '',
       now() - interval '20 days', now() - interval '2 days'
  FROM generate_series(1, %(orders)s) AS n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k FROM organisations WHERE code LIKE 'settled-%%') AS s
    ON s.k = n %% %(sellers)s
"""
_LINES = """
INSERT INTO order_lines (id, order_id, buyer_id, seller_id, sku_id, position, sku_code, name, unit, quantity, shipped,
                         cancelled, unit_price, net_minor, tax_rate, tax_minor, gross_minor, refunded_minor,
                         commission_rate, currency, price_trace)
SELECT uuidv7(), o.id, o.buyer_id, o.seller_id, %(sku)s, n, 'B0000', 'BENCH GOODS', 'piece', 6, 6, 0, 1.6667,
       1000, 0, 0, 1000, 0, 0.05, 'GBP', '[]'
  FROM orders o, generate_series(1, 10) AS n WHERE o.reference LIKE 'SB-%%'
"""
_PLAIN = """
INSERT INTO statement_lines (order_line_id, statement_id, seller_id, quantity, gross_minor, commission_rate,
                             commission_minor, net_minor)
SELECT l.id, %(statement)s, l.seller_id, l.shipped, l.gross_minor, l.commission_rate, 50, l.gross_minor - 50
  FROM order_lines l WHERE l.sku_id = %(sku)s AND l.position BETWEEN 1 AND 10 AND l.sku_code = 'B0000'
   AND l.name = 'BENCH GOODS'
"""


def run(market: Market) -> Iterator[Result]:
    """Lay the lines out, time the plain insert (and take it back), then settle them for real."""
    buyer = buyers(market, [market.sku_ids[:1]])[0].actor
    words = {
        "buyer": buyer.organisation_id, "person": buyer.person_id, "sku": market.sku_ids[-1],
        "sellers": SELLERS, "orders": LINES // 10,
    }  # fmt: skip
    with superuser(market) as connection:
        for statement in (_SELLERS, _ORDERS, _LINES):
            connection.execute(statement, words)
        connection.execute("VACUUM ANALYZE orders, order_lines, statement_lines")
        reference = _plain(market, connection, words)
    value = _settled(market, buyer.person_id)
    note = f"{LINES} lines of {SELLERS} sellers, posted and committed seller by seller"
    yield faster_is_better("settle_100k", value, reference, "lines/s", note)


def _plain(market: Market, connection: psycopg.Connection[Any], words: dict[str, Any]) -> float:
    """The plain insert as the application's role, into the same table, rolled back."""
    with psycopg.connect(market.raw_url) as plain:
        plain.execute("SELECT set_config('pinhuo.scope', 'system', true)")
        run_id, statement_id = plain.execute("SELECT uuidv7(), uuidv7()").fetchone() or (None, None)
        plain.execute(
            "INSERT INTO settlement_runs (id, state, until, sellers_total, sellers_done, lines_done, started_at)"
            " VALUES (%s, 'running', now(), 0, 0, 0, now())", [run_id],
        )  # fmt: skip
        plain.execute(
            "INSERT INTO statements (id, reference, run_id, seller_id, currency, until, line_count, gross_minor,"
            " commission_minor, net_minor, made_at) SELECT %s, 'ST-BENCH', %s, id, 'GBP', now(), 0, 0, 0, 0, now()"
            " FROM organisations LIMIT 1", [statement_id, run_id],
        )  # fmt: skip
        began = time.perf_counter()
        inserted = plain.execute(_PLAIN, {**words, "statement": statement_id}).rowcount
        took = time.perf_counter() - began
        plain.rollback()
    if inserted != LINES:
        raise RuntimeError(f"the plain insert wrote {inserted} rows")
    connection.execute("VACUUM ANALYZE statement_lines")
    return inserted / took


def _settled(market: Market, person_id: Any) -> float:
    maker = Actor(Scope.PLATFORM, person_id, None, frozenset({Permission.PREPARE_MONEY}))
    # Escrow was never filled for these orders; it keeps no balance, so the books stay balanced all the same.
    with market.session(maker) as session:
        run_id = start_settlement(Call(session, maker, now()), until=now() - timedelta(days=1))
        began = time.perf_counter()
        while settle_next(Call(session, Actor.system(), now()), run_id):
            session.expunge_all()
        took = time.perf_counter() - began
    return LINES / took
