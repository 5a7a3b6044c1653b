"""What a phone has to load, in bytes as brotli sends them; and that everything on a first visit comes from us."""

from __future__ import annotations

import socket
import urllib.request
from collections.abc import Callable
from urllib.parse import urlsplit

import brotli
import pytest
from playwright.sync_api import Response, expect

from tests.journeys.shops import Shops
from tests.journeys.stack import Stack
from tests.journeys.visitor import Visitor
from tests.trade.pooling import pooled
from web.critical_sheet import COOKIE

KB = 1024
FETCHED = "performance.getEntriesByType('resource').filter(part => part.transferSize).map(part => part.name)"
PAGES = (
    "/retailer/products",
    "/retailer/pools",
    "/retailer/cart",
    "/retailer/checkout",
    "/retailer/orders",
    "/retailer/wallet",
    "/news",
    "/news/wishes",
)


@pytest.fixture
def retailer(shops: Shops, visit: Callable[..., Visitor]) -> Visitor:
    """A retailer with a cart of twelve lines, before a shelf of thirty."""
    login, _ = shops.retailer_with_cart(dict.fromkeys(shops.goods(30)[:12], 6))
    visitor = visit()
    visitor.sign_in(login)
    return visitor


def test_every_page_of_a_phone_fits_into_one_flight(retailer: Visitor) -> None:
    weights = {path: weight(first(retailer, path)[path]) for path in PAGES}

    assert max(weights.values()) <= 13 * KB, weights


def test_a_pool_weighs_one_flight_and_its_live_part_next_to_nothing(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    login, owner = shops.retailer()
    pool_id, sku_id = shops.pool("GB-KG", owner)
    pooled.join(shops.market, owner, pool_id, sku_id, 60)
    visitor = visit()
    visitor.sign_in(login)
    path = f"/retailer/pools/{pool_id}"

    assert weight(first(visitor, path)[path]) <= 13 * KB
    live = visitor.page.locator("#pool-progress").get_attribute("hx-get") or ""
    assert len(brotli.compress(visitor.page.request.get(live).body())) <= KB


def test_a_poll_that_finds_nothing_new_is_a_few_bytes_as_the_server_sends_them(stack: Stack, shops: Shops) -> None:
    _, owner = shops.retailer()
    pool_id, _ = shops.pool("GB-KH", owner)
    ((code,),) = shops.market.rows("SELECT share_code FROM pools WHERE id = :id", id=pool_id)
    with urllib.request.urlopen(f"{stack.address}/pools/{code}/progress/en/0") as first:
        etag = first.headers["ETag"]
    here = urlsplit(stack.address)
    with socket.create_connection((here.hostname, here.port)) as wire:
        asked = f"GET /pools/{code}/progress/en/0 HTTP/1.1\r\nHost: {here.netloc}\r\nIf-None-Match: {etag}\r\n\r\n"
        wire.sendall(asked.encode())
        answer = wire.recv(4096)
    assert answer.startswith(b"HTTP/1.1 304 ")
    assert answer.endswith(b"\r\n\r\n")
    assert len(answer) < 300


def test_scripts_and_styles_keep_to_their_budgets(retailer: Visitor) -> None:
    found = first(retailer, "/retailer/products")
    scripts = [weight(answer) for path, answer in found.items() if path.endswith(".js")]
    styles = [weight(answer) for path, answer in found.items() if path.endswith(".css")]
    inlined = retailer.page.locator("style").first.text_content() or ""

    assert len(scripts) == 1
    assert sum(scripts) <= 18 * KB
    assert len(brotli.compress(inlined.encode(), quality=11)) + sum(styles) <= 6 * KB


def test_the_script_that_keeps_what_was_not_sent_is_two_kilobytes(retailer: Visitor) -> None:
    found = loaded(retailer, "/retailer/order-pad")

    assert [weight(answer) <= 2 * KB for path, answer in found.items() if "/pad." in path and path.endswith(".js")] == [
        True
    ]


def test_a_desk_keeps_its_styles_to_nine_kilobytes(shops: Shops, visit: Callable[..., Visitor]) -> None:
    supplier = visit(size=(1280, 800))
    supplier.sign_in(shops.login_of(shops.market.supplier))
    found = loaded(supplier, "/supplier")

    assert sum(weight(answer) for path, answer in found.items() if path.endswith(".css")) <= 9 * KB


def test_a_first_visit_is_few_requests(retailer: Visitor) -> None:
    page, *parts = first(retailer, "/retailer/products")

    assert page == "/retailer/products"
    assert sorted(part.rpartition(".")[2] for part in parts) == ["css", "js"]


def test_a_later_page_is_one_request(retailer: Visitor) -> None:
    retailer.open("/retailer/products")  # signing in was the first: this one fetches the sheet
    retailer.open("/retailer/orders")

    assert retailer.page.evaluate(FETCHED) == []


@pytest.mark.parametrize("lines", [1, 12])
def test_a_changed_quantity_weighs_the_same_at_any_length_of_the_cart(
    shops: Shops, visit: Callable[..., Visitor], lines: int
) -> None:
    login, _ = shops.retailer_with_cart(dict.fromkeys(shops.goods(30)[:lines], 6))
    visitor = visit()
    visitor.sign_in(login)
    visitor.open("/retailer/cart")
    with visitor.page.expect_response("**/cart/lines/**") as answer:
        visitor.main.get_by_role("button", name="More").first.click()
    expect(visitor.main.get_by_role("textbox").first).to_have_value("12")

    assert weight(answer.value) <= 1.2 * KB


def first(visitor: Visitor, path: str) -> dict[str, Response]:
    """Open a page as the first one in this browser."""
    visitor.page.context.clear_cookies(name=COOKIE)
    return loaded(visitor, path)


def loaded(visitor: Visitor, path: str) -> dict[str, Response]:
    """Open a page; return every answer that it took, by path."""
    answers: list[Response] = []

    def note(answer: Response) -> None:
        answers.append(answer)

    visitor.page.on("response", note)
    visitor.open(path)
    visitor.page.wait_for_load_state("networkidle")
    visitor.page.remove_listener("response", note)
    return {answer.url.removeprefix(visitor.address): answer for answer in answers}


def weight(answer: Response) -> int:
    """Return the size of a body as brotli sends it: as it came, or as a proxy packs it."""
    return len(brotli.compress(answer.body(), quality=11 if "/static/" in answer.url else 5))
