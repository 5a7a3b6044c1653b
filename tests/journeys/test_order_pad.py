"""A clerk at the order pad: by keyboard alone, on a bad network, on a shared machine (F3, F13, promise S12)."""

from __future__ import annotations

from collections.abc import Callable
from itertools import count
from urllib.parse import parse_qs

import pytest
from playwright.sync_api import Page, Request, Route, expect

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor

LINES = 20
SHOWN = 50
PRESSES_A_LINE = 9
"""A hundred lines in at most 900 key presses."""
STORED = "JSON.stringify([{...localStorage}, {...sessionStorage}])"
_letters = count(1)


@pytest.fixture
def codes(shops: Shops) -> list[str]:
    """Two codes."""
    return goods(shops, 2)


def goods(shops: Shops, lines: int) -> list[str]:
    """Make goods; answer codes as wholesale has them: six characters, the first four of them telling."""
    shops.goods()
    run = next(_letters)
    made = [f"{run}{number:03}XY" for number in range(100, 100 + lines)]
    for code in made:
        shops.market.goods(code=code, name=f"Tin {code}", stock=1000)
    return made


def at_the_pad(shops: Shops, visit: Callable[..., Visitor]) -> Visitor:
    login, _ = shops.retailer()
    clerk = visit(size=(1280, 900))
    clerk.sign_in(login)
    clerk.open("/retailer/order-pad")
    return clerk


class Keyboard:
    """Presses keys, and counts them."""

    def __init__(self, page: Page) -> None:
        self.page = page
        self.presses = 0

    def type(self, text: str) -> None:
        """Press a key for each character."""
        self.page.keyboard.type(text)
        self.presses += len(text)

    def press(self, key: str) -> None:
        """Press one key."""
        self.page.keyboard.press(key)
        self.presses += 1


@pytest.mark.parametrize("lines", [LINES, pytest.param(100, marks=pytest.mark.soak)])
def test_lines_take_at_most_nine_key_presses_each_until_they_are_in_the_cart_and_no_mouse_f3(
    shops: Shops, visit: Callable[..., Visitor], lines: int
) -> None:
    codes = goods(shops, lines)
    clerk = at_the_pad(shops, visit)
    keys = Keyboard(clerk.page)
    ready = clerk.page.get_by_role("list", name="Lines that are ready").get_by_role("listitem")
    expect(clerk.field("Code, barcode or name")).to_be_focused()
    for number, code in enumerate(codes, 1):
        keys.type(code[:4])
        expect(clerk.page.locator("#pad-matches [aria-selected=true]")).to_contain_text(code)
        keys.press("Tab")
        keys.type("12")
        if number == lines:
            break
        keys.press("Enter")
        expect(clerk.field("Code, barcode or name")).to_be_focused()
        if number % 10 == 0:
            expect(clerk.page.locator("#pad-status")).to_contain_text("Saved")

    expect(ready).to_have_count(min(lines - 1, SHOWN))
    if lines == LINES:
        clerk.look_over()
        clerk.field("How many").focus()
    keys.press("Control+Enter")  # the line that is being typed goes along
    clerk.page.wait_for_url("**/retailer/cart")
    keys.presses += 1  # two keys
    assert keys.presses <= lines * PRESSES_A_LINE
    assert shops.market.rows("SELECT count(*), sum(quantity) FROM cart_lines WHERE sku_id IN (SELECT id FROM skus"
                             " WHERE code = ANY(:codes))", codes=codes) == [(lines, 12 * lines)]  # fmt: skip


def test_a_line_is_taken_back_by_keyboard_f3(shops: Shops, visit: Callable[..., Visitor], codes: list[str]) -> None:
    clerk = at_the_pad(shops, visit)
    ready = clerk.page.get_by_role("list", name="Lines that are ready").get_by_role("listitem")
    for code in codes[:2]:
        clerk.fill_in({"Code, barcode or name": code, "How many": "12"})
        clerk.page.keyboard.press("Enter")
    expect(ready).to_have_count(2)
    clerk.page.keyboard.press("Control+z")
    expect(ready).to_have_count(1)


