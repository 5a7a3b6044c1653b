"""Taking a seller off the market for good: who may decide what, and how long it may appeal."""

from __future__ import annotations

from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused

APPEAL_WITHIN: Final = timedelta(days=14)
"""From the decision on; once."""
WORDS_MAX: Final = 1000
FILES_MAX: Final = 6


class DelistingState(StrEnum):
    """proposed → dropped, or delisted → (appealed → confirmed) or lifted."""

    PROPOSED = "proposed"
    DROPPED = "dropped"
    DELISTED = "delisted"
    APPEALED = "appealed"
    CONFIRMED = "confirmed"
    LIFTED = "lifted"


_S = DelistingState
MOVES: Final[dict[DelistingState, frozenset[DelistingState]]] = {
    _S.PROPOSED: frozenset({_S.DROPPED, _S.DELISTED}),
    _S.DROPPED: frozenset(),
    _S.DELISTED: frozenset({_S.APPEALED}),
    _S.APPEALED: frozenset({_S.CONFIRMED, _S.LIFTED}),
    _S.CONFIRMED: frozenset(),
    _S.LIFTED: frozenset(),
}
STANDING: Final = (_S.PROPOSED, _S.DELISTED, _S.APPEALED, _S.CONFIRMED)
"""States beside which no second delisting of the same seller is proposed."""
UNTOLD: Final = (_S.PROPOSED, _S.DROPPED)
"""States of which the seller learns nothing: one person's wish is no decision."""
WAITING: Final = (_S.PROPOSED, _S.APPEALED)
"""States in which another person of the platform's has something to decide."""


class TookPart(DomainError):
    """Whoever proposed a delisting, or decided it, does not judge it once more."""


class DelistingStands(DomainError):
    """The seller is delisted already, or somebody has proposed it."""


class AppealOver(DomainError):
    """The time to appeal has passed; ``until`` says since when."""

    def __init__(self, until: datetime) -> None:
        super().__init__(until.isoformat())
        self.until = until


def move_delisting(current: str, to: DelistingState) -> DelistingState:
    """Return ``to`` if a delisting may go there from ``current``; else ``MoveRefused``."""
    if to not in MOVES[DelistingState(current)]:
        raise MoveRefused("delisting", current, to)
    return to


def require_other(person: UUID, *earlier: UUID | None) -> None:
    """Raise ``TookPart`` where ``person`` is one of those who had a word in it before."""
    if person in earlier:
        raise TookPart


def require_in_time(until: datetime, at: datetime) -> None:
    """Raise ``AppealOver`` from ``until`` on."""
    if at >= until:
        raise AppealOver(until)
