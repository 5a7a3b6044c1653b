"""Killed workers and a wiped queue lose nothing and double nothing."""

from __future__ import annotations

import os
import random
import signal
import subprocess
import time
from collections.abc import Callable
from datetime import timedelta

import pytest
from redis import Redis

from adapters.clock import now
from jobs import housekeeping
from jobs.queueing import Sender
from settings import Settings
from tests.jobs.conftest import wait_for
from tests.trade.market import Market
from trade.ledger.verify import verify
from trade.parties.rules import OrganisationKind
from trade.settlement.actions import start_settlement

pytestmark = pytest.mark.slow
SELLERS = 12
KILLS = int(os.environ.get("PINHUO_KILLS", "6"))
Start = Callable[[], subprocess.Popen[bytes]]
Tamper = Callable[[str], None]
DUE = "UPDATE outbox SET due_at = now() - interval '1 second'"


@pytest.fixture
def waiting(market: Market, migrated: Settings, queue: Redis) -> Market:
    """A dozen sellers with one completed order each, and a run that was just started."""
    market.at = now() - timedelta(days=100)  # each seller takes a week
    for _ in range(SELLERS):
        seller = market.person(market.organisation(OrganisationKind.SUPPLIER))
        market.completed(seller=seller)
    market.session.info["send"] = Sender(migrated.redis_url)
    market.at = now()
    start_settlement(market.by(market.maker), until=now())
    return market


@pytest.mark.usefixtures("here")
def test_a_settlement_survives_workers_that_are_killed(
    waiting: Market, worker: Start, queue: Redis, tamper: Tamper
) -> None:
    chance = random.Random(7)
    for _ in range(KILLS):
        process = worker()
        time.sleep(0.8 + chance.random() * 0.8)
        os.killpg(process.pid, signal.SIGKILL)
        process.wait()
    queue.flushdb()  # whatever RQ believes of the dead is gone too
    tamper(DUE)
    housekeeping.sweep_outbox()
    worker()
    wait_for(lambda: waiting.rows("SELECT state FROM settlement_runs") == [("done",)])

    _assert_settled_once(waiting)


@pytest.mark.usefixtures("here")
def test_a_wiped_queue_loses_no_promise(waiting: Market, worker: Start, queue: Redis, tamper: Tamper) -> None:
    queue.flushdb()
    assert queue.keys("rq:job:*") == []

    tamper(DUE)
    housekeeping.sweep_outbox()
    worker()

    wait_for(lambda: waiting.rows("SELECT count(*) FROM outbox WHERE done_at IS NULL") == [(0,)])
    _assert_settled_once(waiting)


def test_two_workers_on_one_run_take_turns(waiting: Market, worker: Start) -> None:
    worker(), worker()

    wait_for(lambda: waiting.rows("SELECT state FROM settlement_runs") == [("done",)])
    _assert_settled_once(waiting)


def _assert_settled_once(market: Market) -> None:
    lines = market.rows("SELECT count(*), count(DISTINCT order_line_id), sum(gross_minor) FROM statement_lines")
    assert lines == [(SELLERS, SELLERS, SELLERS * 9180)]
    payable = market.rows("SELECT count(*), sum(balance_minor) FROM ledger_accounts WHERE kind = 'payable'")
    assert payable == [(SELLERS, SELLERS * (9180 - 459))]
    with market.as_system() as session:
        assert verify(session).is_sound
