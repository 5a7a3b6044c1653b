"""What the clock does with claims by itself."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.calls import each_by_itself, settings, system_call
from trade.claims import actions
from trade.claims.queries import claims_owed_back, claims_owed_by_carriers, claims_run_out
from trade.claims.rules import terms_from
from trade.ledger.actions import LimitExceeded


def run_claim_clocks() -> None:
    """Pay claims whose 24 hours are over, or say that they are late; go on where a seller has not answered."""
    with system_call() as call:
        due = claims_run_out(call.session, call.at)
    each_by_itself(due, run_claim_clock)


def run_claim_clock(claim_id: UUID) -> None:
    """The same for one claim, in a transaction of its own."""
    with system_call() as call:
        actions.run_out(call, claim_id, terms=terms_from(settings()))


def collect_clawback(claim_id: str) -> None:
    """Take from a wallet what is owed back of a claim."""
    _collect(UUID(claim_id))


def collect_clawbacks() -> None:
    """The same of every claim of which something is owed."""
    with system_call() as call:
        owed = claims_owed_back(call.session)
    each_by_itself(owed, _collect)


def collect_from_carriers() -> None:
    """Take what carriers owe for claims from what arrived of them at the bank."""
    with system_call() as call:
        owed = claims_owed_by_carriers(call.session)
    each_by_itself(owed, _collect_carried)


def _collect_carried(claim_id: UUID) -> None:
    with suppress(LimitExceeded), system_call() as call:
        actions.collect_from_carrier(call, claim_id)


def _collect(claim_id: UUID) -> None:
    with suppress(LimitExceeded), system_call() as call:
        actions.collect_clawback(call, claim_id)
