"""A run that stays open: brought on where its promise is gone, given up where nobody works on it; its page says so."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import create_engine, text
from sqlalchemy.pool import NullPool

from adapters.clock import now
from jobs import forecasting as jobs_forecasting
from jobs import forecasts
from jobs.queueing import Sender
from settings import Settings
from tests.jobs.conftest import wait_for
from tests.trade.demand import sell
from tests.trade.market import Market
from trade.forecasting import actions, queries
from trade.forecasting.rules import GIVEN_UP_AFTER, STILL_AFTER
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor

Tamper = Callable[[str], None]
Start = Callable[[], subprocess.Popen[bytes]]


@pytest.fixture
def shop(market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """Two goods in two pieces."""
    monkeypatch.setattr(actions.runs, "CHUNK_SKUS", 1)
    market.at = now()
    sell(market, {market.goods(): 2.0, market.goods(): 5.0}, until=now(), days=90)
    return market


def begin(market: Market) -> UUID:
    run_id = actions.start_forecast(market.by(market.supplier))
    forecasts.plan_forecast(str(run_id))
    return run_id


def later(tamper: Tamper, span: timedelta) -> None:
    """Let so much time pass in which nothing moves."""
    tamper(f"UPDATE forecast_runs SET moved_at = moved_at - interval '{span.total_seconds():.0f} seconds'")


def states(market: Market) -> list[tuple[object, ...]]:
    return market.rows("SELECT state, chunks_done, is_current FROM forecast_runs ORDER BY id")


@pytest.mark.usefixtures("here")
def test_a_run_whose_promise_is_gone_is_promised_again_and_comes_to_its_end(shop: Market, tamper: Tamper) -> None:
    run_id = begin(shop)
    jobs_forecasting.forecast_chunk(str(run_id), 0)
    tamper("UPDATE outbox SET done_at = now()")
    forecasts.mend_forecasts()
    waiting = "SELECT arguments ->> 'number' FROM outbox WHERE done_at IS NULL AND job = 'forecast_chunk' ORDER BY id"
    assert shop.rows(waiting) == [], "it moved a moment ago"

    later(tamper, STILL_AFTER)
    forecasts.mend_forecasts()
    forecasts.mend_forecasts()

    assert shop.rows(waiting) == [("1",)], "the missing piece alone, once"
    jobs_forecasting.forecast_chunk(str(run_id), 1)
    tamper("UPDATE outbox SET done_at = now()")
    later(tamper, STILL_AFTER)
    forecasts.mend_forecasts()
    assert shop.rows("SELECT job FROM outbox WHERE done_at IS NULL") == [("conclude_forecast",)]
    jobs_forecasting.conclude_forecast(str(run_id))
    assert states(shop) == [("done", 2, True)]


def hand_over(market: Market, settings: Settings, number: int) -> None:
    """Put a piece's job, which is promised already, into the queue."""
    ((row, arguments),) = market.rows(
        "SELECT id, arguments FROM outbox WHERE job = 'forecast_chunk' AND (arguments ->> 'number')::integer = :number",
        number=number,
    )
    Sender(settings.redis_url)(row, "forecast_chunk", arguments)


def lose(worker: subprocess.Popen[bytes]) -> None:
    """Kill a worker and the process that is at a job for it, which is in a group of its own."""
    at_job = Path(f"/proc/{worker.pid}/task/{worker.pid}/children").read_text().split()
    for pid in (worker.pid, *map(int, at_job)):
        os.kill(pid, signal.SIGKILL)
    worker.wait()


@contextmanager
def held_up(settings: Settings) -> Iterator[Callable[[], bool]]:
    """Let whoever works on a run wait before it can keep what it found; give whether somebody does."""
    engine = create_engine(settings.migration_database_url, poolclass=NullPool)
    with engine.connect() as holding, engine.connect().execution_options(isolation_level="AUTOCOMMIT") as looking:
        holding.execute(text("SELECT id FROM forecast_runs FOR UPDATE"))
        yield lambda: bool(looking.execute(text("SELECT count(*) FROM pg_locks WHERE NOT granted")).scalar_one())


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_a_run_whose_worker_is_lost_for_good_is_given_up_and_another_can_begin(
    shop: Market, migrated: Settings, forecaster: Start, queue: Redis, tamper: Tamper
) -> None:
    lost = actions.start_forecast(shop.by(shop.supplier))
    actions.plan_run(shop.by(Actor.system()), lost)
    hand_over(shop, migrated, 0)
    worker = forecaster()
    wait_for(lambda: states(shop) == [("fitting", 1, False)], 60)
    with held_up(migrated) as is_at_work:
        hand_over(shop, migrated, 1)
        wait_for(is_at_work, 60)
        lose(worker)
    queue.flushdb()
    later(tamper, STILL_AFTER)
    forecasts.mend_forecasts()
    assert states(shop) == [("fitting", 1, False)], "its other piece is promised: a worker that comes would go on"

    later(tamper, GIVEN_UP_AFTER)
    forecasts.mend_forecasts()

    assert states(shop) == [("given_up", 1, False)]
    assert shop.rows("SELECT count(*) FROM forecast_chunks") == [(0,)]
    assert shop.rows("SELECT count(*) FROM events WHERE verb = 'forecasting.run_given_up'") == [(1,)]
    # What was promised of it runs after all, and does nothing.
    jobs_forecasting.forecast_chunk(str(lost), 1)
    jobs_forecasting.conclude_forecast(str(lost))
    assert given_up(shop) == lost

    queue.flushdb()
    another = str(begin(shop))
    for number in (0, 1):
        jobs_forecasting.forecast_chunk(another, number)
    jobs_forecasting.conclude_forecast(another)
    assert states(shop)[-1] == ("done", 2, True)
    assert given_up(shop) is None


def given_up(market: Market) -> UUID | None:
    """What the seller's page says came to nothing."""
    market.session.rollback()
    bind_actor(market.session, market.supplier)
    told = queries.run_given_up(market.session, market.supplier)
    market.session.rollback()
    return told.id if told is not None else None
