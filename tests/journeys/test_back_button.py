"""Going back, loading again and opening an address anew show whole pages as they are now, never a part of one."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Locator, expect

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor


def test_the_back_button_after_changes_shows_whole_and_fresh_pages(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    sku_ids = shops.goods(30)
    login, _ = shops.retailer_with_cart({sku_ids[0]: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/products")
    tap_more(retailer, 12)
    retailer.follow("More products")
    retailer.go("Cart")
    retailer.arrives("Cart")
    tap_more(retailer, 18)
    retailer.follow("Check the order")
    retailer.arrives("Check your order")

    retailer.page.go_back()
    retailer.arrives("Cart")
    expect(retailer.main.get_by_role("textbox")).to_have_value("18")
    for _ in range(1 if scripted else 4):  # without scripts each change was a page of its own
        retailer.page.go_back()
        retailer.look_over()
    retailer.page.reload()
    retailer.look_over()
    retailer.open("/retailer/products")
    expect(first_row(retailer).get_by_role("textbox")).to_have_value("18")


def test_every_address_that_htmx_asked_opens_as_a_whole_page(shops: Shops, visit: Callable[..., Visitor]) -> None:
    shops.goods(30)
    login, _ = shops.retailer()
    retailer = visit()
    retailer.sign_in(login)
    retailer.open("/retailer/products")
    with retailer.page.expect_response("**after=**") as answer:
        retailer.main.get_by_role("link", name="More products").click()
    assert "<main" not in answer.value.text()
    rows = retailer.main.get_by_role("listitem").filter(has=retailer.page.get_by_role("textbox"))
    expect(rows.nth(29)).to_be_visible()  # behind the first page's 24, whatever else is for sale

    retailer.open(answer.value.url)

    retailer.arrives("Products")


def tap_more(retailer: Visitor, quantity: int) -> None:
    """Take six more of the first goods of the page."""
    row = first_row(retailer)
    row.get_by_role("button", name="More").click()
    expect(row.get_by_role("textbox")).to_have_value(str(quantity))


def first_row(retailer: Visitor) -> Locator:
    """Return the row of the goods of which there are some in the cart."""
    heading = retailer.page.get_by_role("heading", name="Enamel kettle 01")
    return retailer.main.get_by_role("listitem").filter(has=heading).last
