"""Settling all sellers, one a transaction."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.settlement.models import SettlementRun
from trade.settlement.rules import RunOpen, RunState
from trade.settlement.settling import next_seller, sellers_waiting, settle_seller


@action(Permission.PREPARE_MONEY)
def start_settlement(work: Work, *, until: datetime) -> UUID:
    """Start settling all sellers for orders completed before ``until``; a job does the work."""
    open_run = select(SettlementRun.id).where(SettlementRun.state != RunState.DONE)
    found = work.session.scalars(open_run).first()
    if found is not None:
        raise RunOpen(found)
    run_id = new_id()
    run = SettlementRun(
        id=run_id,
        state=RunState.QUEUED,
        until=until,
        started_by=work.actor.person_id,
        sellers_total=sellers_waiting(work.session, until),
        started_at=work.at,
    )
    work.session.add(run)
    work.record("settlement.run_started", "settlement_run", run.id)
    work.later("settle", run_id=str(run.id))
    return run.id


@action(Permission.PREPARE_MONEY)
def settle_next(work: Work, run_id: UUID) -> bool:
    """Settle one more seller of a run; answer whether there is more to do.

    One seller is one transaction: killed anywhere, the run goes on where it stood. The run's row
    is locked, so two workers take turns instead of doing the same seller twice.
    """
    run = lock_one(work.session, select(SettlementRun).where(SettlementRun.id == run_id))
    if run is None:
        raise NotFound("settlement_run", run_id)
    if run.state == RunState.DONE:
        return False
    found = next_seller(work.session, run.id, run.until)
    if found is None:
        run.state = RunState.DONE
        run.finished_at = work.at
        work.record("settlement.run_finished", "settlement_run", run.id)
        return False
    seller_id, currency = found
    run.state = RunState.RUNNING
    run.lines_done += settle_seller(work, run.id, seller_id, currency, run.until)
    run.sellers_done += 1
    run.sellers_total = max(run.sellers_total, run.sellers_done)
    return True
