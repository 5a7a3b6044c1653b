"""Forecasts: a whole run beside bare StatsForecast on the same series, and the board's first page out of 5,000."""

from __future__ import annotations

import hashlib
import os
import statistics
import time
import warnings
from collections.abc import Iterator
from datetime import timedelta
from typing import Any
from uuid import UUID

import psycopg

from adapters.clock import now
from bench.cores import Cores
from bench.market import Buyer, Market, superuser
from bench.results import Result, faster_is_better, slower_is_worse
from trade.forecasting.actions import start_forecast
from trade.forecasting.queries import Sorting
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.work import Call

FORECAST = 200
BOARD = 5_000
BUDGET_MILLISECONDS = 100.0
ROUNDS = 15

_SELLER = """
INSERT INTO organisations (id, kind, state, name, legal_name, tax_id, code, address, time_zone, currency, created_at)
VALUES (%(seller)s, 'supplier', 'admitted', 'Foretold', '', '', 'foretold', '', 'UTC', 'GBP', now())
"""
_GOODS = """
WITH made AS (
  INSERT INTO products (id, seller_id, category_id, code, name, name_zh, description, state, rank, version, created_at)
  SELECT uuidv7(), %(seller)s, (SELECT id FROM categories LIMIT 1), 'F' || lpad(n::text, 5, '0'), 'Foretold goods ' || n,
         '', '', 'offered', n, 1, now() - interval '400 days' FROM generate_series(1, %(count)s) AS n
  RETURNING id, code)
INSERT INTO skus (id, product_id, seller_id, code, specification, unit, pack_size, moq, multiple, barcode)
SELECT uuidv7(), id, %(seller)s, code, '', 'piece', 6, 6, 6, '' FROM made
"""
_LEVELS = """
INSERT INTO stock_levels (sku_id, seller_id, changed_at) SELECT id, seller_id, now() FROM skus WHERE seller_id = %(seller)s
ON CONFLICT DO NOTHING
"""
_STOCK = """
INSERT INTO stock_moves (sku_id, seller_id, kind, change, reason, at)
SELECT id, seller_id, 'received', 1 + (hashtext(code) & 1023), '', now() - interval '390 days' FROM skus
 WHERE seller_id = %(seller)s
"""
_ORDERS = """
INSERT INTO past_orders (id, source, invoice, buyer_id, region_code, currency, at, invoiced_at)
SELECT uuidv7(), 'bench', d || '-' || r.code, NULL, r.code, 'GBP', now() - make_interval(days => d),
       now() - make_interval(days => d)
  FROM generate_series(1, 350) AS d, (SELECT code FROM regions ORDER BY code LIMIT 6) AS r
"""
_LINES = """
INSERT INTO past_order_lines (past_order_id, line, sku_id, quantity, unit_price)
SELECT o.id, row_number() OVER (PARTITION BY o.id), s.id, 1 + (random() * 20)::int, 2
  FROM past_orders o, (SELECT id, row_number() OVER (ORDER BY code) AS n FROM skus WHERE seller_id = %(seller)s
                        ORDER BY code LIMIT %(count)s) AS s
 WHERE o.source = 'bench' AND abs(hashtext(o.id::text || s.id::text)) %% 1000 < 20 + 300 * s.n / %(count)s
"""
_TOLD = """
INSERT INTO forecasts (run_id, sku_id, seller_id, kind, model, expected, low95, low80, high80, high95, weeks, weeks_low,
                       weeks_high, days, past, naive, error, missed_days)
SELECT %(run)s, s.id, s.seller_id, 'regular', 'combination', e, e * 0.2, e * 0.5, e * 1.6, e * 2.4,
       array_fill(e * 7 / 30, ARRAY[4]), array_fill(e * 3 / 30, ARRAY[4]), array_fill(e * 12 / 30, ARRAY[4]),
       array_fill(e / 30, ARRAY[30]), array_fill((e * 7 / 30)::numeric(14, 0), ARRAY[52]), e, 0.4, 0
  FROM (SELECT id, seller_id, (hashtext(id::text) & 4095)::numeric(14, 2) AS e FROM skus WHERE seller_id = %(seller)s) AS s
ON CONFLICT DO NOTHING
"""


def run(market: Market) -> Iterator[Result]:
    """Lay a seller out, forecast it, then open its board."""
    seller = _lay_out(market)
    yield _series(market, seller)
    yield _board(market, seller)


def _lay_out(market: Market) -> Actor:
    with superuser(market) as connection:
        row = connection.execute("SELECT uuidv7()").fetchone()
        words: dict[str, Any] = {"seller": row[0] if row else None, "count": FORECAST}
        for n in range(6):
            connection.execute(
                "INSERT INTO regions (code, country, name, name_zh) VALUES (%s, 'GB', %s, '台') ON CONFLICT DO NOTHING",
                [f"GB-F{n}", f"Bench {n}"],
            )
        for statement in (_SELLER, _GOODS, _LEVELS, _STOCK, _ORDERS, _LINES):
            connection.execute(statement, words)
        connection.execute("VACUUM ANALYZE")
    return Actor(Scope.PARTY, None, words["seller"], frozenset({Permission.SELL, Permission.SEE_SALES}))


