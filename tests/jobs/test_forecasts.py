"""Forecasting as a job: the whole way, again in place of the last, killed in the middle, on every engine."""

from __future__ import annotations

import os
import signal
import subprocess
from collections.abc import Callable
from uuid import UUID

import pytest
from redis import Redis
from sqlalchemy import text

from adapters.clock import now
from adapters.forecasting.forecaster import StatsForecaster
from adapters.forecasting.spreading import spread_on
from jobs import forecasting as jobs_forecasting
from jobs import forecasts, housekeeping
from jobs.queueing import Sender
from settings import Settings
from tests.jobs.conftest import wait_for
from tests.trade.demand import sell
from tests.trade.market import Market
from trade.forecasting import actions
from trade.forecasting.rules import RunOpen

Tamper = Callable[[str], None]
DUE = "UPDATE outbox SET due_at = now() - interval '1 second' WHERE done_at IS NULL"


@pytest.fixture
def shop(market: Market, monkeypatch: pytest.MonkeyPatch) -> Market:
    """A dozen goods with 200 days of demand, in three pieces."""
    monkeypatch.setattr(actions.runs, "CHUNK_SKUS", 4)
    market.at = now()
    skus = [market.goods() for _ in range(12)]
    sell(market, {sku: 0.5 + number for number, sku in enumerate(skus)}, until=now())
    return market


def run_here(market: Market) -> UUID:
    """Do a run's jobs in this process."""
    run_id = actions.start_forecast(market.by(market.supplier))
    forecasts.plan_forecast(str(run_id))
    for (number,) in market.rows("SELECT number FROM forecast_chunks ORDER BY number"):
        jobs_forecasting.forecast_chunk(str(run_id), number)
    jobs_forecasting.conclude_forecast(str(run_id))
    return run_id


def told(market: Market) -> list[tuple[object, ...]]:
    return market.rows("SELECT sku_id, expected, low80, high80, weeks, days FROM forecasts ORDER BY sku_id")


@pytest.mark.usefixtures("here")
def test_a_run_tells_every_sku_and_adds_up(shop: Market) -> None:
    run_id = run_here(shop)

    rows = shop.rows("SELECT f.expected, s.code, f.kind FROM forecasts f JOIN skus s ON s.id = f.sku_id ORDER BY s.id")
    assert len(rows) == 12
    assert all(kind == "regular" for _, _, kind in rows[3:])
    first, last = rows[1][0], rows[-1][0]
    assert 20 < first < 60, "1.5 a day but on Saturdays"
    assert 200 < last < 420, "11.5 a day but on Saturdays"
    # Each cent is rounded once, so sums of rounded parts may differ by half a cent a part.
    ((of_regions, of_skus, of_all, of_categories),) = shop.rows(
        "SELECT (SELECT sum(expected) FROM region_forecasts), (SELECT sum(expected) FROM forecasts),"
        " (SELECT expected FROM forecast_sums WHERE level = 'all'),"
        " (SELECT sum(expected) FROM forecast_sums WHERE level = 'category')"
    )
    assert abs(of_regions - of_skus) < 1
    assert abs(of_all - of_skus) < 1
    assert abs(of_all - of_categories) < 1
    assert shop.rows("SELECT is_current, state, chunks_done, engine FROM forecast_runs") == [
        (True, "done", 3, "processes")
    ]
    models = {model for (model,) in shop.rows("SELECT DISTINCT model FROM forecast_scores WHERE level = 'sku'")}
    assert {"naive", "mean90", "zero", "chosen", "ets"} <= models
    assert shop.rows("SELECT count(*) FROM forecast_chunks") == [(0,)]
    assert shop.rows("SELECT count(*) FROM events WHERE subject_id = :id", id=run_id) == [(2,)]


@pytest.mark.usefixtures("here")
def test_a_second_run_replaces_the_first_with_the_same_numbers(shop: Market) -> None:
    run_here(shop)
    before = told(shop)

    second = run_here(shop)

    assert told(shop) == before
    assert shop.rows("SELECT id FROM forecast_runs WHERE is_current") == [(second,)]
    assert shop.rows("SELECT count(*) FROM forecast_runs") == [(2,)]


