"""``make lighthouse``: what Lighthouse says of the phone's pages, in a demo market of its own. Needs npx (Node.js)."""

from __future__ import annotations

import argparse
import json
import os
import re
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any, Final

from playwright.sync_api import Browser, sync_playwright

from commands.chromium import ARGUMENTS, executable
from commands.screenshots import BUYER, demo_market, sign_in

LIGHTHOUSE: Final = ("npx", "--yes", "lighthouse@12")
WANTED: Final = {"performance": 99, "accessibility": 100, "best-practices": 100}
ROUNDS: Final = 3
"""A page is judged by the median: one round on a busy machine says little."""

PAGES: Final = (
    ("sign-in", "/sign-in", ""),
    ("market", "/market", ""),
    ("shelf", "/retailer/products", ""),
    ("product", "/retailer/products", r"/retailer/products/[0-9a-f-]{36}$"),
    ("cart", "/retailer/cart", ""),
    ("checkout", "/retailer/checkout", ""),
    ("orders", "/retailer/orders", ""),
    ("order", "/retailer/orders", r"/retailer/orders/[0-9a-f-]{36}$"),
    ("me", "/retailer/wallet", ""),
    ("order-pad", "/retailer/order-pad", ""),
    ("quote", "/retailer/inquiries", r"/retailer/inquiries/[0-9a-f-]{36}$"),
)
OPEN_TO_ALL: Final = {"sign-in", "market"}


def main() -> int:
    """Judge all pages, or those named; answer 1 where one falls short."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at", help="an address that already serves the demo market")
    given = parser.parse_args()
    short = False
    with demo_market(given.at) as address:
        with sync_playwright() as playwright:
            browser = playwright.chromium.launch(executable_path=executable(), args=ARGUMENTS)
            cookies = sign_in(browser, address, BUYER)
            found = {name: _path(browser, address, cookies, *where) for name, *where in PAGES}
            browser.close()
        for name in given.names or found:
            scores = _judged(address + found[name], [] if name in OPEN_TO_ALL else cookies)
            short = short or any(scores[kind] < wanted for kind, wanted in WANTED.items())
            print(f"{name:<12}", *(f"{kind} {scores[kind]:.0f}" for kind in WANTED), flush=True)
    return 1 if short else 0


def _path(browser: Browser, address: str, cookies: list[Any], path: str, follow: str) -> str:
    """Return a page's path: its own, or that of the first link on it that fits ``follow``."""
    if not follow:
        return path
    context = browser.new_context(base_url=address)
    context.add_cookies(cookies)
    page = context.new_page()
    page.goto(path)
    links: list[str] = page.eval_on_selector_all("main a[href]", "found => found.map(a => a.getAttribute('href'))")
    context.close()
    return next(link for link in links if re.search(follow, link))


def _judged(address: str, cookies: list[Any]) -> dict[str, float]:
    """Return the median of each score, of 100."""
    header = "; ".join(f"{cookie['name']}={cookie['value']}" for cookie in cookies)
    rounds = [_round(address, header) for _ in range(ROUNDS)]
    return {kind: statistics.median(scores[kind] for scores in rounds) for kind in WANTED}


def _round(address: str, cookies: str) -> dict[str, float]:
    with tempfile.TemporaryDirectory(prefix="pinhuo-lighthouse-") as folder:
        report = Path(folder) / "report.json"
        arguments = [
            *LIGHTHOUSE, address, "--quiet", "--output=json", f"--output-path={report}",
            f"--only-categories={','.join(WANTED)}", "--chrome-flags=--headless=new --no-sandbox",
        ]  # fmt: skip
        if cookies:
            arguments.append("--extra-headers=" + json.dumps({"Cookie": cookies}))
        environment = os.environ | {"CHROME_PATH": str(executable())}
        subprocess.run(arguments, check=True, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        told = json.loads(report.read_text())["categories"]
    return {kind: round((told[kind]["score"] or 0) * 100) for kind in WANTED}


if __name__ == "__main__":
    sys.exit(main())
