"""A pool closes at its time by itself, once, whatever is killed meanwhile."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta
from functools import partial
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy.orm import Session

from adapters.clock import now
from adapters.database import open_engine
from jobs import pools as jobs
from jobs.queueing import Sender
from settings import Settings
from tests.jobs.conftest import wait_for
from tests.jobs.killing import await_progress, killed, waiting
from tests.trade.market import Market
from tests.trade.pooling.pooled import good, join, shops, terms
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import Call
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, confirm_order
from trade.ordering.verify import verify_stock
from trade.parties.rules import Role
from trade.pooling.actions import (
    close_if_due,
    draft_pool,
    extend_pool,
    finish,
    offer_pool,
    send_shipment,
    warn_of_close,
)
from trade.pooling.queries import pools_closing_soon
from trade.pooling.verify import CHECKS

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]
MEMBERS = 30
SERVED = 26
"""The others asked for six; their share of what there is would be less, which is below the member minimum."""
KILLS_EACH = 5


def due_pool(market: Market, members: list[Actor], sku_id: UUID) -> UUID:
    """Make a pool whose time is over since a moment, with everybody in it, and not enough for all."""
    market.at = now() - timedelta(days=7, minutes=1)
    offered = terms(market, [good(sku_id, capacity=600)], quantities=(12, 60, 240))
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    for number, member in enumerate(members):
        market.later(seconds=1)
        join(market, member, pool_id, sku_id, 6 + 6 * (number % 9), only_from=2 * (number % 7 == 0))
    market.at = now()
    return pool_id


def close_and_finish() -> None:
    """Do what the jobs do that come round by themselves."""
    jobs.close_due_pools()
    jobs.resume_pools()


def a_worker(_pool_id: UUID, _settings: Settings) -> None:
    """Do what the job does."""
    close_and_finish()


def a_visit(pool_id: UUID, settings: Settings) -> None:
    """Do what a page does that is opened after the close: close the pool and make its orders without waiting."""
    with Session(open_engine(settings.database_url)) as session:
        close_if_due(Call(session, Actor.system(), now()), pool_id)
        while finish.finish_next(Call(session, Actor.system(), now()), pool_id):
            pass


@pytest.mark.parametrize("kills", [20, pytest.param(200, marks=pytest.mark.soak)])
def test_kills_during_a_close_lose_and_double_nothing(
    market: Market, migrated: Settings, monkeypatch: pytest.MonkeyPatch, kills: int
) -> None:
    monkeypatch.setattr(finish, "CHUNK", 2)  # many transactions, so that kills fall between and into them
    chance = random.Random(3)
    members = shops(market, MEMBERS, money=10_000_000)
    sku_id = market.goods(stock=600 * kills, multiple=6)
    halfway = 0
    for _ in range(kills // KILLS_EACH):
        pool_id = due_pool(market, members, sku_id)
        for number in range(KILLS_EACH):
            before, pause = waiting(market, pool_id), chance.random()
            moment = partial(await_progress, market, pool_id, before, pause / 40)
            if number % 3 == 0:
                moment = partial(time.sleep, pause / 6)  # often before anything is decided
            killed(a_visit if number % 2 else a_worker, pool_id, migrated, moment)
            halfway += 0 < waiting(market, pool_id) < MEMBERS
        close_and_finish()
        assert_resolved_once(market, pool_id)
    assert halfway, "no kill fell into a close: nothing was proved"


def assert_resolved_once(market: Market, pool_id: UUID) -> None:
    """Every member has one order or all its money back; what is allotted is what there was."""
    rows = market.rows(
        "SELECT c.state, count(o.id), sum(c.held_minor - c.captured_minor - c.released_minor), sum(l.whole + l.odd)"
        " FROM commitments c JOIN commitment_lines l ON l.commitment_id = c.id LEFT JOIN orders o ON o.id = c.order_id"
        " WHERE c.pool_id = :id GROUP BY 1 ORDER BY 1", id=pool_id,
    )  # fmt: skip
    assert rows == [("ordered", SERVED, 0, 600), ("released", 0, 0, 0)]
    happened = market.verbs(pool_id)
    assert [happened.count(f"pooling.pool_{what}") for what in ("closed", "finished")] == [1, 1]
    lines = market.rows(
        "SELECT count(*), count(DISTINCT o.buyer_id), sum(l.quantity) FROM orders o JOIN order_lines l ON l.order_id = o.id"
        " WHERE l.price_trace->0->>'pool' = (SELECT reference FROM pools WHERE id = :id)", id=pool_id,
    )  # fmt: skip
    assert lines == [(SERVED, SERVED, 600)]
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
        assert outcome.is_sound, outcome.differences
        assert verify_stock(session) == []


def test_a_worker_closes_what_is_due_and_is_killed(
    market: Market, migrated: Settings, queue: Redis, worker: Callable[[], subprocess.Popen[bytes]]
) -> None:
    members = shops(market, MEMBERS, money=10_000_000)
    pool_id = due_pool(market, members, market.goods(stock=600, multiple=6))
    close_if_due(market.by(members[0]), pool_id)
    ((number, arguments),) = market.rows("SELECT id, arguments FROM outbox WHERE job = 'finish_pool'")
    Sender(migrated.redis_url)(number, "finish_pool", arguments)
    first = worker()
    time.sleep(0.9)
    os.killpg(first.pid, signal.SIGKILL)
    queue.flushdb()
    Sender(migrated.redis_url)(number, "finish_pool", arguments)
    worker()
    wait_for(lambda: market.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL AND job = 'finish_pool'") == [(0,)])
    assert_resolved_once(market, pool_id)


def test_jobs_of_pools_may_run_twice(market: Market) -> None:
    members = shops(market, MEMBERS, money=10_000_000)
    pool_id = due_pool(market, members, market.goods(stock=600, multiple=6))
    close_and_finish()
    first = market.rows("SELECT count(*) FROM events")
    close_and_finish()
    jobs.finish_pool(str(pool_id))
    assert market.rows("SELECT count(*) FROM events") == first
    assert_resolved_once(market, pool_id)


def test_a_pool_that_closes_soon_is_told_once_and_again_after_an_extension(market: Market) -> None:
    market.at = now() - timedelta(days=6, hours=12)
    sku_id = market.goods(stock=600, multiple=6)
    shops(market, 1)
    pool_id = offer_pool(
        market.by(market.supplier), draft_pool(market.by(market.supplier), terms(market, [good(sku_id)]))
    )

    def told() -> int:
        return market.verbs(pool_id).count("pooling.closing_soon")

    jobs.warn_of_closes()
    jobs.warn_of_closes()
    assert told() == 1
    market.at = now()
    extend_pool(market.by(market.supplier), pool_id, closes_at=market.at + timedelta(days=3))
    jobs.warn_of_closes()
    assert told() == 1, "it does not close soon any more"
    market.later(days=2, hours=1)
    with market.as_system() as session:
        assert pools_closing_soon(session, market.at) == [pool_id]
    assert warn_of_close(market.by(Actor.system()), pool_id)
    assert not warn_of_close(market.by(Actor.system()), pool_id)
    assert told() == 2


def test_a_consolidated_shipment_leaves_with_all_its_orders_but_those_that_cannot(market: Market) -> None:
    members = shops(market, MEMBERS, money=10_000_000)
    pool_id = due_pool(market, members, market.goods(stock=600, multiple=6))
    close_and_finish()
    ((shipment_id,),) = market.rows("SELECT id FROM pool_shipments")
    ((order_id, other_id),) = market.rows("SELECT min(id::text), max(id::text) FROM orders")
    confirm_order(market.by(market.supplier), UUID(order_id))
    cancel_order(market.by(market.supplier), UUID(other_id), reason="Broken")
    packer = market.colleague(market.supplier, Role.WAREHOUSE)
    with market.refuses(NotFound):
        send_shipment(market.by(market.rival), shipment_id)
    send_shipment(market.by(packer), shipment_id, carrier="North Sea Freight", tracking="NS1")
    for _ in range(2):
        jobs.send_shipment(str(shipment_id), str(packer.person_id))
    assert market.rows("SELECT state, count(*) FROM orders GROUP BY 1 ORDER BY 1") == [
        ("cancelled", 1),
        ("shipped", SERVED - 1),
    ]
    assert market.rows("SELECT DISTINCT carrier, tracking FROM shipments") == [("North Sea Freight", "NS1")]
    assert market.rows("SELECT shipped_at IS NOT NULL FROM pool_shipments") == [(True,)]
    assert market.verbs(pool_id)[-2:] == ["pooling.shipment_asked", "pooling.shipment_sent"]
