"""A cheap phone: a small window, a slow processor and a slow network, by DevTools, in a real Chromium.

DevTools delays each request, but neither name nor handshakes: a first visit has three round trips more than is measured here.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

from playwright.sync_api import Browser, CDPSession, Page

from bench.market import Buyer, Market

CHEAP: Final = 4
"""So many times slower than this machine is the processor of a cheap phone."""
CHEAPEST: Final = 6


@dataclass(frozen=True, slots=True)
class Network:
    """What a phone's network is like, and what we promise on it, in milliseconds."""

    name: str
    latency_ms: int
    bits_a_second: int
    first_page: int
    change: int


SLOW_4G: Final = Network("slow 4G", 150, 1_600_000, 900, 350)
SLOW_3G: Final = Network("slow 3G", 400, 400_000, 2_200, 650)
EDGE: Final = Network("2G", 800, 280_000, 4_000, 1_200)


def phone(
    browser: Browser, market: Market, buyer: Buyer, port: int, network: Network, processor: int = CHEAP
) -> tuple[Page, CDPSession]:
    """A phone that is signed in, with brakes on, and its DevTools."""
    context = browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2, has_touch=True)
    name, _, value = market.cookies(buyer)[0].partition("=")
    context.add_cookies([{"name": name, "value": value, "url": f"http://localhost:{port}"}])
    page = context.new_page()
    return page, brake(page, network, processor)


def bare(browser: Browser, port: int, network: Network, processor: int = CHEAP) -> Page:
    """The same phone at a page of nothing."""
    page = blank(browser)
    brake(page, network, processor)
    page.goto(f"http://localhost:{port}/", wait_until="load")
    return page


def blank(browser: Browser) -> Page:
    """A phone on which nobody is signed in, and nothing is shown."""
    return browser.new_context(viewport={"width": 360, "height": 800}, device_scale_factor=2, has_touch=True).new_page()


def brake(page: Page, network: Network, processor: int) -> CDPSession:
    """Slow a page down; answer its DevTools."""
    devtools = page.context.new_cdp_session(page)
    devtools.send("Network.enable")
    devtools.send("Performance.enable")
    speed = network.bits_a_second // 8
    down_and_up = {"downloadThroughput": speed, "uploadThroughput": speed // 2}
    devtools.send("Network.emulateNetworkConditions", {"offline": False, "latency": network.latency_ms, **down_and_up})
    devtools.send("Emulation.setCPUThrottlingRate", {"rate": processor})
    return devtools


def metrics(devtools: CDPSession) -> dict[str, float]:
    """What DevTools know of a page: ``JSHeapUsedSize`` in bytes, without what nobody needs any more; ``ScriptDuration`` in seconds."""
    devtools.send("HeapProfiler.collectGarbage")
    return {row["name"]: row["value"] for row in devtools.send("Performance.getMetrics")["metrics"]}
