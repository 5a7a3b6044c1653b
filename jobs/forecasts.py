"""Forecasting by the clock. What computes is in ``jobs.forecasting``, which the general worker never loads."""

from __future__ import annotations

from contextlib import suppress
from uuid import UUID

from jobs.calls import system_call
from trade.forecasting import actions, queries
from trade.forecasting.rules import ChanceGone, RunOpen


def start_forecasts() -> None:
    """Start a run for each seller that sells anything, and forget old ones."""
    with system_call() as call:
        actions.forget_runs(call)
        sellers = queries.sellers(call.session)
    for seller_id in sellers:
        with system_call() as call, suppress(RunOpen):
            actions.start_forecast(call, seller_id)


def mend_forecasts() -> None:
    """Bring runs on that stand still, and close those that came to nothing."""
    with system_call() as call:
        actions.mend_runs(call)


def plan_forecast(run_id: str) -> None:
    """Cut a run into pieces; the forecasting worker takes them."""
    with system_call() as call:
        actions.plan_run(call, UUID(run_id))


def propose_pools(seller_id: str) -> None:
    """Propose to a seller the pools that its new forecast speaks for; a second time adds nothing."""
    with system_call() as call, suppress(ChanceGone):
        actions.propose_chances(call, UUID(seller_id))
