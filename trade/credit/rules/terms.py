"""When what was bought on credit is due: days after the invoice, or the end of a month. Business days of the buyer's zone."""

from __future__ import annotations

from calendar import monthrange
from dataclasses import dataclass
from datetime import date, timedelta
from enum import StrEnum
from typing import Final

from trade.kernel.money import Money, split

TERM_DAYS: Final = (30, 60, 90)
"""How long somebody may take to pay; with terms by the month, one, two or three months."""
INSTALMENTS_MAX: Final = 12


class Means(StrEnum):
    """What pays an order."""

    WALLET = "wallet"
    CREDIT = "credit"


class TermKind(StrEnum):
    """From when the days count."""

    NET = "net"
    END_OF_MONTH = "end_of_month"


@dataclass(frozen=True, slots=True)
class Terms:
    """Net 30: thirty days after the invoice. End of month 30 (月结30天): the last day of the month after the invoice's."""

    days: int
    kind: TermKind = TermKind.NET

    def due_on(self, issued_on: date) -> date:
        """Return the last day on which an invoice of ``issued_on`` is paid in time."""
        if self.kind is TermKind.NET:
            return issued_on + timedelta(days=self.days)
        first = months_later(issued_on.replace(day=1), self.days // 30)
        return first.replace(day=monthrange(first.year, first.month)[1])


def months_later(day: date, months: int) -> date:
    """The same day of a later month, or that month's last where it is too short for it."""
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


@dataclass(frozen=True, slots=True)
class Instalment:
    """A part of an invoice, and its last day."""

    due_on: date
    amount: Money


def instalments(owed: Money, count: int, first_on: date) -> list[Instalment]:
    """Split what is owed into ``count`` monthly parts that sum to it exactly; each counts from the first day, so none drifts.

    31 January, 28 February, 31 March. ``ValueError`` for fewer than 2, more than 12, or more parts than pennies.
    """
    if not 2 <= count <= min(INSTALMENTS_MAX, owed.minor):
        raise ValueError(count)
    parts = split(owed, [1] * count)
    return [Instalment(months_later(first_on, n), part) for n, part in enumerate(parts)]
