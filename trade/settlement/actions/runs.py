"""Settling all sellers, a few a transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound, StaleVersion
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.settlement.models import RunSeller, SettlementRun, Statement
from trade.settlement.planning import content, due, plans
from trade.settlement.rules import LINES_AT_ONCE, SELLERS_AT_ONCE, RunOpen, RunState, at_once
from trade.settlement.settling import settle_sellers


@action(Permission.PREPARE_MONEY)
def start_settlement(work: Work, *, until: datetime, shown: bytes | None = None) -> UUID:
    """Start settling all sellers for orders completed before ``until``; a job does the work.

    ``shown`` is the hash of the preview that somebody looked at: where it says something else by now, nothing is
    started (``StaleVersion``). Without it, whatever is due is settled.
    """
    open_run = select(SettlementRun.id).where(SettlementRun.state != RunState.DONE)
    found = work.session.scalars(open_run).first()
    if found is not None:
        raise RunOpen(found)
    planned = due(plans(work.session, until))
    if shown is not None and shown != content(until, planned):
        raise StaleVersion("settlement")
    run = SettlementRun(
        id=new_id(), state=RunState.QUEUED, until=until, started_by=work.actor.person_id, sellers_total=len(planned),
        started_at=work.at,
    )  # fmt: skip
    work.session.add(run)
    work.session.flush()  # what it is to do refers to it
    work.session.add_all(
        RunSeller(run_id=run.id, seller_id=plan.seller_id, currency=plan.currency, cutoff=plan.cutoff,
                  line_count=plan.lines, net_minor=plan.composition.net.minor)
        for plan in planned
    )  # fmt: skip
    work.record("settlement.run_started", "settlement_run", run.id)
    work.later("settle", run_id=str(run.id))
    return run.id


@action(Permission.PREPARE_MONEY)
def settle_next(work: Work, run_id: UUID, *, lines: int = LINES_AT_ONCE) -> bool:
    """Settle the next sellers of a run, about ``lines`` order lines of theirs; answer whether there is more to do.

    A few sellers are one transaction: killed anywhere, the run goes on where it stood. The run's row
    is locked, so two workers take turns instead of doing the same seller twice.
    """
    run = lock_one(work.session, select(SettlementRun).where(SettlementRun.id == run_id))
    if run is None:
        raise NotFound("settlement_run", run_id)
    if run.state == RunState.DONE:
        return False
    waiting = work.session.scalars(
        select(RunSeller)
        .where(RunSeller.run_id == run.id, RunSeller.done_at.is_(None))
        .order_by(RunSeller.seller_id, RunSeller.currency)
        .limit(SELLERS_AT_ONCE)
    ).all()
    if not waiting:
        run.state = RunState.DONE
        run.finished_at = work.at
        work.record("settlement.run_finished", "settlement_run", run.id)
        return False
    run.state = RunState.RUNNING
    parts = waiting[: at_once([part.line_count for part in waiting], lines)]
    for part, statement in zip(parts, settle_sellers(work, parts, run.until), strict=True):
        _note(run, part, statement, work.at)
    return True


def _note(run: SettlementRun, part: RunSeller, statement: Statement | None, at: datetime) -> None:
    part.done_at = at
    came_to = (0, 0)
    if statement is not None:
        part.statement_id = statement.id
        run.lines_done += statement.line_count
        came_to = (statement.line_count, statement.net_minor)
    part.differs = came_to != (part.line_count, part.net_minor)
    run.sellers_done += 1
