"""Scorecards of sellers, and the places of products in lists, every night."""

from __future__ import annotations

from typing import Final

from jobs.calls import system_call
from trade.catalogue.actions import place_products
from trade.scoring import actions
from trade.scoring.ranking import moved

PLACED_AT_ONCE: Final = 500


def score_sellers() -> None:
    """Write every seller's scorecard of today."""
    with system_call() as call:
        actions.score_sellers(call)


def rank_products() -> None:
    """Move products to their places in lists, a few a transaction: only those that stand elsewhere now."""
    with system_call() as call:
        found = list(moved(call.session, call.at))
    for start in range(0, len(found), PLACED_AT_ONCE):
        with system_call() as call:
            place_products(call, found[start : start + PLACED_AT_ONCE])
