"""Placing orders: one after another, eight at once on one SKU, eight at once on many; action and HTTP."""

from __future__ import annotations

import multiprocessing
import pickle
import re
import threading
import time
import uuid
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

from sqlalchemy.orm import Session

from adapters.clock import now
from bench import plain
from bench.browser import Browser
from bench.market import BUYERS, CURRENCY, Buyer, Market, buyers, page_engine, superuser
from bench.recording import Statement, fresh_values, play, recording
from bench.results import Result, faster_is_better, side_by_side, slower_is_worse
from bench.serving import serving
from trade.kernel.idempotency import Command
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.ordering.actions import Placed, place_orders

SHOWN = (Money(6120, CURRENCY),)
EACH = 50
FORK = multiprocessing.get_context("fork")
Made = tuple[list[Statement], set[str]]


def run(market: Market, var: Path) -> Iterator[Result]:
    """All figures about orders."""
    yield _sequential(market)
    for name, skus in _layouts(market):
        yield _concurrent(market, f"order_{name}", skus)
    yield from _over_http(market, var)


def _layouts(market: Market) -> list[tuple[str, list[Any]]]:
    return [("hot", [market.sku_ids[0]] * BUYERS), ("spread", market.sku_ids[1 : BUYERS + 1])]


def _sequential(market: Market) -> Result:
    people = buyers(market, [[market.sku_ids[0]]] * 121)
    with market.session(people[0].actor, page_engine) as session, plain.connect(market.raw_url) as connection:
        again = fresh_values(*_recorded(market, session, people.pop()))
        left = iter(people)
        value, reference = side_by_side(
            lambda: _place(session, next(left)), lambda: play(connection, again()), rounds=100
        )
    return slower_is_worse("order_sequential", value, reference, "ms", "one line, at the action layer")


def _concurrent(market: Market, name: str, skus: list[Any]) -> Result:
    people = buyers(market, [[skus[n % BUYERS]] for n in range(BUYERS * (EACH + 1))])
    mine = [people[n::BUYERS] for n in range(BUYERS)]
    made: list[Made] = []
    for own in mine:
        with market.session(own[0].actor) as session:
            made.append(_recorded(market, session, own.pop()))
    reference = rate(lambda n: _bare_worker(market.raw_url, made[n]))
    value = rate(lambda n: _our_worker(market.urls.database, mine[n]))
    return faster_is_better(name, value, reference, "orders/s", f"{BUYERS} processes at the action layer")


def rate(worker: Callable[[int], Callable[[], Any]], each: int = EACH) -> float:
    """So many times a second eight processes that begin together do their work, ``each`` times."""
    ready, done = FORK.Barrier(BUYERS + 1), FORK.Barrier(BUYERS + 1)

    def body(n: int) -> None:
        order = worker(n)
        ready.wait()
        for _ in range(each):
            order()
        done.wait()

    processes = [FORK.Process(target=body, args=(n,)) for n in range(BUYERS)]
    for process in processes:
        process.start()
    ready.wait(60)
    began = time.perf_counter()
    done.wait(300)
    took = time.perf_counter() - began
    for process in processes:
        process.join()
    return BUYERS * each / took


def _our_worker(url: str, people: list[Buyer]) -> Callable[[], Any]:
    session = Session(page_engine(url))
    left = iter(people)
    return lambda: _place(session, next(left))


def _bare_worker(url: str, made: Made) -> Callable[[], Any]:
    connection = plain.connect(url)
    again = fresh_values(*made)
    return lambda: play(connection, again())


def _place(session: Session, buyer: Buyer, key: str | None = None) -> Placed:
    session.expunge_all()
    command = Command(key or str(uuid.uuid4()), b"bench", buyer.actor.person_id or uuid.UUID(int=0))
    return place_orders(Call(session, buyer.actor, now(), command), shown=SHOWN)


