"""A page that thousands watch: polls of one pool a second, beside a bare page of the same bytes that asks nothing."""

from __future__ import annotations

import pickle
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import text

from adapters.clock import now
from bench.browser import Browser
from bench.market import Market
from bench.results import Result, faster_is_better
from bench.serving import serving
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.parties.models import Region
from trade.pooling.actions import draft_pool, offer_pool
from trade.pooling.rules import PooledGood, Terms

WATCHERS = 4
SECONDS = 4.0
ROUNDS = 3


def run(market: Market, var: Path) -> Iterator[Result]:
    """Poll in turns, ours and the bare page, by several browsers at once; most polls find nothing new."""
    path = f"/pools/{_pool(market)}/progress/en/0"
    answer = market.app.test_client().get(path)
    recorded = var / "bare-poll.pickle"
    recorded.write_bytes(pickle.dumps({"url": market.raw_url, "views": {"poll": ([], set(), answer.data)}}))
    with (
        serving(market, "app:create_app()", WEB_PROCESSES="1") as (port, _),
        serving(market, "bench.bare:create_bare()", BENCH_BARE=str(recorded), WEB_PROCESSES="1") as (bare_port, _),
    ):
        unchanged = {"If-None-Match": answer.headers["ETag"]}
        same = full = bare = 0.0
        for _ in range(ROUNDS):
            same += _rate(port, lambda browser: _poll(browser, path, unchanged, 304)) / ROUNDS
            full += _rate(port, lambda browser: _poll(browser, path, {}, 200)) / ROUNDS
            bare += _rate(bare_port, lambda browser: _poll(browser, "/poll", {}, 200)) / ROUNDS
    note = f"{WATCHERS} connections, one process; the whole fragment of {len(answer.data)} bytes: {full:.0f} polls/s"
    yield faster_is_better("pool_poll", same, bare, "polls/s", note)


def _pool(market: Market) -> str:
    """Offer a pool; answer the code of its link."""
    with market.session(Actor.system()) as session:
        session.merge(Region(code="WATCH", country="GB", name="Watch", name_zh="观"))
        session.commit()
    with market.session(market.seller) as session:
        at = now()
        good = PooledGood(market.sku_ids[1], (Decimal("2.50"), Decimal("2.10")), 600, 6, 6)
        ends = at + timedelta(days=7)
        terms = Terms("Watched", ("WATCH",), at, ends, ends, 12, (12, 60), (good,))
        pool_id = offer_pool(Call(session, market.seller, at), draft_pool(Call(session, market.seller, at), terms))
    with market.session(Actor.system()) as session:
        return str(session.scalar(text("SELECT share_code FROM pools WHERE id = :id"), {"id": pool_id}))


def _rate(port: int, poll: Callable[[Browser], None]) -> float:
    """So many polls a second of all watchers together."""

    def watch(_: int) -> int:
        browser, count = Browser(port), 0
        while time.perf_counter() < until:
            poll(browser)
            count += 1
        return count

    until = time.perf_counter() + SECONDS
    with ThreadPoolExecutor(WATCHERS) as threads:
        return sum(threads.map(watch, range(WATCHERS))) / SECONDS


def _poll(browser: Browser, path: str, headers: dict[str, str], expected: int) -> None:
    browser.connection.request("GET", path, headers=browser.headers | headers)
    response = browser.connection.getresponse()
    response.read()
    if response.status != expected:
        raise RuntimeError(f"answered {response.status}")
