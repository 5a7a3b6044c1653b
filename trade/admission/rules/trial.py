"""The trial of a new seller: what it may do meanwhile, and what it has to show before a person ends it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final

from trade.kernel.errors import DomainError, MoveRefused

OPEN_ORDERS: Final = 20
"""So many orders may be open at once: from being placed until their claim window has ended."""
LEAST_DAYS: Final = 30
DECIDED_WITHIN: Final = timedelta(days=60)
"""By then the platform's people have decided, or say why it takes longer."""
EXTENDED_BY: Final = timedelta(days=30)
DELIVERED: Final = 10
IN_TIME: Final = 80
CLAIMED: Final = 10
"""Hundredths: at least so many of the orders that were due are kept, at most so many of those delivered end with a claim it bears."""


class TrialState(StrEnum):
    """running → passed or ended; extended it runs on, and one that was ended may begin again."""

    RUNNING = "running"
    PASSED = "passed"
    ENDED = "ended"


_S = TrialState
MOVES: Final[dict[TrialState, frozenset[TrialState]]] = {
    _S.RUNNING: frozenset({_S.RUNNING, _S.PASSED, _S.ENDED}),
    _S.PASSED: frozenset(),
    _S.ENDED: frozenset({_S.RUNNING}),
}


class Asked(StrEnum):
    """What a trial asks for."""

    DAYS = "days"
    DELIVERED = "delivered"
    IN_TIME = "in_time"
    CLAIMS = "claims"
    GOODS = "goods"


@dataclass(frozen=True, slots=True)
class Record:
    """What a seller has done since its trial began.

    ``kept`` of ``due`` orders were there in time and in full; ``claimed`` of those ``delivered`` ended with a claim that it bore;
    ``held_back``: products that an inspection holds back now.
    """

    days: int
    delivered: int
    due: int
    kept: int
    claimed: int
    held_back: int


@dataclass(frozen=True, slots=True)
class Step:
    """One thing that is asked: it ``has`` so much of what it ``wants``; shares in hundredths, nothing where none can be told yet."""

    asked: Asked
    has: int | None
    wants: int
    is_met: bool


def steps_of(record: Record) -> tuple[Step, ...]:
    """What a trial asks, each with how far it is. Whoever has delivered nothing has proved nothing."""
    kept = record.kept * 100 // record.due if record.due else None
    claimed = -(-record.claimed * 100 // record.delivered) if record.delivered else None
    return (
        Step(Asked.DAYS, record.days, LEAST_DAYS, record.days >= LEAST_DAYS),
        Step(Asked.DELIVERED, record.delivered, DELIVERED, record.delivered >= DELIVERED),
        Step(Asked.IN_TIME, kept, IN_TIME, kept is not None and kept >= IN_TIME),
        Step(Asked.CLAIMS, claimed, CLAIMED, claimed is not None and claimed <= CLAIMED),
        Step(Asked.GOODS, record.held_back, 0, not record.held_back),
    )


class TrialUnmet(DomainError):
    """Something that the trial asks for is not there yet: nobody passes it before."""

    def __init__(self, unmet: tuple[Asked, ...]) -> None:
        super().__init__(", ".join(unmet))
        self.unmet = unmet


def move_trial(current: str, to: TrialState) -> TrialState:
    """Return ``to`` if a trial may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[TrialState(current)]:
        raise MoveRefused("trial", current, to)
    return to
