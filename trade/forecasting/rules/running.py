"""How far a run has come, and when it has come to nothing."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from trade.kernel.errors import DomainError

CHUNK_SKUS: Final = 500
"""SKUs in one job: about a minute's work."""
KEEP_DAYS: Final = 90
"""Runs, and how good they were, are kept so long."""
STILL_AFTER: Final = timedelta(minutes=15)
"""A run that has not come on for so long stands still: nobody works on it, or many are before it."""
GIVEN_UP_AFTER: Final = timedelta(hours=12)
"""A run that has stood still for so long is given up: before the next night begins another one."""


class RunState(StrEnum):
    """How far a run has come."""

    QUEUED = "queued"
    FITTING = "fitting"
    DONE = "done"
    GIVEN_UP = "given_up"
    """It stood still for too long; nothing of it is shown."""


OPEN: Final = (RunState.QUEUED, RunState.FITTING)


class RunOpen(DomainError):
    """A forecast of this seller's is being made already."""


def stands_still(moved_at: datetime, at: datetime) -> bool:
    """Whether a run that came on last at ``moved_at`` stands still."""
    return at - moved_at >= STILL_AFTER


def is_lost(moved_at: datetime, at: datetime) -> bool:
    """Whether it is to be given up."""
    return at - moved_at >= GIVEN_UP_AFTER
