"""How long a finger waits to see that something has happened: the interactions of many taps, as the browser itself counts them."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from playwright.sync_api import Browser, Page

from bench.brakes import CHEAP, CHEAPEST, SLOW_4G, bare, phone
from bench.market import Buyer, Market
from bench.proxy import answering
from bench.results import Result, percentile, slower_is_worse

TAPS: Final = 60
PAUSE_MS: Final = 150
LEAST: Final = 16.0
"""The browser tells nothing of what took less: it is counted as this."""
WATCH: Final = """
  window.taps = {};
  new PerformanceObserver(list => { for (const e of list.getEntries())
    if (e.interactionId) taps[e.interactionId] = Math.max(taps[e.interactionId] || 0, e.duration); })
    .observe({type: 'event', durationThreshold: 16, buffered: true});
"""
NOTHING: Final = (
    b"<!DOCTYPE html><meta name=viewport content='width=device-width'><button>0</button><script>"
    b"const b = document.querySelector('button'); b.onclick = () => b.textContent = Number(b.textContent) + 1</script>"
)


def run(browser: Browser, market: Market, buyer: Buyer, port: int) -> Result:
    """Taps on "more" in a cart of twelve lines while answers come in, beside a button that only counts."""
    ours = {rate: _taps(browser, market, buyer, port, rate) for rate in (CHEAP, CHEAPEST)}
    with answering(NOTHING) as bare_port:
        page = bare(browser, bare_port, SLOW_4G)
        page.evaluate(WATCH)
        nothing = _tapped(page, ["button"])
        page.context.close()
    cheap, cheapest = ours[CHEAP], ours[CHEAPEST]
    note = (
        f"p95 of {TAPS} taps at 4x, as INP counts them, at most 80; worst {max(cheap):.0f} ms; at 6x p95 {percentile(cheapest, 0.95):.0f} ms,"
        f" worst {max(cheapest):.0f} ms, at most 120; beside a button that only counts"
    )
    return slower_is_worse("phone_taps", percentile(cheap, 0.95), percentile(nothing, 0.95), "ms", note)


def _taps(browser: Browser, market: Market, buyer: Buyer, port: int, processor: int) -> list[float]:
    page, _ = phone(browser, market, buyer, port, SLOW_4G, processor)
    page.goto(f"http://localhost:{port}/retailer/cart", wait_until="networkidle")
    page.evaluate(WATCH)
    found = _tapped(page, [f"#cart-line-{sku_id.hex}-q-more" for sku_id in market.sku_ids[:12]])
    page.context.close()
    return found


def _tapped(page: Page, buttons: Sequence[str]) -> list[float]:
    for tap in range(TAPS):
        page.tap(buttons[tap % len(buttons)])
        page.wait_for_timeout(PAUSE_MS)
    page.wait_for_timeout(1_000)  # the last answer
    found: list[float] = list(page.evaluate("Object.values(taps)"))
    return found + [LEAST] * (TAPS - len(found))
