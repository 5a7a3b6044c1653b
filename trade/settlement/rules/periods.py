"""Over which stretch of time a seller's statements run, in the seller's own time zone."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo


class Period(StrEnum):
    """How often a seller gets a statement: at every settlement, or once a whole period has ended."""

    RUN = "run"
    WEEK = "week"
    HALF_MONTH = "half_month"
    MONTH = "month"


_SECOND_HALF: Final = 16
"""The day of the month with which its second half begins."""


def cutoff(period: Period, zone: str, until: datetime) -> datetime:
    """Return up to when a settlement at ``until`` takes a seller's orders: the end of the last whole period.

    Periods are half-open and begin at midnight in ``zone``: weeks on Monday, halves of a month on the 1st and the 16th.
    """
    if period is Period.RUN:
        return until
    return _midnight(_first_day(period, until.astimezone(ZoneInfo(zone)).date()), zone)


def next_cutoff(period: Period, zone: str, at: datetime) -> datetime:
    """Return when the period ends that ``at`` lies in: the first settlement after it takes what completed at ``at``."""
    if period is Period.RUN:
        return at
    first = _first_day(period, at.astimezone(ZoneInfo(zone)).date())
    longest = {Period.WEEK: 7, Period.HALF_MONTH: 17, Period.MONTH: 32}[period]
    return _midnight(_first_day(period, first + timedelta(days=longest)), zone)


def _first_day(period: Period, day: date) -> date:
    if period is Period.WEEK:
        return day - timedelta(days=day.weekday())
    half = period is Period.HALF_MONTH and day.day >= _SECOND_HALF
    return day.replace(day=_SECOND_HALF if half else 1)


def _midnight(day: date, zone: str) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=ZoneInfo(zone)).astimezone(UTC)
