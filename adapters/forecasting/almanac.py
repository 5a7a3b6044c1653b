"""What a day is worth: weekdays as the shop sells on them, and public holidays as it has kept them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from typing import Final

import holidays
import numpy as np

from adapters.forecasting.panel import HORIZON_DAYS, WEEK, WEEKS_AHEAD, Floats

WEEKDAY_WEEKS: Final = 26
"""How far back weekdays are measured."""
LEAST_OPEN: Final = 0.25
"""A week open less than this says too little to be scaled up further."""


@dataclass(frozen=True)
class Almanac:
    """``weekday`` sums to 1 over a week, Monday first; ``kept`` is the share of a usual day sold on a holiday."""

    weekday: Floats
    kept: float
    country: str

    def worth(self, first: date, days: int) -> Floats:
        """The worth of each day: its weekday's share, less on a holiday."""
        dates = [first + timedelta(days=number) for number in range(days)]
        free = public_holidays(self.country, first, days)
        shares = self.weekday[[day.weekday() for day in dates]]
        worth: Floats = np.where([day in free for day in dates], shares * self.kept, shares)
        return worth

    def open_weeks(self, first: date, days: int) -> Floats:
        """How much of each week, counted back from the last day, the shop was open; 1 in a week without holidays."""
        weeks = days // WEEK
        worth = self.worth(first + timedelta(days=days - weeks * WEEK), weeks * WEEK)
        opened: Floats = np.maximum(worth.reshape(weeks, WEEK).sum(axis=1), LEAST_OPEN)
        return opened

    def ahead(self, start: date) -> Floats:
        """For each of the 30 days ahead its share of the week it lies in; a whole usual week is 1."""
        worth: Floats = self.worth(start, WEEKS_AHEAD * WEEK)[:HORIZON_DAYS]
        return worth


def almanac_of(first: date, totals: Floats, country: str) -> Almanac:
    """Measure weekdays and holidays on what the whole shop sold a day."""
    days = len(totals)
    weekdays = np.array([(first + timedelta(days=number)).weekday() for number in range(days)])
    recent = np.arange(days) >= days - WEEKDAY_WEEKS * WEEK
    by_weekday = np.array([totals[recent & (weekdays == day)].sum() for day in range(WEEK)])
    weekday = by_weekday / by_weekday.sum() if by_weekday.sum() > 0 else np.full(WEEK, 1 / WEEK)
    free = public_holidays(country, first, days)
    on_holiday = np.array([first + timedelta(days=number) in free for number in range(days)], dtype=bool)
    return Almanac(weekday, _kept(totals, weekday[weekdays], on_holiday), country)


def public_holidays(country: str, first: date, days: int) -> frozenset[date]:
    """The country's public holidays among some days; none for a country that the library does not know."""
    last = first + timedelta(days=days)
    try:
        known = holidays.country_holidays(country, years=range(first.year, last.year + 1))
    except NotImplementedError:
        return frozenset()
    return frozenset(day for day in known if first <= day < last)


def _kept(totals: Floats, share: Floats, on_holiday: np.ndarray) -> float:
    """What was sold on holidays beside what the days around them would have said; 1 where there was none."""
    if not (on_holiday & (share > 0)).any():
        return 1.0
    window = np.ones(4 * WEEK + 1)
    usual = np.where(on_holiday, 0.0, 1.0)
    level = np.convolve(totals * usual, window, "same") / np.maximum(np.convolve(share * usual, window, "same"), 1e-9)
    expected = float((level * share)[on_holiday].sum())
    return min(1.0, float(totals[on_holiday].sum()) / expected) if expected > 0 else 1.0
