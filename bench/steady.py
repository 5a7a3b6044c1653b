"""What retailers wait for at fifty requests a second on a market of a hundred thousand goods, beside a bare server at the same rate.

Requests come by the clock, whether those before are answered or not, and wait from the moment in which they should have
come: a slow answer is seen by all who queue behind it.
"""

from __future__ import annotations

import pickle
import queue
import random
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final, NamedTuple

from bench import goods
from bench.browser import Browser
from bench.market import Market, buyers, superuser
from bench.pages import LIST, record
from bench.results import Result, percentile, slower_is_worse
from bench.serving import serving

RATE: Final = 50
SECONDS: Final = 20
WARM: Final = 6
SHOPPERS: Final = 16
LINES: Final = 12


class Request(NamedTuple):
    """Something a retailer does: which share of all requests it is, and the quantity that it sends."""

    share: int
    path: str
    quantity: str = ""


def run(market: Market, var: Path) -> Iterator[Result]:
    """Half of them look at lists, a quarter search, the rest look at one product, at the cart, and change it."""
    with superuser(market) as connection:
        (many,) = connection.execute("SELECT count(*) FROM skus").fetchone() or (0,)
    if many < goods.COUNT:
        goods.fill(market, goods.COUNT)
    shoppers = buyers(market, [market.sku_ids[:LINES]] * SHOPPERS)
    asked = _requests(market)
    views = {
        str(n): record(market, shoppers[0], "POST" if each.quantity else "GET", each.path, _fields(each))
        for n, each in enumerate(asked)
    }
    recorded = var / "bare-steady.pickle"
    recorded.write_bytes(pickle.dumps({"url": market.raw_url, "views": views}))
    with (
        serving(market, "app:create_app()") as (port, _),
        serving(market, "bench.bare:create_bare()", BENCH_BARE=str(recorded)) as (bare_port, _),
    ):
        ours = _steady(port, [market.cookies(buyer) for buyer in shoppers], asked)
        played = [each._replace(path=f"/{n}") for n, each in enumerate(asked)]
        bare = _steady(bare_port, [("", "")] * SHOPPERS, played)
    note = (
        f"p95 at {RATE} requests a second for {SECONDS} s, {goods.COUNT:,} SKUs, load and servers on the same machine: "
        f"{_spread(ours)} (at most 10/40/100); bare {_spread(bare)}"
    )
    yield slower_is_worse(f"steady_{RATE}", percentile(ours, 0.95), percentile(bare, 0.95), "ms", note)


def _requests(market: Market) -> list[Request]:
    sku = market.sku_ids[0]
    return [
        Request(40, f"/{LIST}"),
        Request(5, f"/{LIST}?category=shelf-3"),
        Request(5, f"/{LIST}?sort=name"),
        Request(15, f"/{LIST}?q=kettle"),
        Request(10, f"/{LIST}?q=blue+enamel+kettle"),
        Request(10, f"/{LIST}/{sku}"),
        Request(5, "/retailer/cart"),
        Request(10, f"/retailer/cart/lines/{sku}", "48"),
    ]


def _fields(request: Request) -> dict[str, str]:
    return {"quantity": request.quantity} if request.quantity else {}


def _steady(port: int, cookies: list[tuple[str, str]], asked: list[Request]) -> list[float]:
    """Milliseconds from when each request was due to its whole answer."""
    chance = random.Random(50)
    shares = [each.share for each in asked]
    due: queue.Queue[tuple[float, Request] | None] = queue.Queue()
    began = time.perf_counter() + 0.1
    for n in range(RATE * (WARM + SECONDS)):
        due.put((began + n / RATE, chance.choices(asked, shares)[0]))
    for _ in cookies:
        due.put(None)

    def shop(given: tuple[str, str]) -> list[tuple[float, float]]:
        browser, took = Browser(port, *given), []
        for at, request in iter(due.get, None):
            time.sleep(max(0.0, at - time.perf_counter()))
            _send(browser, request)
            took.append((at, (time.perf_counter() - at) * 1000))
        return took

    with ThreadPoolExecutor(len(cookies)) as threads:
        every = [one for took in threads.map(shop, cookies) for one in took]
    return [took for at, took in every if at >= began + WARM]


def _send(browser: Browser, request: Request) -> None:
    fields = _fields(request)
    status, body = browser.post(request.path, fields) if fields else browser.get(request.path)
    if status != 200:
        raise RuntimeError(f"{request.path} answered {status}: {body[:300]!r}")


def _spread(took: list[float]) -> str:
    return "/".join(f"{percentile(took, part):.0f}" for part in (0.5, 0.95, 0.99))
