"""``make screenshots``: the pictures of the README, taken from a demo market of their own."""

from __future__ import annotations

import argparse
import os
import re
import socket
import subprocess
import sys
import tempfile
import time
import urllib.request
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import pyotp
from playwright.sync_api import Browser, Page, sync_playwright

from adapters import embedded
from adapters.clock import now
from commands.chromium import ARGUMENTS, executable
from demo.cast import PASSWORD, TOTP_SECRET

PROJECT: Final = Path(__file__).parents[1]
TARGET: Final = PROJECT / "docs" / "screenshots"
SIZES: Final = {"phone": {"width": 360, "height": 800}, "desk": {"width": 1280, "height": 900}}
SCHEMES: Final = ("light", "dark")


@dataclass(frozen=True)
class Shot:
    """A page to take: by address, or by the first link on it that fits ``follow``."""

    name: str
    login: str
    path: str
    sizes: tuple[str, ...] = ("phone", "desk")
    follow: str = ""


BUYER, BUYER_ZH = "buyer@meadow-harbour.example", "buyer@honey-grove.example"
SALES, SALES_ZH = "owner@forge-field.example", "owner@canton-lantern.example"
SUPPORT, MAKER, CHECKER = "support@pinhuo.example", "maker@pinhuo.example", "checker@pinhuo.example"
AGREED, PRICES = "buyer@willow-house.example", "owner@pennine-paper.example"
BOTH = "owner@harbour-wholesale.example"
PHONE, DESK = ("phone",), ("desk",)

SHOTS: Final = (
    Shot("landing", "", "/market"),
    Shot("sign-in", "", "/sign-in"),
    Shot("shelf", BUYER, "/retailer/products"),
    Shot("filters", BUYER, "/retailer/products/filters?q=heart"),
    Shot("product", BUYER, "/retailer/products", follow=r"/retailer/products/[0-9a-f-]{36}$"),
    Shot("cart", BUYER, "/retailer/cart"),
    Shot("checkout", BUYER, "/retailer/checkout"),
    Shot("orders", BUYER, "/retailer/orders"),
    Shot("order", BUYER, "/retailer/orders", follow=r"/retailer/orders/[0-9a-f-]{36}$"),
    Shot("order-pad", BUYER, "/retailer/order-pad"),
    Shot("uploads", BUYER, "/retailer/uploads"),
    Shot("quote", BUYER, "/retailer/inquiries", follow=r"/retailer/inquiries/[0-9a-f-]{36}$"),
    Shot("agreement", AGREED, "/retailer/agreements", follow=r"/retailer/agreements/[0-9a-f-]{36}$"),
    Shot("pools", BUYER, "/retailer/pools"),
    Shot("pool", BUYER, "/retailer/pools", follow=r"/retailer/pools/[0-9a-f-]{36}$"),
    Shot("news", BUYER, "/news", PHONE),
    Shot("wallet", BUYER, "/retailer/wallet"),
    Shot("shelf-zh", BUYER_ZH, "/retailer/products"),
    Shot("cart-zh", BUYER_ZH, "/retailer/cart", PHONE),
    Shot("supplier", SALES, "/supplier"),
    Shot("sales", SALES, "/supplier/orders"),
    Shot("sale", SALES, "/supplier/orders", follow=r"/supplier/orders/[0-9a-f-]{36}$"),
    Shot("products", SALES, "/supplier/products", DESK),
    Shot("product-edit", SALES, "/supplier/products", follow=r"/supplier/products/[0-9a-f-]{36}"),
    Shot("brand-edit", SALES, "/supplier/brand"),
    Shot("brand", SALES, "/supplier/brand", follow=r"/market/sellers/"),
    Shot("stock", SALES, "/supplier/stock"),
    Shot("warehouses", SALES, "/supplier/stock/warehouses"),
    Shot("price-lists", PRICES, "/supplier/prices"),
    Shot("pool-offers", SALES, "/supplier/pools", DESK),
    Shot("pool-offer", SALES, "/supplier/pools", DESK, follow=r"/supplier/pools/[0-9a-f-]{36}$"),
    Shot("forecast", SALES, "/supplier/forecast"),
    Shot("forecast-sku", SALES, "/supplier/forecast", follow=r"/supplier/forecast/goods/[0-9a-f-]{36}$"),
    Shot("forecast-accuracy", SALES, "/supplier/forecast/accuracy", DESK),
    Shot("forecast-zh", SALES_ZH, "/supplier/forecast"),
    Shot("forecast-sku-zh", SALES_ZH, "/supplier/forecast", follow=r"/supplier/forecast/goods/[0-9a-f-]{36}$"),
    Shot("statement", SALES, "/supplier/statements", follow=r"/supplier/statements/[0-9a-f-]{36}$"),
    Shot("sales-zh", SALES_ZH, "/supplier/orders", DESK),
    Shot("distributor", BOTH, "/distributor"),
    Shot("platform", SUPPORT, "/platform"),
    Shot("organisations", SUPPORT, "/platform/organisations"),
    Shot("pool-ideas", SUPPORT, "/platform/pools", DESK),
    Shot("finance", CHECKER, "/finance"),
    Shot("receipts", CHECKER, "/finance/receipts", DESK),
    Shot("settlements", CHECKER, "/finance/settlements", DESK),
    Shot("payouts", CHECKER, "/finance/payouts"),
    Shot("ledger", CHECKER, "/finance/ledger", DESK),
    Shot("finance-zh", MAKER, "/finance", DESK),
)


