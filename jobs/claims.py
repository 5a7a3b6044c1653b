"""What the clock does with claims by itself."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.calls import settings, system_call
from trade.claims import actions
from trade.claims.rules import terms_from
from trade.ledger.actions import LimitExceeded


def run_claim_clocks() -> None:
    """Pay claims whose 24 hours are over, or say that they are late; go on where a seller has not answered."""
    terms = terms_from(settings())
    while True:
        with system_call() as call:
            if not actions.run_out_next(call, terms=terms):
                return


def collect_clawback(claim_id: str) -> None:
    """Take from a wallet what is owed back of a claim."""
    _collect(UUID(claim_id))


def collect_clawbacks() -> None:
    """The same of every claim of which something is owed."""
    after: UUID | None = None
    while True:
        with system_call() as call:
            after = actions.next_clawback(call, after=after)
        if after is None:
            return
        _collect(after)


def _collect(claim_id: UUID) -> None:
    with suppress(LimitExceeded), system_call() as call:
        actions.collect_clawback(call, claim_id)
