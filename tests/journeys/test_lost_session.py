"""A session that ends while a page is open: to the sign-in page, and back from it, never a form inside a table."""

from __future__ import annotations

import re
from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.shops import Shops
from tests.journeys.stack import wait_for
from tests.journeys.visitor import Visitor
from tests.makers import PASSWORD

HERE = "htmx-current-path-for-history"
"""Where htmx notes the address of the page that is open."""


def test_a_change_after_the_session_ended_goes_to_sign_in_and_back_to_the_cart(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/cart")
    retailer.context.clear_cookies()

    retailer.main.get_by_role("button", name="More").click()

    retailer.arrives("Sign in")
    assert shops.in_cart(owner) == [6]
    retailer.fill_in({"E-mail or phone number": login, "Password": PASSWORD})
    retailer.press("Sign in")
    if not scripted:  # scripts keep a figure that was tapped until it is answered; without them its form is kept
        retailer.arrives("Send what you typed")
        assert shops.in_cart(owner) == [6]
        retailer.press("Send it now")
    retailer.arrives("Cart")
    expect(retailer.main.get_by_role("textbox")).to_have_value("12")
    wait_for(lambda: shops.in_cart(owner) == [12])


def test_signing_out_in_one_tab_ends_the_other(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer = visit()
    retailer.sign_in(login)
    retailer.open("/retailer/cart")
    other = retailer.context.new_page()
    other.goto("/retailer/cart")
    other.get_by_role("button", name="Sign out").click()
    expect(other).to_have_url(re.compile("/sign-in"))

    retailer.main.get_by_role("button", name="More").click()

    retailer.arrives("Sign in")
    assert shops.in_cart(owner) == [6]


def test_signing_out_leaves_nothing_in_the_browser(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, _ = shops.retailer_with_cart({sku_id: 6})
    retailer = visit()
    retailer.sign_in(login)
    retailer.open("/retailer/cart")
    retailer.main.get_by_role("button", name="More").click()
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£35.40")
    assert kept(retailer) in ([], [f"{HERE}: /retailer/cart"])

    retailer.sign_out()

    assert kept(retailer) in ([], [f"{HERE}: /sign-in"])
    for page in ("/retailer/cart", "/retailer/orders"):
        retailer.open(page)
        retailer.arrives("Sign in")
    retailer.page.go_back()
    expect(retailer.page.get_by_text("Enamel kettle")).to_have_count(0)


def kept(visitor: Visitor) -> list[str]:
    """Name what the browser stores for us besides the cookie."""
    return list(
        visitor.page.evaluate(
            """async () => [
                ...Object.entries(localStorage).map(([name, value]) => `${name}: ${value}`),
                ...Object.entries(sessionStorage).map(([name, value]) => `${name}: ${value}`),
                ...(await caches.keys()), ...(await indexedDB.databases()).map(found => found.name),
            ]"""
        )
    )