def test_lines_typed_without_network_are_kept_over_a_reload_and_sent_once_f13(
    shops: Shops, visit: Callable[..., Visitor], codes: list[str]
) -> None:
    clerk = at_the_pad(shops, visit)
    keys: list[str] = []

    def note(request: Request) -> None:
        if request.url.endswith("/order-pad/lines"):
            keys.extend(parse_qs(request.post_data or "")["idempotency_key"])

    clerk.page.on("request", note)
    clerk.page.route("**/order-pad/lines", lambda route: (route.fetch(), route.abort("connectionreset")), times=1)
    clerk.fill_in({"Code, barcode or name": codes[0], "How many": "6"})
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("#pad-status")).to_contain_text("Not sent. It is kept here and sent again.")

    clerk.page.route("**/order-pad/lines", lambda route: route.abort("internetdisconnected"))
    clerk.fill_in({"Code, barcode or name": codes[1], "How many": "12"})
    clerk.page.keyboard.press("Enter")
    clerk.page.unroute_all()
    clerk.page.reload()
    ready = clerk.page.get_by_role("list", name="Lines that are ready")
    expect(ready.get_by_role("listitem")).to_have_count(2)
    expect(clerk.page.locator("#pad-status")).to_contain_text("Saved")
    expect(clerk.page.get_by_text("£17.70", exact=True)).to_be_visible()
    assert len(keys) > len(set(keys)) == 2


def test_a_line_that_is_still_being_written_when_the_page_is_left_is_shown_by_the_next_f13(
    shops: Shops, visit: Callable[..., Visitor], codes: list[str]
) -> None:
    clerk = at_the_pad(shops, visit)
    held: list[Route] = []

    def hold(route: Route) -> None:
        held.append(route)

    clerk.page.route("**/order-pad/lines", hold, times=1)
    clerk.fill_in({"Code, barcode or name": codes[0], "How many": "6"})
    with clerk.page.expect_request("**/order-pad/lines"):
        clerk.page.keyboard.press("Enter")
    # The page is being left: the next one was drawn before the line is written, and its answer comes to the old one yet.
    clerk.page.evaluate("dispatchEvent(new Event('beforeunload'))")
    with clerk.page.expect_response("**/order-pad/lines"):
        held[0].continue_()
    expect(clerk.page.locator("#pad-status")).to_contain_text("Not sent.")
    assert codes[0] in clerk.page.evaluate(STORED)

    clerk.page.reload()
    ready = clerk.page.get_by_role("list", name="Lines that are ready")
    expect(clerk.page.locator("#pad-status")).to_contain_text("Saved")
    expect(ready.get_by_role("listitem")).to_have_count(1)
    assert codes[0] not in clerk.page.evaluate(STORED)


def test_a_line_still_being_worked_on_is_kept_and_sent_again_f13(
    shops: Shops, visit: Callable[..., Visitor], codes: list[str]
) -> None:
    clerk = at_the_pad(shops, visit)
    clerk.page.route(
        "**/order-pad/lines",
        lambda route: route.fulfill(status=409, headers={"Retry-After": "1"}, body="Still being worked on."),
        times=1,
    )
    clerk.fill_in({"Code, barcode or name": codes[0], "How many": "6"})
    clerk.page.keyboard.press("Enter")
    ready = clerk.page.get_by_role("list", name="Lines that are ready")
    expect(ready.get_by_role("listitem")).to_have_count(1)


def test_what_is_half_typed_survives_a_reload_and_nothing_stays_after_signing_out_s12(
    shops: Shops, visit: Callable[..., Visitor], codes: list[str]
) -> None:
    clerk = at_the_pad(shops, visit)
    clerk.fill_in({"Lines to paste": f"{codes[0]} 6\nhalf ty"})
    expect(clerk.page.locator("#pad-status")).to_contain_text("Saved")
    clerk.page.reload()
    expect(clerk.field("Lines to paste")).to_have_value(f"{codes[0]} 6\nhalf ty")
    assert "half ty" not in clerk.page.evaluate(STORED)

    clerk.page.route("**/order-pad/lines", lambda route: route.abort("internetdisconnected"))
    clerk.fill_in({"Code, barcode or name": codes[1], "How many": "12"})
    clerk.page.keyboard.press("Enter")
    expect(clerk.page.locator("#pad-status")).to_contain_text("Not sent.")
    assert codes[1] in clerk.page.evaluate(STORED)
    clerk.page.unroute_all()
    clerk.page.route("**/order-pad/lines", lambda route: route.abort("internetdisconnected"))
    clerk.sign_out()
    assert codes[1] not in clerk.page.evaluate(STORED)
