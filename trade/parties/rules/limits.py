"""What a member may answer for alone."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from trade.kernel.money import Money


class Limit(StrEnum):
    """Which of a member's limits an order goes beyond."""

    ORDER = "order"
    MONTH = "month"
    CURRENCY = "currency"


@dataclass(frozen=True, slots=True)
class SpendingLimits:
    """What a member may answer for alone, in the organisation's currency: in one checkout, and in a calendar month.

    ``None`` is no limit; nothing at all (0) means that every order needs approval.
    """

    order: Money | None = None
    month: Money | None = None

    @property
    def are_open(self) -> bool:
        """Whether nothing is limited."""
        return self.order is None and self.month is None

    def exceeded(self, totals: Iterable[Money], spent: Money) -> Limit | None:
        """Which limit an order of ``totals`` goes beyond after ``spent`` this month; ``None`` where it may be placed.

        What is to be paid in another currency than the limit's cannot be compared, so it needs approval.
        """
        for total in totals:
            if self.are_open or not total:
                continue
            if total.currency != spent.currency:
                return Limit.CURRENCY
            if self.order is not None and self.order < total:
                return Limit.ORDER
            if self.month is not None and self.month < spent + total:
                return Limit.MONTH
        return None


def month_began(at: datetime, time_zone: str) -> datetime:
    """The first instant of the calendar month that ``at`` falls into, in ``time_zone``; itself part of the month."""
    local = at.astimezone(ZoneInfo(time_zone))
    return local.replace(day=1, hour=0, minute=0, second=0, microsecond=0, fold=0).astimezone(UTC)
