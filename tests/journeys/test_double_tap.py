"""A button that is tapped twice does its work once."""

from __future__ import annotations

from collections.abc import Callable

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

    retailer.page.get_by_role("button", name="Place the order").dblclick()

    retailer.arrives("Your order is placed")
    retailer.go("Orders")
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
