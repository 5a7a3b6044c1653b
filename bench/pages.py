"""The pages a retailer opens most: the list of goods, and a changed quantity in a long cart."""

from __future__ import annotations

import pickle
import statistics
import uuid
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path
from typing import Any

from adapters.clock import now
from bench.browser import Browser
from bench.market import Buyer, Market, buyers, page_engine
from bench.recording import Statement, recording
from bench.results import Result, side_by_side, slower_is_worse
from bench.serving import serving
from trade.ordering.queries import cart_view

LIST = "retailer/products"
CART_LINES = (1, 20, 200, 500)
ROUNDS = 120


def run(market: Market, var: Path) -> Iterator[Result]:
    """Measure each page beside a bare view of the same SQL and bytes, both under gunicorn."""
    people = buyers(market, [market.sku_ids[:lines] for lines in CART_LINES])
    views: dict[str, tuple[list[Statement], set[str], bytes]] = {}
    views["catalogue_page"] = record(market, people[0], "GET", f"/{LIST}", {})
    for lines, buyer in zip(CART_LINES, people, strict=True):
        path = f"/retailer/cart/lines/{market.sku_ids[0]}"
        views[f"cart_change_{lines}"] = record(market, buyer, "POST", path, {"quantity": "48"})
    recorded = var / "bare.pickle"
    recorded.write_bytes(pickle.dumps({"url": market.raw_url, "views": views}))
    with (
        serving(market, "bench.timed:create_timed()", WEB_PROCESSES="1") as (port, _),
        serving(market, "bench.bare:create_bare()", BENCH_BARE=str(recorded), WEB_PROCESSES="1") as (bare_port, _),
    ):
        bare = Browser(bare_port)
        yield _measure("catalogue_page", views, Browser(port, *market.cookies(people[0])), _opened, bare)
        for lines, buyer in zip(CART_LINES, people, strict=True):
            browser = Browser(port, *market.cookies(buyer))
            yield _measure(f"cart_change_{lines}", views, browser, partial(_changed, market), bare)
    yield _longest_cart(market, people[-1])


def _measure(
    name: str, views: dict[str, Any], browser: Browser, work: Callable[[Browser], Callable[[], Any]], bare: Browser
) -> Result:
    statements, _, body = views[name]
    value, reference = side_by_side(work(browser), lambda: bare.post(f"/{name}", {}), ROUNDS)
    at_server = statistics.median(browser.at_server)
    note = f"{len(body)} bytes, {len(statements)} SQL statements; {at_server:.1f} ms of it at the server"
    return slower_is_worse(name, value, reference, "ms", note)


def _longest_cart(market: Market, buyer: Buyer) -> Result:
    """A whole cart read and priced afresh, as the cart's page and the checkout do."""
    with market.session(buyer.actor, page_engine) as session:

        def priced() -> None:
            cart_view(session, buyer.actor, now())
            session.commit()  # a rollback would have the statement planned anew

        value, _ = side_by_side(priced, lambda: None, rounds=20)
    note = f"{CART_LINES[-1]} lines priced at the query layer; the reference is the budget"
    return slower_is_worse(f"cart_priced_{CART_LINES[-1]}", value, 500.0, "ms", note)


def _opened(browser: Browser) -> Callable[[], Any]:
    return lambda: _expect(200, browser.get(f"/{LIST}"))


def _changed(market: Market, browser: Browser) -> Callable[[], Any]:
    quantities = iter(range(6, 10**9, 6))
    path = f"/retailer/cart/lines/{market.sku_ids[0]}"
    return lambda: _expect(200, browser.post(path, {"quantity": str(next(quantities) % 600 + 6)}))


def _expect(status: int, answer: tuple[int, bytes]) -> bytes:
    if answer[0] != status:
        raise RuntimeError(f"answered {answer[0]}: {answer[1][:300]!r}")
    return answer[1]


def record(
    market: Market, buyer: Buyer, method: str, path: str, fields: dict[str, str]
) -> tuple[list[Statement], set[str], bytes]:
    """Answer a request twice; return what the second time asked the database, the keys it made, and its bytes."""
    cookie, csrf = market.cookies(buyer)
    key = str(uuid.uuid4())
    client = market.app.test_client(use_cookies=False)
    headers = {"Cookie": cookie, "HX-Request": "true"} if method == "POST" else {"Cookie": cookie}
    form = {**fields, "csrf_token": csrf, "idempotency_key": key} if method == "POST" else None
    client.open(
        path, method=method, headers=headers, data={**form, "idempotency_key": str(uuid.uuid4())} if form else None
    )
    with recording() as heard:
        response = client.open(path, method=method, headers=headers, data=form)
    _expect(200, (response.status_code, response.data))
    return heard, {key}, response.data
