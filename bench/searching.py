"""Finding among a hundred thousand goods: what people type, by price, and what filters count; each beside its bare SQL."""

from __future__ import annotations

import pickle
import statistics
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

from bench import goods
from bench.browser import Browser
from bench.market import Market, buyers
from bench.pages import LIST, record
from bench.results import Result, slower_is_worse
from bench.serving import serving

ROUNDS = 12
WARM = 6
NARROWED = {
    "sorted_100k": [f"/{LIST}?sort=price{more}" for more in ("", "&category=shelf-3", "&stock=in", "&q=kettle")],
    "filters_100k": [f"/{LIST}/filters{more}" for more in ("", "?category=shelf-3", "?q=kettle")],
}
"""Lists by price, and counts: all of the market, a shelf of it, what lies there, what a search finds."""
"""PostgreSQL plans a statement anew for its first five times on a connection; a served page keeps its connections."""


def run(market: Market, var: Path) -> Iterator[Result]:
    """Measure the median over every query, each as often as the others; the note has the slow end."""
    goods.fill(market, goods.COUNT)
    buyer = buyers(market, [market.sku_ids[:1]])[0]
    typed = [(kind, text) for kind, texts in goods.TYPED.items() for text in texts]
    paths = [f"/{LIST}?q={quote(text)}" for _, text in typed]
    asked = [*paths, *(path for narrowed in NARROWED.values() for path in narrowed)]
    views = {f"search_{n}": record(market, buyer, "GET", path, {}) for n, path in enumerate(asked)}
    recorded = var / "bare_search.pickle"
    recorded.write_bytes(pickle.dumps({"url": market.raw_url, "views": views}))
    with (
        serving(market, "app:create_app()", WEB_PROCESSES="1") as (port, _),
        serving(market, "bench.bare:create_bare()", BENCH_BARE=str(recorded), WEB_PROCESSES="1") as (bare_port, _),
    ):
        page, bare = Browser(port, *market.cookies(buyer)), Browser(bare_port)
        pairs = {path: _timed(page, path, bare, f"/{name}") for path, name in zip(asked, views, strict=True)}
    ours, reference = [pairs[path][0] for path in paths], [pairs[path][1] for path in paths]
    yield _result(typed, ours, reference)
    for name, narrowed in NARROWED.items():
        yield _narrowed(name, [pairs[path] for path in narrowed])


def _narrowed(name: str, pairs: list[tuple[list[float], list[float]]]) -> Result:
    medians = [statistics.median(own) for own, _ in pairs]
    bare = statistics.median(took for _, played in pairs for took in played)
    note = f"{goods.COUNT:,} SKUs, the whole page: {', '.join(f'{took:.0f}' for took in medians)} ms; at most 100 ms"
    return slower_is_worse(name, statistics.median(medians), bare, "ms", note)


def _result(typed: list[tuple[str, str]], ours: list[list[float]], reference: list[list[float]]) -> Result:
    every = [took for times in ours for took in times]
    ranked = sorted(zip((statistics.median(times) for times in ours), typed, strict=True), reverse=True)
    (worst, (kind, text)) = ranked[0]
    by_kind = {
        kind: statistics.median(
            took for (of, _), times in zip(typed, ours, strict=True) if of == kind for took in times
        )
        for kind in goods.TYPED
    }
    slow = statistics.quantiles(every, n=20)[-1]
    kinds = ", ".join(f"{kind} {took:.0f}" for kind, took in by_kind.items())
    note = (
        f"{len(typed)} queries over {goods.COUNT:,} SKUs, the whole page; p95 {slow:.0f} ms, worst {kind} “{text}” {worst:.0f} ms;"
        f" {kinds}; at most 50 ms"
    )
    bare = statistics.median(took for times in reference for took in times)
    return slower_is_worse("search_100k", statistics.median(every), bare, "ms", note)


def _timed(page: Browser, path: str, bare: Browser, name: str) -> tuple[list[float], list[float]]:
    """Milliseconds of each round of both, in turns, once the statements are planned."""
    own, reference = [], []
    for n in range(WARM + ROUNDS):
        took, played = _once(page, path), _once(bare, name)
        if n >= WARM:
            own.append(took)
            reference.append(played)
    return own, reference


def _once(browser: Browser, path: str) -> float:
    began = time.perf_counter()
    status, body = browser.get(path)
    if status != 200:
        raise RuntimeError(f"answered {status}: {body[:300]!r}")
    return (time.perf_counter() - began) * 1000
