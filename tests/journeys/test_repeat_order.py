"""One order like the last one, from signing in to the receipt, on a phone: what comes over the wire, and how often it is asked."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from playwright.sync_api import Response

from tests.journeys.shops import Shops
from tests.journeys.test_weights import FETCHED, KB, weight
from tests.journeys.visitor import Visitor

PAGES_MAX = 6
"""What a form is answered with and the page that leads to are one: a person waits once."""


class Wire:
    """What came, bodies as brotli sends them and heads as they are. A browser gives bodies away before it goes on."""

    def __init__(self, visitor: Visitor) -> None:
        self.bytes = self.pages = 0
        self._visitor = visitor
        self._answers: list[Response] = []
        visitor.page.on("response", self._note)

    def _note(self, answer: Response) -> None:
        self._answers.append(answer)

    def take(self) -> None:
        """Weigh what came since the last time."""
        self._visitor.page.wait_for_load_state("networkidle")
        fetched = self._visitor.page.evaluate(FETCHED)
        came = [answer for answer in self._answers if "/static/" not in answer.url or answer.url in fetched]
        self._answers = []
        for answer in came:
            self.bytes += sum(len(f"{name}: {value}\r\n") for name, value in answer.all_headers().items())
            if not 300 <= answer.status < 400:
                self.bytes += weight(answer)
                self.pages += answer.request.resource_type == "document"


@pytest.fixture
def returning(shops: Shops) -> str:
    """A retailer who has ordered twelve goods before, and has money for it again."""
    login, owner = shops.retailer(money=1_000_000)
    shops.market.order(dict.fromkeys(shops.goods(12), 6), owner)
    return login


def test_an_order_like_the_last_one_from_signing_in_to_the_receipt(
    shops: Shops, visit: Callable[..., Visitor], returning: str
) -> None:
    visitor = visit()
    cold, warm = _order_again(visitor, returning), _order_again(visitor, returning)

    assert cold.bytes <= 60 * KB
    assert warm.bytes <= 30 * KB
    assert max(cold.pages, warm.pages) <= PAGES_MAX


def _order_again(visitor: Visitor, login: str) -> Wire:
    wire = Wire(visitor)
    visitor.open("/sign-in")
    wire.take()
    visitor.sign_in(login)
    wire.take()
    visitor.follow("Order again")
    wire.take()
    visitor.press("Order it again")
    visitor.arrives("Check your order")
    wire.take()
    visitor.press("Place the order")
    visitor.arrives("Your order is placed")
    wire.take()
    visitor.page.remove_listener("response", wire._note)
    visitor.sign_out()
    return wire
