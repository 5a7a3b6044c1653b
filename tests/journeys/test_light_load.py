"""A page's script does nothing on loading that a cheap phone's processor would pay for in vain."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor

PAGES = ("/retailer/products", "/retailer/cart", "/retailer/order-pad")
COUNT_QUESTIONS = """
  window.questions = 0;
  const evaluate = XPathExpression.prototype.evaluate;
  XPathExpression.prototype.evaluate = function (...given) { window.questions += 1; return evaluate.apply(this, given); };
"""


@pytest.fixture
def retailer(shops: Shops, visit: Callable[..., Visitor]) -> Visitor:
    """A retailer with a cart, signed in."""
    login, _ = shops.retailer_with_cart(dict.fromkeys(shops.goods(12)[:3], 6))
    visitor = visit()
    visitor.sign_in(login)
    return visitor


@pytest.mark.parametrize("path", PAGES)
def test_nothing_is_thrown_not_even_what_is_caught(retailer: Visitor, path: str) -> None:
    """The first error's stack makes the browser read all of the script once more."""
    thrown: list[str] = []
    devtools = retailer.page.context.new_cdp_session(retailer.page)

    def paused(event: dict[str, Any]) -> None:
        thrown.append(f"{event['reason']}: {event.get('data', {}).get('description', '')[:200]}")
        devtools.send("Debugger.resume")

    devtools.on("Debugger.paused", paused)
    devtools.send("Debugger.enable")
    devtools.send("Debugger.setPauseOnExceptions", {"state": "all"})
    retailer.page.goto(f"{retailer.address}{path}", wait_until="networkidle")
    devtools.detach()

    assert thrown == []


def test_no_element_is_asked_whether_it_has_a_handler_of_its_own(retailer: Visitor) -> None:
    """htmx would put four questions to each of them, for a page and for all that comes later."""
    retailer.page.add_init_script(COUNT_QUESTIONS)
    retailer.page.goto(f"{retailer.address}/retailer/cart", wait_until="networkidle")

    assert retailer.page.evaluate("window.questions") == 0
