"""What a cheap phone on a bad network sees: a real Chromium, its network and processor slowed down through DevTools.

Slow 4G is Lighthouse's mobile network: 150 ms of round trip, 1.6 Mb/s; the processor is four times slower. The reference is a page
of nothing but the same number of bytes (first page), or a bare answer of the same bytes fetched by a script (change), under
the same brakes in the same browser: what no program could beat.
"""

from __future__ import annotations

import statistics
from collections.abc import Iterator
from typing import Final

from playwright.sync_api import Browser, Page, sync_playwright

from bench.market import Buyer, Market, buyers
from bench.proxy import answering, packing
from bench.results import Result, slower_is_worse
from bench.serving import serving
from commands.chromium import ARGUMENTS, executable

ROUNDS: Final = 5
CHANGES: Final = 20
LATENCY_MS: Final = 150
BYTES_A_SECOND: Final = 1_600_000 // 8
PROCESSOR: Final = 4
WATCH: Final = """
  window.seen = {lcp: 0, cls: 0, blocked: 0};
  new PerformanceObserver(list => { for (const e of list.getEntries()) seen.lcp = e.startTime; })
    .observe({type: 'largest-contentful-paint', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) if (!e.hadRecentInput) seen.cls += e.value; })
    .observe({type: 'layout-shift', buffered: true});
  new PerformanceObserver(list => { for (const e of list.getEntries()) seen.blocked += Math.max(0, e.duration - 50); })
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
    """The first page of a visit, cold; and a changed quantity."""
    buyer = buyers(market, [market.sku_ids[:12]])[0]
    with (
        serving(market, "app:create_app()") as (port, _),
        packing(port) as packed,
        sync_playwright() as playwright,
    ):
        browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
        shows = [_first_page(browser, market, buyer, packed) for _ in range(ROUNDS)]
        bare = [_bare_page(browser, int(shows[0]["document"])) for _ in range(ROUNDS)]
        middle = {name: statistics.median(show[name] for show in shows) for name in shows[0]}
        yield slower_is_worse(
            "phone_first_page", middle["fcp"], statistics.median(bare), "ms",
            f"FCP on slow 4G, 4x slower processor; LCP {middle['lcp']:.0f} ms, CLS {middle['cls']:.3f}, blocked {middle['blocked']:.0f} ms, "
            f"{middle['sent'] / 1024:.1f} KB in {middle['requests']:.0f} requests, document {middle['document'] / 1024:.1f} KB, {middle['nodes']:.0f} nodes",
        )  # fmt: skip
        taps, fetches = _changes(browser, market, buyer, packed)
        yield slower_is_worse(
            "phone_change", taps, fetches, "ms", "a quantity entered to the answer on the screen, cart of 12 lines"
        )
        browser.close()


def _page(browser: Browser, market: Market, buyer: Buyer, port: int) -> Page:
    """A phone that is signed in, with brakes on."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2, has_touch=True)
    name, _, value = market.cookies(buyer)[0].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
    page = context.new_page()
    _brake(page)
    return page


def _brake(page: Page) -> None:
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    speed = {"downloadThroughput": BYTES_A_SECOND, "uploadThroughput": BYTES_A_SECOND // 2}
    devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": LATENCY_MS, **speed})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": PROCESSOR})


def _first_page(browser: Browser, market: Market, buyer: Buyer, port: int) -> dict[str, float]:
    page = _page(browser, market, buyer, port)
    page.add_init_script(WATCH)
    answer = page.goto(f"http://localhost:{port}/retailer/products", wait_until="networkidle")
    assert answer is not None
    page.wait_for_function(PAINTED)
    found: dict[str, float] = page.evaluate(READ)
    found["document"] = float(answer.header_value("content-length") or 0)
    page.context.close()
    return found


def _bare_page(browser: Browser, size: int) -> float:
    """FCP of a page of ``size`` bytes on which nothing depends."""
    with answering(b"<!DOCTYPE html><p>x</p><!--" + b"x" * size + b"-->") as port:
        page = _bare(browser, port)
        page.wait_for_function(PAINTED)
        found: float = page.evaluate("performance.getEntriesByName('first-contentful-paint')[0].startTime")
        page.context.close()
    return found


def _bare(browser: Browser, port: int) -> Page:
    page = browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2).new_page()
    _brake(page)
    page.goto(f"http://localhost:{port}/", wait_until="load")
    return page


def _changes(browser: Browser, market: Market, buyer: Buyer, port: int) -> tuple[float, float]:
    """Median milliseconds from an entered quantity to the answer on the screen, and of fetching as many bytes."""
    page = _page(browser, market, buyer, port)
    page.goto(f"http://localhost:{port}/retailer/cart", wait_until="networkidle")
    field = f"#cart-line-{market.sku_ids[0].hex}-q"
    sizes: list[int] = []
    page.on("response", lambda answer: sizes.append(int(answer.headers.get("content-length", 0))))
    taps = [page.evaluate(CHANGE, [field, str(6 * step)]) for step in range(1, CHANGES + 1)]
    page.context.close()
    with answering(b"x" * sizes[-1]) as bare_port:
        page = _bare(browser, bare_port)
        fetches = [page.evaluate(FETCH) for _ in range(CHANGES)]
        page.context.close()
    return statistics.median(taps), statistics.median(fetches)
