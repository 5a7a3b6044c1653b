"""A quantity that cannot be taken: what was typed stays, a sentence stands beside it, nothing changes."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor

WRONG = ("7", "-6", "1e309", "six", "")
FULL_WIDTH = "１２"


def test_a_wrong_quantity_stays_as_it_was_typed_and_nothing_changes(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 12})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/cart")
    field = retailer.main.get_by_role("textbox")
    for typed in WRONG:
        enter(retailer, typed)
        expect(retailer.main.locator(".error").first).to_be_visible()
        expect(field).to_have_attribute("aria-invalid", "true")
        expect(field).to_have_value(typed)
        retailer.look_over()
        assert shops.in_cart(owner) == [12], typed
        retailer.open("/retailer/cart")


def test_a_quantity_between_two_steps_offers_both_in_one_tap(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 12})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/cart")
    enter(retailer, "20")

    expect(retailer.page.get_by_role("button", name="Take 18")).to_be_visible()
    retailer.press("Take 24")

    expect(retailer.page.locator("#cart-totals")).to_contain_text("£70.80")
    expect(retailer.main.locator(".error")).to_have_count(0)
    assert shops.in_cart(owner) == [24]


def test_full_width_digits_are_digits(shops: Shops, visit: Callable[..., Visitor], *, scripted: bool) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/cart")

    enter(retailer, FULL_WIDTH)

    expect(retailer.page.locator("#cart-totals")).to_contain_text("£35.40")
    expect(retailer.main.get_by_role("textbox")).to_have_value("12")
    assert shops.in_cart(owner) == [12]


def enter(retailer: Visitor, typed: str) -> None:
    """Type into the only line of the cart."""
    field = retailer.main.get_by_role("textbox")
    field.fill(typed)
    if retailer.scripted:
        field.press("Tab")
    else:
        retailer.main.get_by_role("button", name="Set").click()
