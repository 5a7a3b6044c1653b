"""Demand as numbers: one row a SKU, one column a day, and the same by region."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Final

import numpy as np
from numpy.typing import NDArray
from scipy import sparse

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

HORIZON_DAYS: Final = 30
WEEK: Final = 7
WEEKS_AHEAD: Final = 5
"""Whole weeks that hold the 30 days; of the fifth only its first two days count."""


@dataclass(frozen=True)
class Panel:
    """Units sold a day. ``daily`` has a row for each SKU; its last column is the day before the first day forecast.

    ``regional`` has a row for each SKU × region that ever sold: ``owner`` is its row in ``daily``, ``region`` an index
    that the caller knows. ``seen`` says on which days a SKU could be bought at all (1, else 0), laid out like ``daily``;
    ``promoted`` alike on which it was cheaper for a while or pooled (1). ``older`` says
    which SKUs had been sold before the first day: they are not new, however late they sold again. ``family`` is an index of the goods that a new SKU resembles: its
    category.
    """

    first_day: date
    daily: Floats
    regional: Floats
    owner: Ints
    region: Ints
    family: Ints
    seen: Floats | None = None
    promoted: Floats | None = None
    older: np.ndarray | None = None

    def __len__(self) -> int:
        """How many SKUs."""
        return len(self.daily)

    @property
    def days(self) -> int:
        """How many days of history."""
        return int(self.daily.shape[1])

    @property
    def start(self) -> date:
        """The first day that is forecast."""
        return self.first_day + timedelta(days=self.days)

    def before(self, days: int) -> Panel:
        """The same as it was known so many days earlier: nothing later is in it."""
        if not days:
            return self
        seen, promoted = (None if marks is None else marks[:, :-days] for marks in (self.seen, self.promoted))
        daily, regional = self.daily[:, :-days], self.regional[:, :-days]
        return replace(self, daily=daily, regional=regional, seen=seen, promoted=promoted)

    def rows(self, chosen: Ints) -> Panel:
        """Some of its SKUs, with their regions, in the order given."""
        place = np.full(len(self), -1)
        place[chosen] = np.arange(len(chosen))
        kept = place[self.owner] >= 0
        seen, promoted = (None if marks is None else marks[chosen] for marks in (self.seen, self.promoted))
        return Panel(
            self.first_day,
            self.daily[chosen],
            self.regional[kept],
            place[self.owner[kept]],
            self.region[kept],
            self.family[chosen],
            seen,
            promoted,
            None if self.older is None else self.older[chosen],
        )


def weekly(daily: Floats) -> Floats:
    """Sum days to weeks that end with the last day; what is left at the beginning is dropped."""
    weeks = daily.shape[1] // WEEK
    kept = daily[:, daily.shape[1] - weeks * WEEK :]
    sums: Floats = kept.reshape(len(daily), weeks, WEEK).sum(axis=2)
    return sums


def grouped(daily: Floats, group: Ints, count: int) -> Floats:
    """Add the rows of each of so many groups, numbered from 0."""
    place = sparse.csr_matrix((np.ones(len(group)), (group, np.arange(len(group)))), shape=(count, len(group)))
    found: Floats = place @ daily
    return found


def trimmed(daily: Floats, percentile: float = 95.0) -> Floats:
    """Cut each day to the given percentile of the row's selling days: what lies above was a one-off bulk order."""
    selling = np.sort(np.where(daily > 0, daily, np.inf), axis=1)
    count = (daily > 0).sum(axis=1)
    place = np.maximum(count - 1, 0) * (percentile / 100)
    low = np.floor(place).astype(int)
    high = np.minimum(low + 1, np.maximum(count - 1, 0))
    rows = np.arange(len(daily))
    below = np.where(count > 0, selling[rows, low], 0.0)
    above = np.where(count > 0, selling[rows, high], 0.0)
    limit = below + (above - below) * (place - low)
    cut: Floats = np.minimum(daily, limit[:, None])
    return cut


def since_first_sale(daily: Floats) -> Ints:
    """Days from each row's first sale to the end; 0 where nothing was sold."""
    sold = daily > 0
    found: Ints = np.where(sold.any(axis=1), daily.shape[1] - sold.argmax(axis=1), 0)
    return found


def since_last_sale(daily: Floats) -> Ints:
    """Days without a sale at the end of each row; all of them where nothing was sold."""
    sold = daily[:, ::-1] > 0
    found: Ints = np.where(sold.any(axis=1), sold.argmax(axis=1), daily.shape[1])
    return found
