"""Narrowing a list down with a thumb: with scripts in the list itself, without them on a page of its own."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor


def test_a_shop_narrows_a_list_down_and_takes_it_back(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    login, _ = shops.retailer_with_cart({shops.goods(30)[0]: 6})
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open("/retailer/products")
    retailer.follow("Filter and sort")
    panel = retailer.main.locator("section#filters")
    expect(panel).to_be_visible()
    for link in panel.locator(".groups a").all():
        box = link.bounding_box()
        assert box is not None
        assert box["height"] >= 48
    panel.get_by_role("link", name="Lowest price first").click()
    retailer.look_over()
    assert "sort=price" in retailer.page.url

    retailer.follow("Filter and sort")
    panel.get_by_role("link", name="In stock").click()
    retailer.look_over()
    assert "stock=in" in retailer.page.url
    assert "sort=price" in retailer.page.url
    retailer.follow("Without Lowest price first")
    assert "sort" not in retailer.page.url
    assert "stock=in" in retailer.page.url
    retailer.page.go_back()
    retailer.look_over()
    assert "sort=price" in retailer.page.url
