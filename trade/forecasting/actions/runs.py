"""Runs: start one, keep what a piece found, conclude, forget."""

from __future__ import annotations

from dataclasses import asdict
from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import delete, select, update

from trade.forecasting.demand import read_shop, skus_to_forecast, window_of
from trade.forecasting.models import (
    Forecast,
    ForecastChunk,
    ForecastRun,
    ForecastSum,
    RegionForecast,
)
from trade.forecasting.ports import Conclusion
from trade.forecasting.rules import CHUNK_SKUS, KEEP_DAYS, OPEN, RunOpen, RunState
from trade.forecasting.writing import write_results
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.models import Organisation


@action(Permission.SELL)
def start_forecast(work: Work, seller_id: UUID | None = None) -> UUID:
    """Start forecasting the actor's goods, or, for a job, a seller's. Jobs do the work.

    Raises ``RunOpen`` while one is being made, ``NotFound`` for another's goods or where there is no such seller.
    """
    seller = _seller(work, seller_id)
    open_run = select(ForecastRun.id).where(ForecastRun.seller_id == seller.id, ForecastRun.state.in_(OPEN))
    if work.session.scalar(open_run) is not None:
        raise RunOpen
    run = ForecastRun(
        id=new_id(), seller_id=seller.id, state=RunState.QUEUED, is_current=False,
        first_day=work.at.astimezone(ZoneInfo(seller.time_zone)).date(), shop={}, skus=0, chunks=0, chunks_done=0,
        engine="", lessons={}, started_by=work.actor.person_id, started_at=work.at,
        moved_at=work.at,
    )  # fmt: skip
    work.session.add(run)
    work.record("forecasting.run_started", "forecast_run", run.id, parties=(seller.id,))
    work.later("plan_forecast", run_id=str(run.id))
    return run.id


def _seller(work: Work, seller_id: UUID | None) -> Organisation:
    """Whose goods are forecast: the actor's own; only who oversees the market may name somebody."""
    wanted = seller_id or work.actor.organisation
    is_own = wanted == work.actor.organisation_id
    found = work.session.get(Organisation, wanted) if is_own or work.actor.may(Permission.OVERSEE) else None
    if found is None or not found.sells:
        raise NotFound("organisation", wanted)
    return found


@action(Permission.OVERSEE)
def plan_run(work: Work, run_id: UUID) -> bool:
    """See what there is to forecast, and cut it into pieces, each a job; answer whether there is anything.

    A seller's own people cannot: demand is read across buyers.
    """
    run = lock_one(work.session, select(ForecastRun).where(ForecastRun.id == run_id))
    if run is None or run.state != RunState.QUEUED:
        return False
    seller = work.session.get_one(Organisation, run.seller_id)
    skus = skus_to_forecast(work.session, seller.id, work.at)
    shop = read_shop(work.session, skus, window_of(run.first_day, seller.time_zone)) if skus else None
    if shop is None:
        run.state, run.finished_at = RunState.DONE, work.at
        return False
    pieces = [skus[begin : begin + CHUNK_SKUS] for begin in range(0, len(skus), CHUNK_SKUS)]
    run.state, run.skus, run.chunks, run.moved_at = RunState.FITTING, len(skus), len(pieces), work.at
    run.shop = asdict(shop) | {"first_day": shop.first_day.isoformat()}
    for number, sku_ids in enumerate(pieces):
        work.session.add(ForecastChunk(run_id=run.id, number=number, seller_id=seller.id, sku_ids=sku_ids))
        work.later("forecast_chunk", run_id=str(run.id), number=number)
    return True


@action(Permission.OVERSEE)
def keep_study(work: Work, run_id: UUID, number: int, study: bytes) -> bool:
    """Keep what a piece found; the last one promises the conclusion. Answer whether it was not known already."""
    run = lock_one(work.session, select(ForecastRun).where(ForecastRun.id == run_id))
    if run is None or run.state not in OPEN:
        return False
    kept = work.session.execute(
        update(ForecastChunk)
        .where(ForecastChunk.run_id == run_id, ForecastChunk.number == number, ForecastChunk.done_at.is_(None))
        .values(study=study, done_at=work.at)
        .returning(ForecastChunk.number)
    ).all()
    if not kept:
        return False
    run.chunks_done, run.moved_at = run.chunks_done + 1, work.at
    if run.chunks_done == run.chunks:
        work.later("conclude_forecast", run_id=str(run_id))
    return True


@action(Permission.OVERSEE)
def conclude_run(work: Work, run_id: UUID, conclusion: Conclusion, *, engine: str) -> bool:
    """Write a run's results and let it replace its predecessor, all at once; a second time nothing happens."""
    run = lock_one(work.session, select(ForecastRun).where(ForecastRun.id == run_id))
    if run is None or run.state not in OPEN:
        return False
    former = update(ForecastRun).where(ForecastRun.seller_id == run.seller_id, ForecastRun.is_current)
    work.session.execute(former.values(is_current=False))
    for table in (Forecast, RegionForecast, ForecastSum):
        work.session.execute(delete(table).where(table.seller_id == run.seller_id))
    work.session.execute(delete(ForecastChunk).where(ForecastChunk.run_id == run_id))
    write_results(work.session, run, conclusion)
    run.state, run.is_current, run.finished_at = RunState.DONE, True, work.at
    run.engine, run.lessons = engine, dict(conclusion.lessons)
    work.record("forecasting.run_finished", "forecast_run", run.id, parties=(run.seller_id,))
    work.later("propose_pools", seller_id=str(run.seller_id))
    return True


@action(Permission.OVERSEE)
def forget_runs(work: Work) -> int:
    """Remove runs, and how good they were, that nobody needs to compare with any more; answer how many."""
    old = delete(ForecastRun).where(
        ForecastRun.is_current.is_(other=False), ForecastRun.started_at < work.at - timedelta(days=KEEP_DAYS)
    )
    return len(work.session.execute(old.returning(ForecastRun.id)).all())
