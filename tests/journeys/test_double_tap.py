"""A button that is tapped twice does its work once."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import Request

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor


def test_a_double_tap_on_place_the_order_makes_one_order(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/checkout")

    with retailer.page.expect_request("**/retailer/orders") as sent:
        retailer.page.get_by_role("button", name="Place the order").dblclick()
    retailer.arrives("Your order is placed")
    again = send_again(retailer, sent.value)  # the browser may take two taps for one; a slow network does not

    assert again == retailer.page.url
    assert shops.orders_of(owner) == 1
    assert shops.market.balance("wallet", owner) == 100_000 - 6 * 295


def test_going_back_and_placing_the_order_again_shows_the_first_one(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/checkout")
    retailer.press("Place the order")
    retailer.arrives("Your order is placed")

    retailer.page.go_back()

    retailer.sees("Your cart is empty")
    assert shops.orders_of(owner) == 1


def send_again(visitor: Visitor, sent: Request) -> str:
    """Send a form exactly as it was sent before; answer the address of the page that comes."""
    form = {"Content-Type": "application/x-www-form-urlencoded", "Origin": visitor.address}
    return visitor.context.request.post(sent.url, data=sent.post_data or "", headers=form).url
