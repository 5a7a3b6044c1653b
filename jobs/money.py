"""Settlement and the books."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from jobs.calls import system_call
from trade.checks import CHECKS
from trade.ledger.actions import seal_entries as seal
from trade.ledger.checking import verify_books
from trade.ledger.closing import snapshot_day
from trade.settlement import queries
from trade.settlement.actions import settle_next
from trade.settlement.rules import RunState

SEAL_BATCH = 5_000


def settle(run_id: str) -> None:
    """Settle a run to its end, a few sellers a transaction."""
    more = True
    while more:
        with system_call() as call:
            more = settle_next(call, UUID(run_id))


def resume_settlement() -> None:
    """Take up runs whose worker died; a run that is at work only takes turns with this one."""
    with system_call() as call:
        waiting = [run.id for run in queries.runs(call.session) if run.state != RunState.DONE]
    for run_id in waiting:
        settle(str(run_id))


def seal_entries() -> None:
    """Seal new entries into the hash chain, batch by batch."""
    full = True
    while full:
        with system_call() as call:
            full = seal(call, limit=SEAL_BATCH) == SEAL_BATCH


def snapshot_ledger() -> None:
    """Note what accounts held at the end of yesterday."""
    with system_call() as call:
        snapshot_day(call, day=call.at.date() - timedelta(days=1))


def verify_ledger() -> None:
    """Re-derive the whole ledger and note the outcome; a difference fails the job as well, which keeps it in sight."""
    with system_call() as call:
        faults = verify_books(call, also=CHECKS)
    if faults:
        raise RuntimeError(f"the ledger differs: {', '.join(faults)}")
