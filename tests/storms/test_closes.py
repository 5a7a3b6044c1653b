"""Worker and web server are killed in the middle of a close: it comes about once, and nobody's money is lost.

No kill is timed. A row that the close needs is held, so that it stops there; then whoever stands there is killed.
"""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from itertools import count
from typing import Final
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import Engine, create_engine
from sqlalchemy.pool import NullPool

from adapters.clock import now
from jobs.queueing import enqueue_periodic
from tests.infra.watching import eventually
from tests.storms.phone import Phone
from tests.storms.pooling import assert_sound, ended, join_in_time, offer_until, phone_of, visits
from tests.storms.running import Supervised
from tests.storms.stopping import Barrier, barrier
from tests.trade.market import Market
from tests.trade.pooling.pooled import place, shops
from trade.kernel.actor import Actor

MEMBERS: Final = 3
PATIENCE: Final = 90
WHOLE_EACH: Final = 20
"""One pool in so many loses all of the worker and all of the server; else the processes that they started for the work."""
LINES: Final = "SELECT 1 FROM commitment_lines WHERE pool_id = :pool_id"
HELD: Final = "SELECT 1 FROM ledger_accounts WHERE organisation_id = :member AND kind = 'hold'"
_rings = count(1)


@dataclass(frozen=True)
class Closing:
    """Pools that close under those who are killed; the first member looks at each when its time is over."""

    market: Market
    running: Supervised
    owner: Engine
    members: list[Actor]
    phone: Phone
    crowd: ThreadPoolExecutor
    sku_id: UUID

    def ring(self, job: str) -> None:
        """Queue a periodic job as the clockwork does, but now."""
        with Redis.from_url(self.running.urls.redis) as redis:
            enqueue_periodic(redis, job, -next(_rings))

    def pool(self, stops: ExitStack) -> tuple[UUID, Barrier, Barrier]:
        """Make a pool whose time is over, and hold what its deciding and its carrying out need."""
        for seconds in (1, 3, 9, 27):  # a slow machine takes longer until everybody is in
            until = now() + timedelta(seconds=seconds)
            pool_id = offer_until(self.market, self.sku_id, until)
            all_in = join_in_time(self.market, self.members, pool_id, self.sku_id) == MEMBERS
            deciding = stops.enter_context(barrier(self.owner, LINES, pool_id=pool_id))
            money = stops.enter_context(barrier(self.owner, HELD, member=self.members[-1].organisation))
            if all_in and ended(self.market, pool_id) == ("open", False):
                eventually(partial(is_over, until), seconds=PATIENCE)
                return pool_id, deciding, money
            stops.close()
        raise AssertionError("no pool was made in time")

    def visit_dies_then_job(self, number: int) -> UUID:
        """A late visit decides and is killed, with the server; then the worker that makes the orders."""
        whole = number % WHOLE_EACH == 0
        with ExitStack() as stops:
            pool_id, deciding, money = self.pool(stops)
            visit = self.crowd.submit(visits, self.phone, pool_id)
            stands(deciding, 1)
            (self.running.kill_web if whole else self.running.kill_web_process)()
            deciding.lift()
            visit.result()
            stands(money, 1)
            (self.running.kill_worker if whole else self.running.kill_job)()
        return pool_id

    def job_dies_then_visit(self, _number: int) -> UUID:
        """The worker decides and is killed; then the server, with a visit that waits for what the dead one had begun."""
        with ExitStack() as stops:
            pool_id, deciding, money = self.pool(stops)
            money.lift()
            self.ring("close_due_pools")
            stands(deciding, 1)
            self.running.kill_job()
            visit = self.crowd.submit(visits, self.phone, pool_id)
            stands(deciding, 2)
            self.running.kill_web_process()
        visit.result()
        return pool_id


@pytest.fixture
def closing(market: Market, running: Supervised) -> Iterator[Closing]:
    """Three shops of a region, and goods for many pools."""
    address = running.urls.superuser_database.replace("/postgres?", "/pinhuo?")
    place(market, market.retailer)
    members = shops(market, MEMBERS, money=100_000_000)
    phone = phone_of(market, running, members[0])
    sku_id = market.goods(stock=1_000_000, multiple=6)
    with ThreadPoolExecutor(1) as crowd:
        yield Closing(market, running, create_engine(address, poolclass=NullPool), members, phone, crowd, sku_id)


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_kills_of_worker_and_web_server_during_a_close_lose_and_double_nothing(closing: Closing, kills: int) -> None:
    for number in range(kills // 4):
        for deaths in (closing.visit_dies_then_job, closing.job_dies_then_visit):
            pool_id = deaths(number)
            closing.ring("resume_pools")
            eventually(partial(is_closed, closing.market, pool_id), seconds=PATIENCE)
            assert_closed_once(closing.market, pool_id)
    assert closing.phone.again >= kills // 4, "nobody noticed: nothing was proved"


def is_over(until: datetime) -> bool:
    return now() >= until


def is_closed(market: Market, pool_id: UUID) -> bool:
    return ended(market, pool_id) == ("closed", True)


def stands(at: Barrier, many: int) -> None:
    """Wait until so many have got so far, and cannot go on."""
    eventually(lambda: at.waiting() >= many, seconds=PATIENCE)


def assert_closed_once(market: Market, pool_id: UUID) -> None:
    """Each member has one order of what it asked for, and what was held for it is paid or back."""
    happened = market.verbs(pool_id)
    assert [happened.count(f"pooling.pool_{what}") for what in ("closed", "finished")] == [1, 1]
    members = market.rows(
        "SELECT c.state, c.held_minor - c.captured_minor - c.released_minor, o.total_minor = c.captured_minor, l.whole,"
        " (SELECT count(*) FROM orders WHERE id = c.order_id), (SELECT count(*) FROM order_lines WHERE order_id = c.order_id)"
        " FROM commitments c JOIN commitment_lines l ON l.commitment_id = c.id JOIN orders o ON o.id = c.order_id"
        " WHERE c.pool_id = :id", id=pool_id,
    )  # fmt: skip
    assert members == [("ordered", 0, True, 12, 1, 1)] * MEMBERS
    lines = (
        "SELECT count(*) FROM order_lines WHERE price_trace->0->>'pool' = (SELECT reference FROM pools WHERE id = :id)"
    )
    assert market.rows(lines, id=pool_id) == [(MEMBERS,)]
    assert_sound(market)
