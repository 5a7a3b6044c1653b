"""The life of an inspection: what acts at once, and what waits for a second person."""

from __future__ import annotations

from enum import StrEnum
from typing import Final

from trade.kernel.errors import DomainError, MoveRefused
from trade.quality.rules.judging import Verdict


class InspectionState(StrEnum):
    """planned → recorded → passed or failed; set aside where its record was wrong; called off before it took place.

    What is recorded as failed holds the product back at once, and a second person confirms it afterwards: goods that may do
    harm are not sold for one more minute. What would let a product go that is held back waits for the second person first.
    """

    PLANNED = "planned"
    RECORDED = "recorded"
    PASSED = "passed"
    FAILED = "failed"
    SET_ASIDE = "set_aside"
    CALLED_OFF = "called_off"


_S = InspectionState
MOVES: Final[dict[InspectionState, frozenset[InspectionState]]] = {
    _S.PLANNED: frozenset({_S.RECORDED, _S.PASSED, _S.CALLED_OFF}),
    _S.RECORDED: frozenset({_S.PASSED, _S.FAILED, _S.SET_ASIDE}),
    _S.PASSED: frozenset(),
    _S.FAILED: frozenset(),
    _S.SET_ASIDE: frozenset(),
    _S.CALLED_OFF: frozenset(),
}


def move(current: str, to: InspectionState) -> InspectionState:
    """Return ``to`` if an inspection may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[InspectionState(current)]:
        raise MoveRefused("inspection", current, to)
    return to


def recorded_as(verdict: Verdict, *, is_held_back: bool) -> InspectionState:
    """Where a record leads: only a pass that lets nothing go needs no second person."""
    return _S.PASSED if verdict is Verdict.PASS and not is_held_back else _S.RECORDED


def confirmed_as(verdict: Verdict) -> InspectionState:
    """Where the second person's yes leads."""
    return _S.PASSED if verdict is Verdict.PASS else _S.FAILED


class OwnRecord(DomainError):
    """Nobody confirms what they recorded themselves."""


WORDS_MAX: Final = 500


class HoldsNothing(DomainError):
    """An inspection holds nothing back, so that nobody has to look again."""


class AskedBefore(DomainError):
    """Another look was asked for already."""
