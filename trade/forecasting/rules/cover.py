"""What follows from a forecast: how long stock lasts, what to make, by when."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import ROUND_CEILING, Decimal
from typing import Final

HORIZON_DAYS: Final = 30
HISTORY_DAYS: Final = 400
"""How far back demand is read: a year, and the weeks around its turn."""
NEW_DAYS: Final = 28
"""A product made within so many days is forecast before its first sale."""
PROMOTION_DAYS: Final = 60
"""A price that is lower for no longer than this is a promotion; a longer one is how it sells."""


@dataclass(frozen=True, slots=True)
class Cover:
    """How long stock lasts, and what to do. ``days`` is ``None`` where nothing is wanted; ``out_on`` where it lasts."""

    days: Decimal | None
    out_on: date | None
    make: int
    by: date | None


def cover(
    available: int, days: Sequence[Decimal], high: Decimal, *, first_day: date, pack: int, lead_days: int
) -> Cover:
    """Run the days ahead down the stock.

    What to make covers nine months out of ten (``high``, the upper end of the 80 % interval), in whole cartons; it must be
    there on the day on which stock runs out, so it is begun so many lead days before.
    """
    expected = sum(days, Decimal(0))
    missing = max(high - available, Decimal(0))
    make = _whole(missing, pack)
    if expected <= 0:
        return Cover(None, None, 0, None)
    left = Decimal(available)
    for number, wanted in enumerate(days):
        left -= wanted
        if left < 0:
            out_on = first_day + timedelta(days=number)
            return Cover(Decimal(number), out_on, make, max(out_on - timedelta(days=lead_days), first_day))
    lasts = (available / (expected / len(days))).quantize(Decimal(1))
    by = first_day + timedelta(days=HORIZON_DAYS - lead_days) if make else None
    return Cover(lasts, None, make, by)


def _whole(units: Decimal, pack: int) -> int:
    """Units in whole cartons, up."""
    cartons = (units / pack).to_integral_value(ROUND_CEILING)
    return int(cartons) * pack
