"""What a shop's own sales say: how long its shelf lasts, what to order again, what stands still."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import Final

from trade.kernel.errors import DomainError

TOLD_DAYS: Final = 28
"""The own sales of so many days say how quickly it sells."""
SOON_DAYS: Final = 7
"""A shelf that lasts no longer is to be filled."""
SLOW_DAYS: Final = 90
"""A shelf that lasts longer is slow."""
LINES_MAX: Final = 500
DAYS_BACK: Final = 400


class NotBoughtHere(DomainError):
    """A SKU that the shop has never bought here: what it sold of it says nothing to anybody here."""


class DayOutOfReach(DomainError):
    """A day ahead, or so long past that no forecast reads it."""


@dataclass(frozen=True, slots=True)
class OwnCover:
    """``left`` of what was bought last, ``sold`` in so many told days, ``days`` it lasts (``None``: nothing is sold)."""

    left: int
    sold: int
    told_days: int
    days: int | None

    @property
    def is_short(self) -> bool:
        """Whether it is time to order again."""
        return self.days is not None and self.days <= SOON_DAYS

    @property
    def is_slow(self) -> bool:
        """Whether it stands still: something is left, and it lasts a season or nobody buys it."""
        return self.left > 0 and (self.days is None or self.days > SLOW_DAYS)


def own_cover(bought: int, sold_since: int, sold: int, told_days: int) -> OwnCover:
    """The cover of a shelf: the last purchase less what was sold since then, at the pace of the days that were told."""
    left = max(bought - sold_since, 0)
    days = int(left / (Decimal(sold) / told_days)) if sold > 0 and told_days > 0 else None
    return OwnCover(left, sold, told_days, days)
