"""Counts that other systems send: whatever the order in which they come, and however often, the same count holds."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Final
from uuid import UUID

UNNUMBERED: Final = -1


@dataclass(frozen=True, slots=True)
class Count:
    """A count that a source sends: how much lay at a place at an instant. ``sequence`` is the source's own numbering.

    A source that numbers its counts numbers all of them: one with a number is newer than one without.
    """

    sku_id: UUID
    counted: int
    observed_at: datetime
    sequence: int | None = None
    warehouse_id: UUID | None = None
    lot: str = ""


@dataclass(frozen=True, slots=True)
class Seen:
    """What a source has said of a place."""

    source: str
    counted: int
    observed_at: datetime
    sequence: int | None = None

    @property
    def rank(self) -> tuple[int, datetime, int]:
        """Which of two sayings of one source is the newer one: its own numbering goes before its clock."""
        return (UNNUMBERED if self.sequence is None else self.sequence, self.observed_at, self.counted)


class Outcome(StrEnum):
    """What became of a count that was sent."""

    CHANGED = "changed"
    AGREED = "agreed"
    OLDER = "older"
    PROMISED = "promised"


def newest_of_each(sayings: Iterable[Seen]) -> dict[str, Seen]:
    """Keep of each source its newest saying."""
    kept: dict[str, Seen] = {}
    for saying in sayings:
        known = kept.get(saying.source)
        if known is None or saying.rank > known.rank:
            kept[saying.source] = saying
    return kept


def that_holds(sayings: Iterable[Seen]) -> Seen:
    """The saying that holds: of the newest of each source, the one that was observed last."""
    return max(newest_of_each(sayings).values(), key=lambda seen: (seen.observed_at, seen.source))
