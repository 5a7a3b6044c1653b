"""Runs that stand still: promise again what nobody has promised any more, and give up what has come to nothing."""

from __future__ import annotations

from sqlalchemy import delete, exists, select

from trade.forecasting.models import ForecastChunk, ForecastRun
from trade.forecasting.rules import OPEN, RunState, is_lost, stands_still
from trade.kernel.actor import Permission
from trade.kernel.locks import skip_locked
from trade.kernel.outbox import OutboxRow
from trade.kernel.work import Work, action

JOBS = ("plan_forecast", "forecast_chunk", "conclude_forecast")


@action(Permission.OVERSEE)
def mend_runs(work: Work) -> int:
    """Bring open runs that stand still on, or close them; answer how many were touched.

    What is promised comes back by itself, however many workers die: only where the promise is gone too is it made again. A run
    that nobody has worked on for half a day is given up, so that its seller is told and can begin another.
    """
    still = select(ForecastRun).where(ForecastRun.state.in_(OPEN)).order_by(ForecastRun.id)
    touched = 0
    for run in work.session.scalars(skip_locked(still)).all():
        if is_lost(run.moved_at, work.at):
            _give_up(work, run)
            touched += 1
        elif stands_still(run.moved_at, work.at) and not _is_promised(work, run):
            _promise_again(work, run)
            touched += 1
    return touched


def _give_up(work: Work, run: ForecastRun) -> None:
    work.session.execute(delete(ForecastChunk).where(ForecastChunk.run_id == run.id))
    run.state, run.finished_at = RunState.GIVEN_UP, work.at
    work.record("forecasting.run_given_up", "forecast_run", run.id, parties=(run.seller_id,))


def _is_promised(work: Work, run: ForecastRun) -> bool:
    row = OutboxRow
    waiting = exists().where(row.job.in_(JOBS), row.arguments["run_id"].astext == str(run.id), row.done_at.is_(None))
    return bool(work.session.scalar(select(waiting)))


def _promise_again(work: Work, run: ForecastRun) -> None:
    """Promise the jobs that are missing: each may run twice, so one that runs after all does no harm."""
    run_id = str(run.id)
    if run.state == RunState.QUEUED:
        work.later("plan_forecast", run_id=run_id)
        return
    chunk = ForecastChunk
    missing = select(chunk.number).where(chunk.run_id == run.id, chunk.done_at.is_(None)).order_by(chunk.number)
    numbers = work.session.scalars(missing).all()
    for number in numbers:
        work.later("forecast_chunk", run_id=run_id, number=number)
    if not numbers:
        work.later("conclude_forecast", run_id=run_id)