def main() -> None:
    """Take all pictures, or those whose name begins with a given word."""
    parser = argparse.ArgumentParser()
    parser.add_argument("names", nargs="*")
    parser.add_argument("--at", help="an address that already serves the demo market")
    parser.add_argument("--to", type=Path, default=TARGET)
    given = parser.parse_args()
    wanted = [shot for shot in SHOTS if not given.names or shot.name.startswith(tuple(given.names))]
    given.to.mkdir(parents=True, exist_ok=True)
    with demo_market(given.at) as address, sync_playwright() as playwright:
        arguments = [*ARGUMENTS, "--disable-background-networking", "--disable-component-update", "--disable-sync"]
        browser = playwright.chromium.launch(executable_path=executable(), args=arguments)
        for login in dict.fromkeys(shot.login for shot in wanted):
            cookies = sign_in(browser, address, login) if login else []
            if login in {BUYER, BUYER_ZH}:
                _fill_cart(browser, address, cookies)
            for shot in (shot for shot in wanted if shot.login == login):
                _take(browser, address, shot, cookies, given.to)
        browser.close()


@contextmanager
def demo_market(given: str | None) -> Iterator[str]:
    """Use the market at ``given``, or open one."""
    if given:
        yield given
        return
    with (
        tempfile.TemporaryDirectory(prefix="pinhuo-pictures-") as folder,
        embedded.servers(Path(folder), fast=True) as urls,
    ):
        with socket.socket() as probe:
            probe.bind(("127.0.0.1", 0))
            port = probe.getsockname()[1]
        environment = os.environ | {
            "FLASK_APP": "app", "PINHUO_VAR": folder, "PORT": str(port), "DATABASE_URL": urls.database,
            "MIGRATION_DATABASE_URL": urls.migration_database, "REDIS_URL": urls.redis, "SECRET_KEY": "p" * 48,
        }  # fmt: skip
        programs = Path(sys.executable).parent
        for command in (["setup"], ["forecast", "run"]):
            subprocess.run([programs / "flask", *command], check=True, cwd=PROJECT, env=environment)
        server = subprocess.Popen([programs / "gunicorn", "app:create_app()"], cwd=PROJECT, env=environment)
        try:
            _wait(f"http://localhost:{port}")
            yield f"http://localhost:{port}"
        finally:
            server.terminate()
            server.wait(20)


def _wait(address: str) -> None:
    for _ in range(150):
        try:
            urllib.request.urlopen(f"{address}/sign-in", timeout=5).close()  # noqa: S310 - our own
        except OSError:
            time.sleep(0.2)
        else:
            return


def sign_in(browser: Browser, address: str, login: str) -> list[Any]:
    """Sign somebody of the demo market in; answer their cookies."""
    context = browser.new_context(base_url=address)
    page = context.new_page()
    page.goto("/sign-in")
    page.locator("input[name=login]").fill(login)
    page.locator("input[name=password]").fill(PASSWORD)
    page.locator("main button[type=submit]").last.click()
    page.wait_for_url(re.compile(r"^(?!.*/sign-in)"))
    if "/second-factor" in page.url:
        page.locator("input[name=code]").fill(pyotp.TOTP(TOTP_SECRET).at(now()))
        page.locator("main button[type=submit]").last.click()
        page.wait_for_url(re.compile(r"^(?!.*/second-factor)"))
    cookies = context.cookies()
    context.close()
    return cookies


def _fill_cart(browser: Browser, address: str, cookies: list[Any]) -> None:
    """Put a few goods into the cart: on a lower step, on a higher one, on the best."""
    context = browser.new_context(base_url=address)
    context.add_cookies(cookies)
    page = context.new_page()
    for row, taps in enumerate((1, 3, 5)):
        page.goto("/retailer/products")
        for _ in range(taps):
            more = page.locator("main li").filter(has=page.locator("input[name=quantity]")).nth(row)
            more.locator("button[name=quantity]").last.click()
            page.wait_for_load_state("networkidle")
    context.close()


def _take(browser: Browser, address: str, shot: Shot, cookies: list[Any], target: Path) -> None:
    for size in shot.sizes:
        for scheme in SCHEMES:
            context = browser.new_context(base_url=address, viewport=SIZES[size], color_scheme=scheme)  # type: ignore[arg-type]
            context.add_cookies(cookies)
            page = context.new_page()
            _open(page, shot)
            page.screenshot(path=target / f"{shot.name}-{size}-{scheme}.png")
            context.close()


def _open(page: Page, shot: Shot) -> None:
    page.goto(shot.path)
    if shot.follow:
        links = page.eval_on_selector_all("main a[href]", "found => found.map(a => a.getAttribute('href'))")
        found = [link for link in links if re.search(shot.follow, link)]
        page.goto(found[0] if found else shot.path)
    page.wait_for_load_state("networkidle")


if __name__ == "__main__":
    main()
