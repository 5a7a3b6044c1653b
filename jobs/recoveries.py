"""Taking what sellers owe for late claims."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.calls import each_by_itself, system_call
from trade.invoicing.actions import issue_demand
from trade.ledger.actions import LimitExceeded
from trade.settlement import actions, queries


def recover(recovery_id: str) -> None:
    """Take what a seller owes for a claim, as far as it is there now."""
    _recover(UUID(recovery_id))


def recover_all() -> None:
    """The same of everything that is owed, with what the calendar brings: reserves, invoices, reminders."""
    with system_call() as call:
        owed = queries.recoveries_open(call.session)
    each_by_itself(owed, _recover)
    with system_call() as call:
        due = queries.recoveries_to_invoice(call.session, call.at)
    each_by_itself(due, _invoice)


def _invoice(recovery_id: UUID) -> None:
    with system_call() as call:
        issue_demand(call, recovery_id)


def _recover(recovery_id: UUID) -> None:
    with suppress(LimitExceeded), system_call() as call:
        actions.recover(call, recovery_id)
