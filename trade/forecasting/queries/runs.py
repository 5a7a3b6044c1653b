"""Runs: what is at work, what is current, how good it was, and what jobs need."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.catalogue.models import SKU
from trade.forecasting.demand import read_history, window_of
from trade.forecasting.models import ForecastChunk, ForecastRun, ForecastScore
from trade.forecasting.ports import History, Shop
from trade.forecasting.rules import OPEN, RunState
from trade.kernel.actor import Actor
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run as its page shows it."""

    id: UUID
    state: str
    first_day: date
    skus: int
    chunks: int
    chunks_done: int
    started_at: datetime
    moved_at: datetime
    finished_at: datetime | None
    lessons: Mapping[str, str]
    engine: str


@dataclass(frozen=True, slots=True)
class ScoreLine:
    """How good a model was at a horizon. Ratios: 0.44 is 44 %."""

    level: str
    horizon: str
    model: str
    series: int
    undefined: int
    mase: Decimal | None
    wape: Decimal
    bias: Decimal
    rse: Decimal | None
    coverage80: Decimal | None
    coverage95: Decimal | None


def sellers(session: Session) -> Sequence[UUID]:
    """Every seller that offers goods."""
    return session.scalars(select(SKU.seller_id).distinct().order_by(SKU.seller_id)).all()


def current_run(session: Session, actor: Actor) -> RunRow | None:
    """The run whose forecasts the actor's pages show; none before the first one is done."""
    return _run(session, actor, is_current=True)


def open_run(session: Session, actor: Actor) -> RunRow | None:
    """The run of the actor's goods that is at work."""
    return _run(session, actor, is_current=False)


def run_given_up(session: Session, actor: Actor) -> RunRow | None:
    """The last run of the actor's goods, where it came to nothing and no other has been begun since."""
    own = select(ForecastRun).where(ForecastRun.seller_id == actor.organisation)
    last = session.scalars(own.order_by(ForecastRun.started_at.desc(), ForecastRun.id.desc()).limit(1)).one_or_none()
    return _row(last) if last is not None and last.state == RunState.GIVEN_UP else None


def _run(session: Session, actor: Actor, *, is_current: bool) -> RunRow | None:
    which = ForecastRun.is_current if is_current else ForecastRun.state.in_(OPEN)
    run = session.scalars(select(ForecastRun).where(ForecastRun.seller_id == actor.organisation, which)).one_or_none()
    return _row(run) if run is not None else None


def _row(run: ForecastRun) -> RunRow:
    return RunRow(
        run.id, run.state, run.first_day, run.skus, run.chunks, run.chunks_done, run.started_at, run.moved_at,
        run.finished_at, run.lessons, run.engine,
    )  # fmt: skip


def scores(session: Session, actor: Actor, run_id: UUID) -> Sequence[ScoreLine]:
    """How good each model was, had it forecast as of 30 days before the run."""
    s = ForecastScore
    rows = session.execute(
        select(
            s.level,
            s.horizon,
            s.model,
            s.series,
            s.undefined,
            s.mase,
            s.wape,
            s.bias,
            s.rse,
            s.coverage80,
            s.coverage95,
        ).where(s.run_id == run_id, s.seller_id == actor.organisation)
    )
    return [
        ScoreLine(
            r.level,
            r.horizon,
            r.model,
            r.series,
            r.undefined,
            r.mase,
            r.wape,
            r.bias,
            r.rse,
            r.coverage80,
            r.coverage95,
        )
        for r in rows
    ]


def history_of(session: Session, run_id: UUID, number: int) -> History | None:
    """The demand that a piece of a run is studied on; none where that is done, or the run is gone."""
    found = session.execute(
        select(ForecastRun, ForecastChunk.sku_ids, Organisation.time_zone)
        .join(ForecastChunk, ForecastChunk.run_id == ForecastRun.id)
        .join(Organisation, Organisation.id == ForecastRun.seller_id)
        .where(ForecastRun.id == run_id, ForecastChunk.number == number, ForecastChunk.done_at.is_(None))
    ).one_or_none()
    if found is None:
        return None
    run, sku_ids, zone = found
    told = run.shop
    shop = Shop(date.fromisoformat(told["first_day"]), told["totals"], told["region_weights"])
    return read_history(session, sku_ids, shop, window_of(run.first_day, zone))


def studies_of(session: Session, run_id: UUID) -> Sequence[bytes]:
    """What the pieces of a run found, in their order; nothing unless all of them are done."""
    chunk = ForecastChunk
    found = session.execute(
        select(chunk.study, chunk.done_at).where(chunk.run_id == run_id).order_by(chunk.number)
    ).all()
    if any(done_at is None for _, done_at in found):
        return []
    return [study for study, _ in found if study is not None]


def open_runs(session: Session) -> Sequence[UUID]:
    """Runs that are at work."""
    return session.scalars(
        select(ForecastRun.id).where(ForecastRun.state.in_(OPEN)).order_by(ForecastRun.started_at)
    ).all()


def chunks_waiting(session: Session, run_id: UUID) -> Sequence[int]:
    """The pieces of a run that nobody has studied yet."""
    chunk = ForecastChunk
    return session.scalars(
        select(chunk.number).where(chunk.run_id == run_id, chunk.done_at.is_(None)).order_by(chunk.number)
    ).all()
