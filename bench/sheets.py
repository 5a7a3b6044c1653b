"""Sheets of a seller: two thousand products added and changed, ten thousand by slices, ten thousand counts; as pages and jobs do it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from adapters.clock import now
from bench.market import Market
from bench.results import Result, slower_is_worse
from trade.kernel.ids import new_id
from trade.kernel.work import Call
from trade.pricing.actions import check_slice, confirm_sheet, send_sheet, take_in_goods, take_slice
from trade.pricing.actions.sheet import LINES_MAX
from trade.pricing.queries import goods_by_code, sheet_view, what_is_beside
from trade.pricing.rules.rows import SheetLine
from trade.pricing.rules.sheet import fingerprint, judge_goods
from trade.pricing.rules.slices import ROWS_MAX
from trade.stock.actions import sync_counts
from trade.stock.actions.counts import COUNTS_MAX
from trade.stock.rules import Count

BUDGET: Final = 3.0
"""Seconds that somebody waits at a page before it should have been a job."""


def run(market: Market) -> Iterator[Result]:
    """Measure them all."""
    for name, said, price in (("goods_added", "added", "3.35"), ("goods_changed", "changed", "3.25")):
        looked, took = _goods(market, price)
        note = f"{LINES_MAX} rows of products {said}, names and prices, looked at in {looked:.2f} s; the reference is the budget"
        yield slower_is_worse(name, took, BUDGET, "s", note)
    yield from _large(market)
    with psycopg.connect(market.superuser_url) as connection:
        found = connection.execute("SELECT id FROM skus WHERE code LIKE 'SHEET%' ORDER BY id").fetchall()
    skus = [row[0] for row in found]
    for name, said, counted in (("counts_taken", "that change", 40), ("counts_again", "that change nothing", 40)):
        took = _counts(market, skus, counted)
        yield slower_is_worse(
            name, took, BUDGET, "s", f"{COUNTS_MAX} counts of five lots each, {said}; the reference is the budget"
        )


def _large(market: Market) -> Iterator[Result]:
    """Ten thousand products as the page and its jobs take them in, beside the same rows written bare."""
    lines = [_line(n, "BULK", "3.35") for n in range(ROWS_MAX)]
    with psycopg.connect(market.superuser_url) as connection:
        person = new_id()
        connection.execute(
            "INSERT INTO people (id, name, email, locale, created_at) VALUES (%s, 'Mei', 'mei@example.com', 'en', now())",
            (person,),
        )
    seller = replace(market.seller, person_id=person)
    with market.session(seller) as session:

        def call() -> Call:
            return Call(session, seller, now())

        began = time.perf_counter()
        sheet_id = send_sheet(call(), "range.csv", lines)
        sheet_view(session, seller, sheet_id, now())
        first = time.perf_counter() - began
        while check_slice(call(), sheet_id):
            pass
        confirm_sheet(call(), sheet_id)
        while take_slice(call(), sheet_id):
            pass
        took = time.perf_counter() - began
    note = f"{ROWS_MAX} rows of products added: kept, the first slice checked and shown; the reference is the budget"
    yield slower_is_worse("goods_10k_first", first, BUDGET, "s", note)
    note = "The same checked and written in slices, a transaction each; beside one INSERT … SELECT of their rows into bare tables"
    yield slower_is_worse("goods_10k", took, _bare(market), "s", note)


def _bare(market: Market) -> float:
    """Seconds to write the rows of those products once more, where nothing but their indexes is watched over."""
    ours = {
        "products": "SELECT t.* FROM products t WHERE id IN (SELECT product_id FROM skus WHERE code LIKE 'BULK%')",
        "skus": "SELECT t.* FROM skus t WHERE code LIKE 'BULK%'",
        "sku_tokens": "SELECT t.* FROM sku_tokens t JOIN skus s ON s.id = t.sku_id WHERE code LIKE 'BULK%'",
        "ladders": "SELECT t.* FROM ladders t JOIN skus s ON s.id = t.sku_id WHERE code LIKE 'BULK%'",
    }
    with psycopg.connect(market.superuser_url) as connection:
        for table in ours:
            connection.execute(f"CREATE TABLE bare_{table} (LIKE {table} INCLUDING INDEXES)")
        connection.commit()
        began = time.perf_counter()
        for table, rows in ours.items():
            connection.execute(f"INSERT INTO bare_{table} {rows}")
        connection.commit()
        took = time.perf_counter() - began
        for table in ours:
            connection.execute(f"DROP TABLE bare_{table}")
    return took


def _line(n: int, code: str, price: str) -> SheetLine:
    return SheetLine(n + 2, {
        "code": f"{code}{n:05}", "name": f"Sheet goods {n} at {price}", "name_zh": f"表格商品{n}", "category": "bench",
        "moq": "6", "multiple": "6", "barcode": f"69{n:011}", "from_1": "6", "price_1": price, "from_2": "24",
        "price_2": "2.95",
    })  # fmt: skip


def _goods(market: Market, price: str) -> tuple[float, float]:
    """Seconds to judge a sheet, and to take it in."""
    lines = [_line(n, "SHEET", price) for n in range(LINES_MAX)]

    def looking(session: Session) -> str:
        codes = [line.cells["code"] for line in lines]
        known = goods_by_code(session, market.seller.organisation, codes, now())
        return fingerprint(judge_goods(lines, known, what_is_beside(session, market.seller, lines, now())))

    shown, looked = _timed(market, looking)
    _, took = _timed(
        market, lambda session: str(take_in_goods(Call(session, market.seller, now()), lines, shown=shown))
    )
    return looked, took


def _counts(market: Market, skus: Sequence[UUID], counted: int) -> float:
    at = now() - timedelta(minutes=1)
    counts = [Count(sku, counted, at, lot=f"L{lot}") for sku in skus for lot in range(COUNTS_MAX // len(skus))]
    return _timed(market, lambda s: str(sync_counts(Call(s, market.seller, now()), source="bench", counts=counts)))[1]


def _timed(market: Market, work: Callable[[Session], str]) -> tuple[str, float]:
    with market.session(market.seller) as session:
        began = time.perf_counter()
        return work(session), time.perf_counter() - began
