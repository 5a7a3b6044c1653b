"""Every kind of page that can be reached by links, looked at with axe: WCAG 2.2 A and AA, light and dark."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from typing import Any, Final

import pytest
from axe_playwright_python.base import AXE_SCRIPT

from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor
from tests.trade.pooling import pooled
from trade.parties.rules import Role

RULES: Final = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa"]
LINKS: Final = "links => links.map(link => link.getAttribute('href'))"
KEY: Final = re.compile(r"[0-9a-f]{8}-[0-9a-f-]{27}")
NOT_PAGES: Final = re.compile(r"\.(csv|xlsx|json|txt)\b|/export|/slip|/sign-out|openapi")
PAGES: Final = 30


@pytest.fixture
def somebody(shops: Shops, visit: Callable[..., Visitor]) -> Callable[[str], Visitor]:
    """Somebody of a kind, signed in, with something on every page."""

    def come(kind: str) -> Visitor:
        visitor = visit(size=(360, 800) if kind == "retailer" else (1280, 800))
        if kind == "retailer":
            login, owner = shops.retailer()
            shops.market.one_order(buyer=owner)
            shops.fill_cart(owner, dict.fromkeys(shops.goods(3), 36))
            pooled.join(shops.market, owner, *shops.pool("GB-AXE", owner), 60)
            visitor.sign_in(login)
        elif kind == "supplier":
            shops.market.completed()
            shops.market.settle()
            visitor.sign_in(shops.login_of(shops.market.supplier))
        elif kind in {Role.SUPPORT, Role.FINANCE_MAKER}:
            shops.market.one_order()
            visitor.sign_in(shops.staff(Role(kind)), code=True)
        else:
            visitor.open("/market")
        return visitor

    return come


@pytest.mark.parametrize("kind", ["visitor", "retailer", "supplier", Role.SUPPORT, Role.FINANCE_MAKER])
def test_axe_finds_nothing_wrong(somebody: Callable[[str], Visitor], kind: str) -> None:
    visitor = somebody(kind)

    found = {path: wrong for path in pages(visitor) if (wrong := faults(visitor))}

    assert found == {}


def test_axe_would_find_it(somebody: Callable[[str], Visitor]) -> None:
    visitor = somebody("visitor")
    spoilt = "<p><input><a href='/x'></a></p>"

    visitor.page.evaluate("html => document.querySelector('main').insertAdjacentHTML('beforeend', html)", spoilt)

    assert {fault.split(":")[0] for fault in faults(visitor)} == {"label", "link-name"}


def pages(visitor: Visitor) -> Iterator[str]:
    """Open one page of each kind that a link leads to, the first that is met."""
    start = visitor.page.url.removeprefix(visitor.address)
    seen, waiting = {kind_of(start)}, [start]
    while waiting and len(seen) <= PAGES:
        path = waiting.pop(0)
        answer = visitor.page.goto(path)
        if answer is None or "text/html" not in answer.headers.get("content-type", ""):
            continue
        yield path
        for link in visitor.page.locator("a[href^='/']").evaluate_all(LINKS):
            if not NOT_PAGES.search(link) and kind_of(link) not in seen:
                seen.add(kind_of(link))
                waiting.append(link)


def kind_of(path: str) -> str:
    """Return a page's address without what only chooses the record or the view."""
    return KEY.sub("…", re.split(r"[?#]", path)[0])


def faults(visitor: Visitor) -> list[str]:
    """What axe has to say of the page, in daylight; and of its contrasts in the dark."""
    visitor.page.emulate_media(color_scheme="light", reduced_motion="reduce")
    visitor.page.evaluate(AXE_SCRIPT)
    day = _run(visitor, {"runOnly": RULES})
    visitor.page.emulate_media(color_scheme="dark", reduced_motion="reduce")
    return day + [
        f"dark: {fault}" for fault in _run(visitor, {"runOnly": {"type": "rule", "values": ["color-contrast"]}})
    ]


def _run(visitor: Visitor, options: dict[str, Any]) -> list[str]:
    answer = visitor.page.evaluate("options => axe.run(document, options)", options)
    return [f"{fault['id']}: {node['html'][:160]}" for fault in answer["violations"] for node in fault["nodes"][:3]]
