"""The geometry of a forecast's chart: weeks behind as bars, weeks ahead as bars with what they may become.

Across, everything is in hundredths of the chart's width, so that it fits a phone and a desk alike; up, in pixels, so that words
keep their size.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Final

from trade.forecasting.queries import WeekRow

HEIGHT: Final = 200
FOOT: Final = 20
HEAD: Final = 12
GAP: Final = 0.12
"""Share of a week's room that stays empty on each side of its bar."""
NAMED: Final = 4
"""So many dates find room below on the narrowest phone."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A week. ``low_y`` and ``high_y`` end its whisker; a week behind has none."""

    x: float
    y: float
    width: float
    height: float
    middle: float
    begins_on: date
    low_y: float | None = None
    high_y: float | None = None


@dataclass(frozen=True, slots=True)
class Chart:
    """All bars, the line of each gridded value, and the weeks that are named below."""

    bars: Sequence[Bar]
    lines: Sequence[tuple[float, Decimal]]
    named: Sequence[Bar]
    height: int = HEIGHT
    ground: int = HEIGHT - FOOT


def chart_of(weeks: Sequence[WeekRow]) -> Chart:
    """Lay the weeks out side by side, up to the highest upper end."""
    top = max((week.high if week.high is not None else week.units for week in weeks), default=Decimal(1)) or Decimal(1)
    room = HEIGHT - FOOT - HEAD
    step = 100 / max(len(weeks), 1)

    def up(value: Decimal) -> float:
        return round(HEIGHT - FOOT - room * float(value / top), 1)

    bars = [
        Bar(
            round((place + GAP) * step, 2),
            up(week.units),
            round((1 - 2 * GAP) * step, 2),
            round(HEIGHT - FOOT - up(week.units), 1),
            round((place + 0.5) * step, 2),
            week.begins_on,
            None if week.low is None else up(week.low),
            None if week.high is None else up(week.high),
        )
        for place, week in enumerate(weeks)
    ]
    grid = [(up(value), value) for value in (top / 2, top)]
    every = max(-(-len(bars) // NAMED), 1)
    return Chart(bars, grid, bars[every // 2 :: every])
