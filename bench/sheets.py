"""Sheets of a seller: two thousand products added and changed, ten thousand counts taken in, each as its page does it."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

import psycopg
from sqlalchemy.orm import Session

from adapters.clock import now
from bench.market import Market
from bench.results import Result, slower_is_worse
from trade.kernel.work import Call
from trade.pricing.actions import take_in_goods
from trade.pricing.actions.sheet import LINES_MAX
from trade.pricing.queries import category_names, goods_by_code, part_codes
from trade.pricing.rules.rows import SheetLine
from trade.pricing.rules.sheet import fingerprint, judge_goods
from trade.stock.actions import sync_counts
from trade.stock.actions.counts import COUNTS_MAX
from trade.stock.rules import Count

BUDGET: Final = 3.0
"""Seconds that somebody waits at a page before it should have been a job."""


def run(market: Market) -> Iterator[Result]:
    """Measure both."""
    for name, said, price in (("goods_added", "added", "3.35"), ("goods_changed", "changed", "3.25")):
        looked, took = _goods(market, price)
        note = f"{LINES_MAX} rows of products {said}, names and prices, looked at in {looked:.2f} s; the reference is the budget"
        yield slower_is_worse(name, took, BUDGET, "s", note)
    with psycopg.connect(market.superuser_url) as connection:
        found = connection.execute("SELECT id FROM skus WHERE code LIKE 'SHEET%' ORDER BY id").fetchall()
    skus = [row[0] for row in found]
    for name, said, counted in (("counts_taken", "that change", 40), ("counts_again", "that change nothing", 40)):
        took = _counts(market, skus, counted)
        yield slower_is_worse(
            name, took, BUDGET, "s", f"{COUNTS_MAX} counts of five lots each, {said}; the reference is the budget"
        )


def _goods(market: Market, price: str) -> tuple[float, float]:
    """Seconds to judge a sheet, and to take it in."""
    lines = [
        SheetLine(n + 2, {"code": f"SHEET{n:05}", "name": f"Sheet goods {n} at {price}", "name_zh": f"表格商品{n}", "category": "bench",
                          "moq": "6", "multiple": "6", "barcode": f"69{n:011}", "from_1": "6", "price_1": price,
                          "from_2": "24", "price_2": "2.95"})
        for n in range(LINES_MAX)
    ]  # fmt: skip

    def looking(session: Session) -> str:
        codes = [line.cells["code"] for line in lines]
        known = goods_by_code(session, market.seller.organisation, codes, now())
        return fingerprint(
            judge_goods(lines, known, category_names(session), part_codes(session, market.seller, lines))
        )

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