@pytest.mark.usefixtures("here")
def test_an_order_that_names_no_region_is_one_from_elsewhere(shop: Market) -> None:
    """No region is asked of a shop, so a market that was never imported has none of this name."""
    ((sku_id,),) = shop.rows("SELECT id FROM skus ORDER BY id LIMIT 1")
    shop.money(minor=100_000)
    shop.order({sku_id: 24})
    with shop.as_system() as session:
        session.execute(text("UPDATE orders SET placed_at = placed_at - interval '10 days'"))
        session.commit()

    run_here(shop)

    assert shop.rows("SELECT sku_id FROM region_forecasts WHERE region_code = 'ZZ'") == [(sku_id,)]


@pytest.mark.usefixtures("here")
def test_each_job_twice_changes_nothing(shop: Market) -> None:
    run_id = str(actions.start_forecast(shop.by(shop.supplier)))
    for _ in range(2):
        forecasts.plan_forecast(run_id)
    for number in (0, 1, 1, 2, 2):
        jobs_forecasting.forecast_chunk(run_id, number)
    jobs_forecasting.conclude_forecast(run_id)
    before = told(shop)
    jobs_forecasting.conclude_forecast(run_id)
    jobs_forecasting.forecast_chunk(run_id, 0)

    assert told(shop) == before
    assert shop.rows("SELECT chunks_done, skus FROM forecast_runs") == [(3, 12)]


@pytest.mark.usefixtures("here")
def test_only_one_run_at_a_time_and_nothing_sold_is_nothing_to_tell(shop: Market) -> None:
    actions.start_forecast(shop.by(shop.supplier))
    with pytest.raises(RunOpen):
        actions.start_forecast(shop.by(shop.supplier))

    empty = actions.start_forecast(shop.by(shop.rival))
    forecasts.plan_forecast(str(empty))

    assert shop.rows("SELECT state, is_current FROM forecast_runs WHERE id = :id", id=empty) == [("done", False)]


@pytest.mark.usefixtures("here")
def test_the_night_starts_a_run_for_each_seller_and_forgets_old_ones(shop: Market, tamper: Tamper) -> None:
    run_here(shop)
    run_here(shop)
    tamper("UPDATE forecast_runs SET started_at = now() - interval '100 days'")

    forecasts.start_forecasts()

    states = shop.rows("SELECT state, is_current FROM forecast_runs ORDER BY id")
    assert states == [("done", True), ("queued", False)]
    assert len(told(shop)) == 12


@pytest.mark.slow
@pytest.mark.parametrize("engine", ["dask", "ray"])
@pytest.mark.usefixtures("here")
def test_every_engine_gives_the_same_numbers(shop: Market, engine: str, monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("distributed" if engine == "dask" else engine)
    monkeypatch.setattr(actions.runs, "CHUNK_SKUS", 12)  # one cluster for the run: each beginning of one takes seconds
    here = StatsForecaster("processes", spread_on("processes", 2), piece=6)
    monkeypatch.setattr(jobs_forecasting, "forecaster", lambda: here)
    run_here(shop)
    before = told(shop)
    other = StatsForecaster(engine, spread_on(engine, 2), piece=6)
    monkeypatch.setattr(jobs_forecasting, "forecaster", lambda: other)
    run_here(shop)

    assert told(shop) == before
    assert shop.rows("SELECT engine FROM forecast_runs WHERE is_current") == [(engine,)]


@pytest.mark.slow
@pytest.mark.usefixtures("here")
def test_a_run_whose_worker_is_killed_in_the_middle_goes_on(
    shop: Market, migrated: Settings, forecaster: Callable[..., subprocess.Popen[bytes]], queue: Redis, tamper: Tamper
) -> None:
    shop.session.info["send"] = Sender(migrated.redis_url)
    run_id = actions.start_forecast(shop.by(shop.supplier))
    forecasts.plan_forecast(str(run_id))
    first = forecaster()
    wait_for(lambda: shop.rows("SELECT chunks_done FROM forecast_runs")[0][0] >= 1, 60)
    os.killpg(first.pid, signal.SIGKILL)
    first.wait()
    ((kept,),) = shop.rows("SELECT count(*) FROM forecast_chunks WHERE done_at IS NOT NULL")
    assert shop.rows("SELECT count(*) FROM forecasts") == [(0,)], "nothing is told before all of it is"

    queue.flushdb()  # whatever the queue believes of the dead is gone too
    tamper(DUE)
    housekeeping.sweep_outbox()
    forecaster()
    wait_for(lambda: shop.rows("SELECT state FROM forecast_runs") == [("done",)], 60)

    assert kept >= 1
    assert len(told(shop)) == 12
    assert shop.rows("SELECT chunks_done, is_current FROM forecast_runs") == [(3, True)]