def _recorded(market: Market, session: Session, buyer: Buyer) -> Made:
    """The SQL of one order, and every id and reference it made."""
    key = str(uuid.uuid4())
    with recording() as heard:
        placed = _place(session, buyer, key)
    with superuser(market) as connection:
        rows = connection.execute(
            "SELECT o.id::text, o.reference, l.id::text FROM orders o JOIN order_lines l ON l.order_id = o.id"
            " WHERE o.id = ANY(%s)", [list(placed.order_ids)],
        ).fetchall()  # fmt: skip
    return heard, {key, *(value for row in rows for value in row)}


def _over_http(market: Market, var: Path) -> Iterator[Result]:
    recorded = var / "bare_orders.pickle"
    for name, skus in _layouts(market):
        people = buyers(market, [[skus[n % BUYERS]] for n in range(BUYERS * (EACH + 2))])
        mine = [people[n::BUYERS] for n in range(BUYERS)]
        views = {}
        for n, own in enumerate(mine):
            with market.session(own[0].actor) as session:
                statements, made = _recorded(market, session, own.pop())
            views[f"order_{n}"] = (statements, made, b"placed")
        recorded.write_bytes(pickle.dumps({"url": market.raw_url, "views": views}))
        with serving(market, "bench.bare:create_bare()", BENCH_BARE=str(recorded)) as (port, _):
            bare = [Browser(port) for _ in range(BUYERS)]
            reference, bare_ms = _threads([[_bare_post(bare[n], n)] * EACH for n in range(BUYERS)])
        with serving(market, "app:create_app()") as (port, _):
            shown = _checkout_fields(market, mine[0].pop(), port)
            value, median = _threads([[_our_post(market, one, port, shown) for one in own[:EACH]] for own in mine])
            if name == "hot":
                alone = buyers(market, [[market.sku_ids[0]]] * 60)
                _, single = _threads([[_our_post(market, one, port, shown) for one in alone]])
        note = f"{BUYERS} buyers over HTTP, median {median:.0f} ms each; bare {bare_ms:.0f} ms"
        yield faster_is_better(f"order_http_{name}", value, reference, "orders/s", note)
        if name == "hot":
            yield slower_is_worse("order_http", single, 40.0, "ms", "one buyer over HTTP; the reference is the budget")


def _checkout_fields(market: Market, buyer: Buyer, port: int) -> dict[str, str]:
    _, page = Browser(port, *market.cookies(buyer)).get("/retailer/checkout")
    form = re.search(rb'<form[^>]*action="/retailer/orders".*?</form>', page, re.DOTALL)
    if form is None:
        raise RuntimeError(f"no order form on the checkout page: {page[:500]!r}")
    inputs = [dict(re.findall(rb'([a-z_]+)="([^"]*)"', tag)) for tag in re.findall(rb"<input[^>]*>", form.group(0))]
    hidden = [(one[b"name"], one[b"value"]) for one in inputs if one.get(b"type") == b"hidden"]
    return {n.decode(): v.decode() for n, v in hidden if n not in {b"csrf_token", b"idempotency_key"}}


def _our_post(market: Market, buyer: Buyer, port: int, shown: dict[str, str]) -> Callable[[], None]:
    browser = Browser(port, *market.cookies(buyer))

    def post() -> None:
        status, body = browser.post("/retailer/orders", shown, htmx=False)
        if status != 303:
            raise RuntimeError(f"answered {status}: {body[:2000]!r}")

    return post


def _bare_post(browser: Browser, n: int) -> Callable[[], None]:
    def post() -> None:
        browser.post(f"/order_{n}", {})

    return post


def _threads(work: list[list[Callable[[], None]]]) -> tuple[float, float]:
    """Run each list in a thread of its own; answer calls a second and the median milliseconds."""
    times: list[float] = []
    failed: list[Exception] = []

    def body(calls: list[Callable[[], None]]) -> None:
        for call in calls:
            began = time.perf_counter()
            try:
                call()
            except Exception as error:  # noqa: BLE001 - reported after the threads ended
                failed.append(error)
                return
            times.append(time.perf_counter() - began)

    threads = [threading.Thread(target=body, args=(calls,)) for calls in work]
    began = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    if failed:
        raise failed[0]
    took = time.perf_counter() - began
    return len(times) / took, sorted(times)[len(times) // 2] * 1000
