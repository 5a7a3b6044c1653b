"""Joining one hot pool beside a guarded UPDATE with two inserts; closes with thousands of members beside their rows alone."""

from __future__ import annotations

import time
import uuid
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from adapters.clock import now
from bench import plain
from bench.market import BUYERS, Market, page_engine, superuser
from bench.orders import EACH, rate
from bench.results import Result, faster_is_better, slower_is_worse
from trade.credit.rules import Means
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.idempotency import Command
from trade.kernel.work import Call
from trade.pooling.actions import close_pool, draft_pool, finish_next, join_pool, offer_pool
from trade.pooling.rules import PooledGood, Terms

MEMBERS = 5_000
MEMBERS_ON_CREDIT = 1_000
UNITS = 60
QUANTITIES = (1_000, 5_000, 100_000)
PRICES = (Decimal("2.95"), Decimal("2.55"), Decimal("2.10"))

_SHOPS = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, region_code, created_at)
SELECT uuidv7(), 'retailer', 'admitted', 'Pooled ' || n, '', '', %(lot)s || n, '1 Pool Road', 'UTC', 'GBP', 'BENCH', now()
  FROM generate_series(1, %(shops)s) AS n;
"""
_PEOPLE = """
INSERT INTO people (id, name, email, locale, created_at)
SELECT id, name, code || '@pool.example', 'en', now() FROM organisations WHERE code LIKE %(lot)s || '%%';
"""
_PLACES = """
INSERT INTO members (id, person_id, organisation_id, roles, created_at)
SELECT uuidv7(), id, id, '{owner}', now() FROM organisations WHERE code LIKE %(lot)s || '%%';
"""
_MONEY = """
SELECT ledger_post('bench:' || id, now(), ARRAY['bank', 'wallet'], ARRAY[NULL, id]::uuid[], ARRAY[10000000, -10000000]::bigint[],
                   ARRAY['GBP', 'GBP']) FROM organisations WHERE code LIKE %(lot)s || '%%' ORDER BY id;
"""
_COMMITTED = """
INSERT INTO commitments (id, pool_id, buyer_id, seller_id, person_id, state, only_from, means, currency, held_minor, captured_minor,
                         released_minor, delivery_address, region_code, joined_at, changed_at, version, release)
SELECT uuidv7(), p.id, o.id, p.seller_id, o.id, 'open', 0, %(means)s, 'GBP', %(held)s, 0, 0, o.address, 'BENCH', now(), now(), 1, ''
  FROM organisations o, pools p WHERE o.code LIKE %(lot)s || '%%' AND p.id = %(pool)s;
"""
_LINES = """
INSERT INTO commitment_lines (commitment_id, sku_id, pool_id, buyer_id, seller_id, quantity, hold_price)
SELECT c.id, g.sku_id, c.pool_id, c.buyer_id, c.seller_id, %(units)s, g.unit_prices[1]
  FROM commitments c JOIN pool_goods g USING (pool_id) WHERE c.pool_id = %(pool)s;
"""
_HELD = """
SELECT ledger_post('commitment:' || id || ':held', now(), ARRAY['wallet', 'hold'], ARRAY[buyer_id, buyer_id],
                   ARRAY[held_minor, -held_minor], ARRAY['GBP', 'GBP']) FROM commitments WHERE pool_id = %(pool)s ORDER BY buyer_id;
"""
_CREDIT = """
INSERT INTO credit_lines (id, organisation_id, currency, state, limit_minor, used_minor, reserved_minor, term_days, term_kind,
                          expires_on, review_on, opened_at, reason, changed_at)
SELECT uuidv7(), buyer_id, 'GBP', 'active', 10 * held_minor, 0, held_minor, 30, 'net', current_date + 365, current_date + 180,
       now(), '', now() FROM commitments WHERE pool_id = %(pool)s;
