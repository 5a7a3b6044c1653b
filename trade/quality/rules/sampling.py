"""How many units are looked at and how many may be wrong: single sampling for lots, normal inspection.

Source: ISO 2859-1:1999, table 1 (sample size code letters) and table 2-A (master table of single sampling plans), which
ANSI/ASQ Z1.4 and GB/T 2828.1 give alike. In table 2-A each acceptance quality limit (AQL) is the same run of numbers, one letter
lower for each step of the AQL: an arrow points to the nearest plan above or below where a letter has none of its own.
"""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final


class Level(StrEnum):
    """How sharply is looked: II unless something else is agreed; I looks at fewer units, III at more."""

    I = "I"  # noqa: E741 - the standard's own names
    II = "II"
    III = "III"


LETTERS: Final = "ABCDEFGHJKLMNPQR"
SIZES: Final = (2, 3, 5, 8, 13, 20, 32, 50, 80, 125, 200, 315, 500, 800, 1250, 2000)
"""Units of a sample, by letter."""

_LOTS: Final = (8, 15, 25, 50, 90, 150, 280, 500, 1200, 3200, 10_000, 35_000, 150_000, 500_000)
_BY_LEVEL: Final = {
    Level.I: "AABCCDEFGHJKLMN",
    Level.II: "ABCDEFGHJKLMNPQ",
    Level.III: "BCDEFGHJKLMNPQR",
}
"""Table 1: the letter for lots up to each size, and for larger ones."""

AQLS: Final = tuple(map(Decimal, ("0.065", "0.10", "0.15", "0.25", "0.40", "0.65", "1.0", "1.5", "2.5", "4.0", "6.5")))
_FIRST: Final = "LKJHGFEDCBA"
"""The letter whose plan accepts only a sample without a fault, by AQL."""
_ACCEPTS: Final = (0, None, None, 1, 2, 3, 5, 7, 10, 14, 21)
"""What that letter and the following ones accept; the first gap takes the plan above it, the second the one below."""

LOT_MIN: Final = 2
LOT_MAX: Final = 100_000_000


@dataclass(frozen=True, slots=True)
class Plan:
    """Look at ``size`` units; up to ``accepts`` wrong ones are accepted, one more and the lot is not."""

    letter: str
    size: int
    accepts: int

    @property
    def rejects(self) -> int:
        """From so many wrong units on the lot is not accepted."""
        return self.accepts + 1


def letter_for(lot_size: int, level: Level = Level.II) -> str:
    """The code letter for a lot of so many units. ``ValueError`` for what is no lot."""
    if not LOT_MIN <= lot_size <= LOT_MAX:
        raise ValueError(lot_size)
    return _BY_LEVEL[level][sum(lot_size > most for most in _LOTS)]


def plan_for(lot_size: int, aql: Decimal, level: Level = Level.II) -> Plan:
    """The plan for a lot. A sample as large as the lot means that every unit is looked at."""
    row = LETTERS.index(letter_for(lot_size, level))
    first = LETTERS.index(_FIRST[AQLS.index(aql)])
    place = min(max(row - first, 0), len(_ACCEPTS) - 1)
    place += {1: -1, 2: 1}.get(place, 0)  # along the arrow
    letter = first + place
    accepts = _ACCEPTS[place]
    assert accepts is not None
    return Plan(LETTERS[letter], min(SIZES[letter], lot_size), accepts)
