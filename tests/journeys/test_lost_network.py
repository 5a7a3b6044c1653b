"""A phone in a cellar: what was not sent is said, kept, and sent again as the same change."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import parse_qs

from playwright.sync_api import Request, Route, expect

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor

LINES = "**/cart/lines/**"
STORED = "sessionStorage.getItem('cart')"


def test_a_change_without_network_is_said_kept_and_sent_again_under_its_key(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer, keys = at_the_cart(visit, login)

    retailer.context.set_offline(True)
    change(retailer, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent. What you entered is still here.")
    assert shops.in_cart(owner) == [6]

    retailer.context.set_offline(False)  # as soon as there is a network, nobody has to press anything
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£91.80")
    expect(retailer.page.get_by_role("alert")).to_have_count(0)
    assert shops.in_cart(owner) == [36]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    retailer.expect_fault("htmx:sendError")
    retailer.expect_fault("htmx:afterRequest")


def test_every_change_without_network_is_kept_not_only_the_last(shops: Shops, visit: Callable[..., Visitor]) -> None:
    skus = shops.goods(2)
    login, owner = shops.retailer_with_cart(dict.fromkeys(skus, 6))
    retailer, keys = at_the_cart(visit, login)

    retailer.context.set_offline(True)
    for line in range(2):
        type_into(retailer, line, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")

    retailer.context.set_offline(False)  # as soon as there is a network, nobody has to press anything
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£183.60")
    expect(retailer.page.get_by_role("alert")).to_have_count(0)
    assert shops.in_cart(owner) == [36, 36]
    assert len(keys) == 2 * len(set(keys)) == 4
    for fault in ("htmx:sendError", "htmx:afterRequest"):
        retailer.expect_fault(fault)


def test_a_change_whose_answer_was_lost_is_made_once(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer, keys = at_the_cart(visit, login)

    retailer.page.route(LINES, lose, times=1)
    change(retailer, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")
    assert shops.in_cart(owner) == [36]

    retailer.press("Try again")
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£91.80")
    assert shops.in_cart(owner) == [36]
    assert len(keys) == 2
    assert len(set(keys)) == 1
    retailer.expect_fault("htmx:sendError")
    retailer.expect_fault("htmx:afterRequest")


def test_a_server_that_breaks_is_said_and_the_figure_stays(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, _ = shops.retailer_with_cart({sku_id: 6})
    retailer, _ = at_the_cart(visit, login)

    retailer.page.route(LINES, lambda route: route.fulfill(status=502, body=""), times=1)
    change(retailer, 36)

    expect(retailer.page.get_by_role("alert")).to_contain_text("Something broke on our side.")
    expect(retailer.main.get_by_role("textbox")).to_have_value("36")
    retailer.expect_fault("502")


def test_a_link_tapped_right_after_a_figure_waits_for_it(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer, _ = at_the_cart(visit, login)

    retailer.main.get_by_role("button", name="More").click()
    retailer.main.get_by_role("link", name="Check the order").click()

    retailer.arrives("Check your order")
    retailer.sees("£35.40")
    assert shops.in_cart(owner) == [12]


def test_quantities_that_were_not_sent_survive_a_reload_and_are_sent_once(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    skus = shops.goods(2)
    login, owner = shops.retailer_with_cart(dict.fromkeys(skus, 6))
    retailer, keys = at_the_cart(visit, login)

    retailer.page.route(LINES, lose, times=1)
    type_into(retailer, 0, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")
    retailer.page.route(LINES, lambda route: route.abort("internetdisconnected"))
    type_into(retailer, 1, 12)
    retailer.page.unroute_all()
    retailer.page.reload()

    expect(retailer.page.locator("#cart-totals")).to_contain_text("£127.20")
    expect(retailer.page.get_by_text("· Saved", exact=True)).to_be_visible()
    assert sorted(shops.in_cart(owner)) == [12, 36]
    assert len(keys) == 2 * len(set(keys)) == 4
    assert retailer.page.evaluate(STORED) is None
    for fault in ("htmx:sendError", "htmx:afterRequest"):
        retailer.expect_fault(fault)


def test_an_answer_that_comes_late_does_not_take_the_total_back(shops: Shops, visit: Callable[..., Visitor]) -> None:
    skus = shops.goods(2)
    login, owner = shops.retailer_with_cart(dict.fromkeys(skus, 6))
    retailer, _keys = at_the_cart(visit, login)
    late = []

    retailer.page.route(LINES, lambda route: late.append((route, route.fetch())), times=1)
    type_into(retailer, 0, 36)
    type_into(retailer, 1, 12)
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£127.20")
    ((route, answer),) = late
    assert "£109.50" in answer.text()
    route.fulfill(response=answer)

    expect(retailer.page.get_by_text("· Saved", exact=True)).to_be_visible()
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£127.20")
    assert sorted(shops.in_cart(owner)) == [12, 36]


def test_a_second_figure_of_a_line_is_not_taken_for_the_first(shops: Shops, visit: Callable[..., Visitor]) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer, keys = at_the_cart(visit, login)

    retailer.page.route(LINES, lose, times=1)
    change(retailer, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")
    change(retailer, 12)

    expect(retailer.page.locator("#cart-totals")).to_contain_text("£35.40")
    assert shops.in_cart(owner) == [12]
    assert len(keys) == len(set(keys)) == 2
    retailer.expect_fault("htmx:sendError")
    retailer.expect_fault("htmx:afterRequest")


def test_elsewhere_it_is_said_what_was_not_sent_and_nobody_else_sees_it(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    (sku_id,) = shops.goods()
    login, owner = shops.retailer_with_cart({sku_id: 6})
    retailer, _ = at_the_cart(visit, login)
    retailer.page.route(LINES, lambda route: route.abort("internetdisconnected"), times=1)
    change(retailer, 36)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")

    retailer.open("/retailer/orders")
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent. What you entered is still here.")
    retailer.press("Try again")
    retailer.arrives("Cart")
    expect(retailer.page.locator("#cart-totals")).to_contain_text("£91.80")
    assert shops.in_cart(owner) == [36]

    retailer.page.route(LINES, lambda route: route.abort("internetdisconnected"), times=1)
    change(retailer, 12)
    expect(retailer.page.get_by_role("alert")).to_contain_text("Not sent.")
    retailer.sign_out()
    assert retailer.page.evaluate(STORED) is None
    retailer.expect_fault("htmx:sendError")
    retailer.expect_fault("htmx:afterRequest")


def at_the_cart(visit: Callable[..., Visitor], login: str) -> tuple[Visitor, list[str]]:
    """Sign in and open the cart; the keys of all changes are noted from then on."""
    retailer, keys = visit(), []
    retailer.sign_in(login)
    retailer.open("/retailer/cart")

    def note(request: Request) -> None:
        if "/cart/lines/" in request.url:
            keys.extend(parse_qs(request.post_data or "")["idempotency_key"])

    retailer.page.on("request", note)
    return retailer, keys


def change(retailer: Visitor, quantity: int) -> None:
    """Type a quantity into the only line of the cart."""
    type_into(retailer, 0, quantity)


def type_into(retailer: Visitor, line: int, quantity: int) -> None:
    """Type a quantity into a line of the cart."""
    field = retailer.main.get_by_role("textbox").nth(line)
    field.fill(str(quantity))
    field.press("Tab")


def lose(route: Route) -> None:
    """Let a request arrive, and its answer not."""
    route.fetch()
    route.abort("connectionreset")
