"""What a cheap phone on a bad network sees: a real Chromium, its network and processor slowed down through DevTools.

The reference is a page of nothing but the same number of bytes (first page), or a bare answer of the same bytes fetched by
a script (change), under the same brakes in the same browser: what no program could beat.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Browser, CDPSession, Page, sync_playwright

from bench import taps
from bench.brakes import CHEAP, EDGE, SLOW_3G, SLOW_4G, Network, bare, blank, brake, metrics, phone
from bench.market import Buyer, Market, buyers
from bench.proxy import answering, packing
from bench.results import Result, percentile, slower_is_worse
from bench.serving import serving
from commands.chromium import ARGUMENTS, executable

NETWORKS: Final = ((SLOW_4G, "", 5, 20), (SLOW_3G, "_3g", 3, 20), (EDGE, "_2g", 3, 20))
"""Each with the end of its rows' names, how often the page is loaded, and how many quantities are changed."""
WATCH: Final = """
  window.seen = {lcp: 0, cls: 0, blocked: 0, long: 0};
  new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) { seen.long += 1; seen.blocked += Math.max(0, e.duration - 50); } })
    .observe({type: 'longtask', buffered: true});
"""
READ: Final = """() => ({...seen,
  fcp: performance.getEntriesByName('first-contentful-paint')[0].startTime,
  nodes: document.getElementsByTagName('*').length,
  sent: performance.getEntriesByType('navigation').concat(performance.getEntriesByType('resource'))
    .reduce((sum, e) => sum + e.transferSize, 0),
  requests: 1 + performance.getEntriesByType('resource').filter(e => e.transferSize).length})"""
PAINTED: Final = "performance.getEntriesByName('first-contentful-paint').length"
CHANGE: Final = """([field, value]) => new Promise(done => {
  const input = document.querySelector(field), began = performance.now();
  let took;
  const watch = new MutationObserver(() => { watch.disconnect(); requestAnimationFrame(() => took = performance.now() - began); });
  watch.observe(input.closest('ul'), {childList: true});
  document.addEventListener('htmx:afterSettle', () => setTimeout(() => done(took), 50), {once: true});
  input.value = value;
  input.dispatchEvent(new Event('change', {bubbles: true}));
})"""
FETCH: Final = """() => { const began = performance.now();
  return fetch('/', {cache: 'no-store'}).then(answer => answer.text()).then(() => performance.now() - began); }"""


def run(market: Market) -> Iterator[Result]:
    """The first page of a visit, cold; a changed quantity, on each network; and taps."""
    buyer = buyers(market, [market.sku_ids[:12]])[0]
    with (
        serving(market, "app:create_app()") as (port, _),
        packing(port) as packed,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        for network, ending, rounds, changes in NETWORKS:
            yield _first_pages(browser, market, buyer, packed, network, f"phone_first_page{ending}", rounds)
            yield _changes(browser, market, buyer, packed, network, f"phone_change{ending}", changes)
        yield taps.run(browser, market, buyer, packed)
        browser.close()


def _first_pages(
    browser: Browser, market: Market, buyer: Buyer, port: int, network: Network, name: str, rounds: int
) -> Result:
    shows = [_first_page(browser, market, buyer, port, network) for _ in range(rounds)]
    nothing = [_bare_page(browser, int(shows[0]["document"]), network) for _ in range(rounds)]
    middle = {key: statistics.median(show[key] for show in shows) for key in shows[0]}
    measuring = statistics.median(show["script"] for show in nothing)
    note = (
        f"FCP on {network.name}, 4x slower processor, at most {network.first_page} ms with three round trips more, which are"
        f" not in it ({3 * network.latency_ms} ms); LCP {middle['lcp']:.0f} ms (at most 1200 on slow 4G), CLS {middle['cls']:.3f} (0),"
        f" {middle['long']:.0f} long tasks (0) that block {middle['blocked']:.0f} ms (0), script {middle['script'] - measuring:.0f} ms (40) without"
        f" {measuring:.0f} for measuring, heap {middle['heap']:.1f} MB (6), {middle['sent'] / 1024:.1f} KB (32) in {middle['requests']:.0f} requests (3),"
        f" document {middle['document'] / 1024:.1f} KB (13), {middle['nodes']:.0f} nodes (700)"
    )
    return slower_is_worse(name, middle["fcp"], statistics.median(show["fcp"] for show in nothing), "ms", note)


def _first_page(browser: Browser, market: Market, buyer: Buyer, port: int, network: Network) -> dict[str, float]:
    page, devtools = phone(browser, market, buyer, port, network)
    return _shown(page, devtools, f"http://localhost:{port}/retailer/products")


def _bare_page(browser: Browser, size: int, network: Network) -> dict[str, float]:
    """A page of ``size`` bytes on which nothing depends; its script is that of measuring."""
    with answering(b"<!DOCTYPE html><p>x</p><!--" + b"x" * size + b"-->") as port:
        page = blank(browser)
        return _shown(page, brake(page, network, CHEAP), f"http://localhost:{port}/")


def _shown(page: Page, devtools: CDPSession, address: str) -> dict[str, float]:
    page.add_init_script(WATCH)
    answer = page.goto(address, wait_until="networkidle")
    assert answer is not None
    page.wait_for_function(PAINTED)
    found: dict[str, float] = page.evaluate(READ)
    known = metrics(devtools)
    found["document"] = float(answer.header_value("content-length") or 0)
    found["heap"], found["script"] = known["JSHeapUsedSize"] / 2**20, known["ScriptDuration"] * 1000
    page.context.close()
    return found


def _changes(
    browser: Browser, market: Market, buyer: Buyer, port: int, network: Network, name: str, changes: int
) -> Result:
    """From an entered quantity to the answer on the screen, beside fetching as many bytes."""
    page, _ = phone(browser, market, buyer, port, network)
    page.goto(f"http://localhost:{port}/retailer/cart", wait_until="networkidle")
    field = f"#cart-line-{market.sku_ids[0].hex}-q"
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
    took = [page.evaluate(CHANGE, [field, str(6 * step)]) for step in range(1, changes + 1)]
    page.context.close()
    with answering(b"x" * sizes[-1]) as bare_port:
        page = bare(browser, bare_port, network)
        fetches = [page.evaluate(FETCH) for _ in range(changes)]
        page.context.close()
    note = (
        f"a quantity entered to the answer on the screen on {network.name}, cart of 12 lines; p95 {percentile(took, 0.95):.0f} ms"
        f" (at most {network.change}), {sizes[-1]} bytes (1229)"
    )
    return slower_is_worse(name, statistics.median(took), statistics.median(fetches), "ms", note)