def _series(market: Market, seller: Actor) -> Result:
    """The whole of a run's jobs in this process, and beside each fit StatsForecast alone with what its models were given.

    Both are told by the seconds of a core that they take, the job's with those of the database.
    """
    os.environ.update(
        DATABASE_URL=market.settings.database_url, REDIS_URL=market.settings.redis_url,
        SECRET_KEY=market.settings.secret_key, PINHUO_VAR=str(market.settings.var),
        MIGRATION_DATABASE_URL=market.settings.migration_database_url,
    )  # fmt: skip
    # Only this item loads the libraries: others measure memory.
    from adapters.forecasting import models, regions, study  # noqa: PLC0415
    from jobs import forecasting, forecasts  # noqa: PLC0415

    beside, cores = _Beside(models), Cores.of(market.superuser_url)
    with market.session(seller) as session:
        run_id = str(start_forecast(Call(session, seller, now())))
    fitting: tuple[Any, ...] = (study, regions)
    for module in fitting:
        module.fit = beside.fit
    try:
        began = cores.seconds()
        forecasts.plan_forecast(run_id)
        forecasting.forecast_chunk(run_id, 0)
        forecasting.conclude_forecast(run_id)
        took = cores.seconds() - began - beside.apart
    finally:
        for module in fitting:
            module.fit = beside.plain
    with psycopg.connect(market.superuser_url) as connection:
        row = connection.execute(
            "SELECT (SELECT count(*) FROM forecasts) + (SELECT count(*) FROM region_forecasts)"
        ).fetchone()
    series = row[0] if row else 0
    note = f"{series} series of {FORECAST} SKUs, as of today and three earlier days, read, chosen and written; a second is one of a core"
    return faster_is_better("forecast_series", series / took, series / beside.bare, "series/s", note)


class _Beside:
    """Fits as the job does, and has StatsForecast alone fit the same next to it, before it one time and after it the next.

    ``bare`` are its seconds of a core, ``apart`` those to take off the job's.
    """

    def __init__(self, models: Any) -> None:
        self.models, self.plain = models, models.fit
        self.bare = self.apart = 0.0
        self.alone_first = False

    def fit(self, weeks: Any, names: Any) -> Any:
        self.alone_first = not self.alone_first
        if self.alone_first:
            self._alone(weeks, names)
        made = self.plain(weeks, names)
        if not self.alone_first:
            self._alone(weeks, names)
        return made

    def _alone(self, weeks: Any, names: Any) -> None:
        models = self.models
        began = time.process_time()
        frame = models.long_frame(weeks)
        since = time.process_time()
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            models.StatsForecast(
                models=[models.MODELS[name].make(name) for name in names], freq=1, n_jobs=1,
                fallback_model=models.SimpleExponentialSmoothing(0.3),
            ).forecast(df=frame, h=models.WEEKS_AHEAD)  # fmt: skip
        ended = time.process_time()
        self.bare += ended - since
        self.apart += ended - began


def _board(market: Market, seller: Actor) -> Result:
    """Every sorting of the first 100 of 5,000, through the whole application; the slowest sorting's median counts."""
    with superuser(market) as connection:
        words = {"seller": seller.organisation_id, "count": BOARD - FORECAST}
        connection.execute(_GOODS.replace("'F' ||", "'G' ||"), words)
        connection.execute(_LEVELS, words)
        connection.execute(_STOCK + " AND code LIKE 'G%%'", words)
        row = connection.execute("SELECT id FROM forecast_runs WHERE is_current").fetchone()
        connection.execute(_TOLD, words | {"run": row[0] if row else None})
        token = _signed_in(connection, seller.organisation)
        connection.execute("VACUUM ANALYZE")
    client = market.app.test_client(use_cookies=False)
    cookie, _ = market.cookies(Buyer(seller, token))
    slowest, sizes = ("", 0.0), 0
    for sorting in Sorting:
        times = []
        for _ in range(ROUNDS):
            began = time.perf_counter()
            answer = client.get(f"/supplier/forecast?sort={sorting}", headers={"Cookie": cookie})
            times.append((time.perf_counter() - began) * 1000)
            if answer.status_code != 200 or answer.data.count(b"/supplier/forecast/goods/") != 100:
                raise RuntimeError(f"answered {answer.status_code}")
            sizes = len(answer.data)
        median = statistics.median(times)
        slowest = max(slowest, (str(sorting), median), key=lambda each: each[1])
    note = f"first 100 of {BOARD}, slowest of {len(Sorting)} sortings ({slowest[0]}), {sizes} bytes; the reference is the budget"
    return slower_is_worse("board_5000", slowest[1], BUDGET_MILLISECONDS, "ms", note)


def _signed_in(connection: psycopg.Connection[Any], seller: UUID) -> str:
    token, at = "bench-forecast", now()
    connection.execute(
        "WITH who AS (INSERT INTO people (id, name, email, locale, created_at) VALUES (uuidv7(), 'Seller', 's@bench.example', '', %(at)s)"
        " RETURNING id), place AS (INSERT INTO members (id, person_id, organisation_id, roles, created_at)"
        " SELECT uuidv7(), id, %(seller)s, '{owner}', %(at)s FROM who RETURNING id, person_id)"
        " INSERT INTO sign_ins (id, token_hash, person_id, member_id, created_at, expires_at)"
        " SELECT uuidv7(), %(hash)s, person_id, id, %(at)s, %(until)s FROM place",
        {
            "at": at, "seller": seller, "hash": hashlib.sha256(token.encode()).digest(), "until": at + timedelta(days=9),
        },
    )  # fmt: skip
    return token
