"""What a shop usually buys: how often and how many, from what it bought before. Pure.

A SKU has a rhythm once it was bought on three days: the median of the intervals between them, and the median quantity. It is due when
nine tenths of the interval have gone by, and forgotten when it was not bought for three intervals.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from itertools import pairwise
from statistics import median_low
from typing import Final

LEAST_DAYS: Final = 3
DUE_TENTHS: Final = 9
SLOW_AFTER: Final = 2
FORGOTTEN_AFTER: Final = 3


@dataclass(frozen=True, slots=True)
class Rhythm:
    """``every`` so many days, ``quantity`` base units; the last time ``since`` days ago."""

    every: int
    quantity: int
    since: int
    times: int

    @property
    def is_due(self) -> bool:
        """Whether it is about time again."""
        return self.since * 10 >= self.every * DUE_TENTHS

    @property
    def is_slow(self) -> bool:
        """Whether it was bought twice as long ago as usual: what was bought then may still be on the shelf."""
        return self.since > self.every * SLOW_AFTER and not self.is_forgotten

    @property
    def is_forgotten(self) -> bool:
        """Whether the shop seems to have stopped buying it."""
        return self.since > self.every * FORGOTTEN_AFTER


def rhythm_of(bought: Sequence[tuple[date, int]], today: date) -> Rhythm | None:
    """The rhythm of one SKU from its days and quantities, in any order; ``None`` where there is none yet."""
    by_day: dict[date, int] = {}
    for day, quantity in bought:
        by_day[day] = by_day.get(day, 0) + quantity
    days = sorted(by_day)
    if len(days) < LEAST_DAYS:
        return None
    intervals = [(later - earlier).days for earlier, later in pairwise(days)]
    return Rhythm(
        every=median_low(intervals),
        quantity=median_low(by_day.values()),
        since=max((today - days[-1]).days, 0),
        times=len(days),
    )
