"""What being late costs, and when somebody is reminded."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum
from typing import Final

from trade.kernel.money import Money, share_of

DAILY_RATE: Final = Decimal("0.0005")
"""The late fee of a day where no other was set: five ten-thousandths of what is overdue."""
ONE_DAY: Final = timedelta(days=1)
CHARGED_EVERY: Final = 7
"""Days; sooner only where somebody pays."""


@dataclass(frozen=True, slots=True)
class Late:
    """A late fee: ``days`` after ``after`` up to ``through``, of what was open."""

    after: date
    through: date
    amount: Money

    @property
    def days(self) -> int:
        """How many days it is for."""
        return (self.through - self.after).days


def late_fee(
    owed: Money, due_on: date, charged_through: date | None, today: date, *, least: int = 1,
    rates: Sequence[tuple[date, Decimal]] = (),
) -> Late | None:  # fmt: skip
    """What is to be charged by ``today`` for what was due on ``due_on``; nothing before ``least`` days have run up.

    Each day bears its own rate: of ``rates``, in their order, the last one that had begun by then, else ``DAILY_RATE``.
    Days that come to less than the smallest coin are charged with later ones.
    """
    after = charged_through or due_on
    if (today - after).days < least or owed.minor <= 0:
        return None
    fee = share_of(owed, share_of_days(after, today, rates))
    return Late(after, today, fee) if fee else None


def share_of_days(after: date, through: date, rates: Sequence[tuple[date, Decimal]]) -> Decimal:
    """The sum of the daily rates of each day after ``after`` up to ``through``."""
    total, begun, rate = Decimal(0), after + ONE_DAY, DAILY_RATE
    for begins, value in rates:
        if begins > through:
            break
        if begins > begun:
            total += rate * (begins - begun).days
            begun = begins
        rate = value
    return total + rate * ((through - begun).days + 1)


class Step(StrEnum):
    """A step of reminding."""

    SOON = "soon"
    OVERDUE = "overdue"
    AGAIN = "again"
    LAST = "last"


STEPS: Final[tuple[tuple[Step, timedelta], ...]] = (
    (Step.SOON, timedelta(days=-3)),
    (Step.OVERDUE, timedelta(days=1)),
    (Step.AGAIN, timedelta(days=7)),
    (Step.LAST, timedelta(days=30)),
)
"""When each step is, counted from the last day to pay."""


def steps_due(due_on: date, today: date) -> int:
    """How many steps are behind something that was due on ``due_on``."""
    return sum(1 for _, after in STEPS if due_on + after <= today)


AGES: Final = (0, 30, 60, 90)
"""Ageing: not due, up to 30 days over, up to 60, up to 90, more."""


def age_of(due_on: date, today: date) -> int:
    """In which of the five ages what was due on ``due_on`` stands: 0 is not due."""
    late = (today - due_on).days
    return sum(1 for days in AGES if late > days)
