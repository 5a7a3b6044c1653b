"""What computes forecasts. Imports the libraries, so only the forecasting worker loads it."""

from __future__ import annotations

from functools import cache
from uuid import UUID

from adapters.forecasting.forecaster import StatsForecaster
from adapters.forecasting.spreading import spread_on
from jobs.calls import settings, system_call
from jobs.forecasts import plan_forecast, start_forecasts
from trade.forecasting import actions, queries
from trade.forecasting.ports import Forecaster


@cache
def forecaster() -> Forecaster:
    """The engine that the settings name."""
    given = settings()
    spread = spread_on(given.forecast_engine, given.forecast_processes, given.forecast_cluster)
    return StatsForecaster(given.forecast_engine, spread)


def forecast_chunk(run_id: str, number: int) -> None:
    """Study a piece of a run. No transaction is open while it computes; killed, it is done again."""
    with system_call() as call:
        history = queries.history_of(call.session, UUID(run_id), number)
    if history is None:
        return
    study = forecaster().study(history)
    with system_call() as call:
        actions.keep_study(call, UUID(run_id), number, study)


def conclude_forecast(run_id: str) -> None:
    """Conclude a run whose pieces are all studied; the new forecasts replace the old ones at once."""
    with system_call() as call:
        studies = queries.studies_of(call.session, UUID(run_id))
    if not studies:
        return
    found = forecaster().conclude(studies)
    with system_call() as call:
        actions.conclude_run(call, UUID(run_id), found, engine=forecaster().engine)


def run_everything() -> int:
    """Do every seller's run in this process, beginning those that are not begun; answer how many were concluded."""
    start_forecasts()
    with system_call() as call:
        runs = queries.open_runs(call.session)
    for run_id in runs:
        plan_forecast(str(run_id))
        with system_call() as call:
            waiting = queries.chunks_waiting(call.session, run_id)
        for number in waiting:
            forecast_chunk(str(run_id), number)
        conclude_forecast(str(run_id))
    return len(runs)