"""
_COUNTED = """
UPDATE pools SET members = %(shops)s, joins = %(shops)s, requested[1] = %(shops)s::bigint * %(units)s WHERE id = %(pool)s
"""
_BARE_TABLES = """
CREATE TABLE IF NOT EXISTS bare_pools (id uuid PRIMARY KEY, state text, requested bigint, members integer);
CREATE TABLE IF NOT EXISTS bare_commitments (id uuid PRIMARY KEY, pool_id uuid, buyer_id uuid, units integer, held bigint);
CREATE TABLE IF NOT EXISTS bare_holds (id uuid PRIMARY KEY DEFAULT uuidv7(), buyer_id uuid, amount bigint);
GRANT ALL ON bare_pools, bare_commitments, bare_holds TO PUBLIC;
"""
_COPIES = ("orders", "order_lines", "ledger_entries", "ledger_postings", "events")
_COPIES_OF_CREDIT = ("credit_invoices", "credit_instalments", "credit_movements")


def run(market: Market) -> Iterator[Result]:
    """The figures about pools."""
    yield _joins(market)
    yield _close(market, "pc-", Means.WALLET, MEMBERS)
    yield _close(market, "pd-", Means.CREDIT, MEMBERS_ON_CREDIT)


def _joins(market: Market) -> Result:
    shops = _shops(market, "pj-", BUYERS * EACH)
    with superuser(market) as connection:
        connection.execute(_BARE_TABLES)
        connection.execute("INSERT INTO bare_pools VALUES (%s, 'open', 0, 0)", [bare := uuid.uuid4()])
    reference = rate(lambda _: _bare_joins(market.raw_url, bare))
    pool_id = _offered(market)
    sku_id = market.sku_ids[0]
    value = rate(lambda n: _our_joins(market.urls.database, pool_id, sku_id, shops[n::BUYERS]))
    return faster_is_better(
        "pool_join", value, reference, "joins/s", f"{BUYERS} processes, one pool; UPDATE and 2 inserts"
    )


def _our_joins(url: str, pool_id: UUID, sku_id: UUID, shops: list[Actor]) -> Callable[[], Any]:
    session, left = Session(page_engine(url)), iter(shops)

    def join() -> None:
        shop = next(left)
        command = Command(str(uuid.uuid4()), b"bench", shop.person_id or UUID(int=0))
        join_pool(Call(session, shop, now(), command), pool_id, quantities={sku_id: UNITS})

    return join


def _bare_joins(url: str, pool: UUID) -> Callable[[], Any]:
    connection = plain.connect(url)

    def join() -> None:
        key, buyer = uuid.uuid4(), uuid.uuid4()
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE bare_pools SET requested = requested + %s, members = members + 1"
                " WHERE id = %s AND state = 'open' RETURNING requested", [UNITS, pool],
            )  # fmt: skip
            cursor.execute("INSERT INTO bare_commitments VALUES (%s, %s, %s, %s, %s)", [key, pool, buyer, UNITS, 17700])
            cursor.execute("INSERT INTO bare_holds (buyer_id, amount) VALUES (%s, %s)", [buyer, 17700])
        connection.commit()

    return join


def _close(market: Market, lot: str, means: Means, members: int) -> Result:
    shops = _shops(market, lot, members)
    pool_id = _offered(market)
    words = {
        "lot": lot, "pool": pool_id, "units": UNITS, "held": int(PRICES[0] * 100) * UNITS, "shops": len(shops), "means": means,
    }  # fmt: skip
    on_credit = means is Means.CREDIT
    copies = _COPIES + (_COPIES_OF_CREDIT if on_credit else ())
    with superuser(market) as connection:
        for statement in (_COMMITTED, _LINES, _CREDIT if on_credit else _HELD, _COUNTED):
            connection.execute(statement, words)
        connection.execute("ANALYZE commitments, commitment_lines, ledger_accounts, credit_lines")
        marks = {table: _rows(connection, table) for table in copies}
    decided, value = _timed(market, pool_id)
    with superuser(market) as connection:
        made = connection.execute(
            "SELECT count(*) FROM commitments WHERE pool_id = %s AND state = 'ordered'", [pool_id]
        )
        if made.fetchall() != [(members,)]:
            raise RuntimeError("not every member has an order")
        reference = _copied(connection, marks)
    name = f"pool_close_credit_{members}" if on_credit else f"pool_close_{members}"
    note = (
        f"s, {members} members, {members / value:,.0f} members/s; decided after {decided:.2f} s;"
        " reference: the same rows by INSERT … SELECT"
    )
    return slower_is_worse(name, value, reference, "s", note)


def _timed(market: Market, pool_id: UUID) -> tuple[float, float]:
    """Seconds until a pool is decided, and until the last of its members has an order."""
    at = now() + timedelta(days=8)
    with market.session(Actor.system()) as session:
        began = time.perf_counter()
        close_pool(Call(session, Actor.system(), at), pool_id)
        decided = time.perf_counter() - began
        while finish_next(Call(session, Actor.system(), at), pool_id):
            pass
        return decided, time.perf_counter() - began


def _rows(connection: psycopg.Connection[Any], table: str) -> int:
    return int(connection.execute(f"SELECT count(*) FROM {table}").fetchall()[0][0])


def _copied(connection: psycopg.Connection[Any], marks: dict[str, int]) -> float:
    """Seconds that it takes to write as many of these rows again, set by set, without any rule."""
    for table, before in marks.items():
        made = _rows(connection, table) - before
        connection.execute(f"CREATE TEMP TABLE made_{table} AS SELECT * FROM {table} ORDER BY 1 DESC LIMIT {made}")
        connection.execute(f"CREATE TABLE copied_{table} (LIKE {table} INCLUDING INDEXES)")
    began = time.perf_counter()
    with connection.transaction():
        for table in marks:
            connection.execute(f"INSERT INTO copied_{table} SELECT * FROM made_{table}")
    took = time.perf_counter() - began
    for table in marks:
        connection.execute(f"DROP TABLE made_{table}, copied_{table}")  # whoever migrates next may not touch them
    return took


def _offered(market: Market) -> UUID:
    at = now()
    seller = replace(market.seller, person_id=None)
    good = PooledGood(market.sku_ids[0], PRICES, 3_000_000, 6, 6)
    ends = at + timedelta(days=7)
    terms = Terms("Bench", ("BENCH",), at - timedelta(hours=1), ends, ends, 1_000, QUANTITIES, (good,))
    with market.session(seller) as session:
        return offer_pool(Call(session, seller, at), draft_pool(Call(session, seller, at), terms))


def _shops(market: Market, lot: str, number: int) -> list[Actor]:
    """Shops of one person each, with money."""
    with superuser(market) as connection:
        for statement in (_SHOPS, _PEOPLE, _PLACES, _MONEY):
            connection.execute(statement, {"lot": lot, "shops": number})
        connection.execute("ANALYZE")  # as a database that has been at work for a while
        found = connection.execute("SELECT id FROM organisations WHERE code LIKE %s", [f"{lot}%"]).fetchall()
    permissions = frozenset({Permission.BROWSE, Permission.BUY, Permission.SEE_PURCHASES})
    return [Actor(Scope.PARTY, shop, shop, permissions) for (shop,) in found]
