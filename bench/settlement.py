"""Settling 100,000 order lines, and 1,000,000, beside one plain INSERT … SELECT of the same rows."""

from __future__ import annotations

import time
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from adapters.clock import now
from bench.market import Market, buyers, superuser
from bench.results import Result, faster_is_better
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.work import Call
from trade.settlement.actions import settle_next, start_settlement
from trade.settlement.planning import content, due, plans

LOTS = {"settle_100k": 100_000, "settle_1m": 1_000_000}
SELLERS = 20
LINES_OF_AN_ORDER = 10

_SELLERS = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, created_at)
SELECT uuidv7(), 'supplier', 'admitted', 'Settled ' || n, '', '', %(lot)s || '-' || n, '', 'UTC', 'GBP', now()
  FROM generate_series(1, %(sellers)s) AS n
"""
_ORDERS = """
INSERT INTO orders (id, reference, buyer_id, seller_id, placed_by, state, currency, net_minor, tax_minor, total_minor,
                    refunded_minor, buyer_party, seller_party, delivery_address, promised_on, time_zone, note, placed_at, completed_at)
SELECT uuidv7(), %(prefix)s || n, %(buyer)s, s.id, %(person)s, 'completed', 'GBP', 10000, 0, 10000, 0, '{}', '{}', '', current_date - 17, 'UTC', '',
       now() - interval '20 days', now() - interval '2 days'
  FROM generate_series(1, %(orders)s) AS n
  JOIN (SELECT id, row_number() OVER (ORDER BY id) - 1 AS k FROM organisations WHERE code LIKE %(lot)s || '-%%') AS s
    ON s.k = n %% %(sellers)s
"""
_LINES = """
INSERT INTO order_lines (id, order_id, buyer_id, seller_id, sku_id, position, sku_code, name, unit, quantity, shipped,
                         cancelled, unit_price, net_minor, tax_rate, tax_minor, gross_minor, refunded_minor,
                         commission_rate, currency, price_trace)
SELECT uuidv7(), o.id, o.buyer_id, o.seller_id, %(sku)s, n, %(lot)s, 'BENCH GOODS', 'piece', 6, 6, 0, 1.6667,
       1000, 0, 0, 1000, 0, 0.05, 'GBP', '[]'
  FROM orders o, generate_series(1, %(each)s) AS n WHERE o.reference LIKE %(prefix)s || '%%'
"""
_PLAIN = """
INSERT INTO statement_lines (order_line_id, statement_id, seller_id, quantity, gross_minor, commission_rate,
                             commission_minor, net_minor)
SELECT l.id, %(statement)s, l.seller_id, l.shipped, l.gross_minor, l.commission_rate, 50, l.gross_minor - 50
  FROM order_lines l WHERE l.sku_id = %(sku)s AND l.position BETWEEN 1 AND %(each)s AND l.sku_code = %(lot)s
"""


def run(market: Market, scale: float = 1.0) -> Iterator[Result]:
    """Both sizes, each on lines of its own; ``scale`` makes them smaller, to try this out."""
    buyer = buyers(market, [market.sku_ids[:1]])[0].actor
    for prefix, (lot, lines) in zip("AB", LOTS.items(), strict=True):
        orders = max(SELLERS, int(lines * scale) // LINES_OF_AN_ORDER)
        words = {
            "buyer": buyer.organisation_id, "person": buyer.person_id, "sku": market.sku_ids[-1], "sellers": SELLERS,
            "orders": orders, "each": LINES_OF_AN_ORDER, "lot": lot, "prefix": f"S{prefix}-",
        }  # fmt: skip
        yield _measured(market, words, orders * LINES_OF_AN_ORDER)


def _measured(market: Market, words: dict[str, Any], lines: int) -> Result:
    """Lay the lines out, time the plain insert (and take it back), then settle them for real."""
    laid = _laid(market, words)
    reference = _plain(market, words, lines)
    value, previewed = _settled(market, words["person"], lines)
    note = (
        f"{lines} lines of {SELLERS} sellers, posted and committed a few sellers at a time; before it {previewed:.2f} s for the"
        f" preview and a start bound to it; laid out in {laid:.0f} s"
    )
    return faster_is_better(words["lot"], value, reference, "lines/s", note)


def _laid(market: Market, words: dict[str, Any]) -> float:
    began = time.perf_counter()
    with superuser(market) as connection:
        connection.execute("SET session_replication_role = replica")  # keys are not looked up a row at a time
        for statement in (_SELLERS, _ORDERS, _LINES):
            connection.execute(statement, words)
        connection.execute("VACUUM ANALYZE orders, order_lines, statement_lines")
        connection.execute("ANALYZE organisations")
    return time.perf_counter() - began


def _plain(market: Market, words: dict[str, Any], lines: int) -> float:
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
    if inserted != lines:
        raise RuntimeError(f"the plain insert wrote {inserted} rows")
    with superuser(market) as connection:
        connection.execute("VACUUM ANALYZE statement_lines")
    return inserted / took


def _settled(market: Market, person_id: Any, lines: int) -> tuple[float, float]:
    """Lines a second; and the seconds that the preview and the start of exactly what it showed took before."""
    maker = Actor(Scope.PLATFORM, person_id, None, frozenset({Permission.PREPARE_MONEY}))
    until = now() - timedelta(days=1)
    # Escrow was never filled for these orders; it keeps no balance, so the books stay balanced all the same.
    with market.session(maker) as session:
        began = time.perf_counter()
        shown = content(until, due(plans(session, until)))
        session.rollback()
        run_id = start_settlement(Call(session, maker, now()), until=until, shown=shown)
        started = time.perf_counter()
        while settle_next(Call(session, Actor.system(), now()), run_id):
            session.expunge_all()
        took = time.perf_counter() - started
    _check(market, run_id, lines)
    return lines / took, started - began


def _check(market: Market, run_id: UUID, lines: int) -> None:
    """Each line was settled, and each seller got what the preview had shown."""
    with superuser(market) as connection:
        found = connection.execute(
            "SELECT r.state, r.lines_done, count(*) FILTER (WHERE s.differs) FROM settlement_runs r"
            " JOIN settlement_run_sellers s ON s.run_id = r.id WHERE r.id = %s GROUP BY r.id", [run_id],
        ).fetchall()  # fmt: skip
    if found != [("done", lines, 0)]:
        raise RuntimeError(f"the run came to {found}")
