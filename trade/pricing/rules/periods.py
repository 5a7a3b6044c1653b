"""Days of a seller as instants: half-open, [first day begins, the day after the last begins)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo


class Moment(StrEnum):
    """How a period stands to an instant."""

    PAST = "past"
    NOW = "now"
    SCHEDULED = "scheduled"


@dataclass(frozen=True, slots=True)
class Period:
    """From ``since`` up to and without ``until``; empty is without end."""

    since: datetime
    until: datetime | None

    @property
    def is_empty(self) -> bool:
        """Whether it holds no instant at all."""
        return self.until is not None and self.until <= self.since

    def moment(self, at: datetime) -> Moment:
        """Whether the period is over, holds or lies ahead at ``at``."""
        if at < self.since:
            return Moment.SCHEDULED
        return Moment.PAST if self.until is not None and self.until <= at else Moment.NOW


def day_begins(day: date, time_zone: str) -> datetime:
    """When a day begins there. Where the clocks leap over midnight, the first instant after it."""
    return datetime.combine(day, time.min, ZoneInfo(time_zone)).astimezone(UTC)


def period_of(first: date | None, last: date | None, time_zone: str, now: datetime) -> Period:
    """From the beginning of ``first`` (now, when empty or begun) through the whole of ``last``."""
    since = day_begins(first, time_zone) if first else now
    until = day_begins(last + timedelta(days=1), time_zone) if last else None
    return Period(max(since, now), until)
