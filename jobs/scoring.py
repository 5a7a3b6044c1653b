"""Scorecards of sellers, every night."""

from __future__ import annotations

from jobs.calls import system_call
from trade.scoring import actions


def score_sellers() -> None:
    """Write every seller's scorecard of today."""
    with system_call() as call:
        actions.score_sellers(call)
