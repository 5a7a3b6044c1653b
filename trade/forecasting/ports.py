"""What forecasting needs from outside: somebody who computes. Numbers go out and come back as plain Python."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Final, NamedTuple, Protocol
from uuid import UUID

HORIZON_DAYS: Final = 30
HORIZONS: Final = ("week1", "week2", "week3", "week4", "total")
"""Four weeks, and the 30 days."""
ORIGINS: Final = (0, 30, 60, 90)
"""Days before the first day ahead as of which forecasts are made; those before 0 are the backtest."""
BASELINES: Final = ("naive", "mean90", "zero")
CHOSEN: Final = "chosen"
"""What is told: the mean of what may come, so that it adds up."""
MEDIAN: Final = "median"
"""The middle of what may come: as often more comes as less."""


class Sold(NamedTuple):
    """What a region took of a SKU: days on which it did, and the units of each; all but units are positions in the history."""

    sku: int
    region: int
    days: Sequence[int]
    units: Sequence[int]


class Missed(NamedTuple):
    """Days ``begin`` to before ``end`` on which a SKU could not be bought, since nothing was left."""

    sku: int
    begin: int
    end: int


class Promoted(NamedTuple):
    """Days ``begin`` to before ``end`` on which a SKU was cheaper than before and after, or a pool took it."""

    sku: int
    begin: int
    end: int


@dataclass(frozen=True, slots=True)
class Shop:
    """What all of a seller's goods tell each piece: units a day, and how demand splits over the regions.

    ``region_weights`` of a region are of each of :data:`ORIGINS`, by what was sold before it; they sum to 1 over the regions.
    """

    first_day: date
    totals: Sequence[int]
    region_weights: Mapping[str, Sequence[float]]

    @property
    def days(self) -> int:
        """How many days of history."""
        return len(self.totals)

    def country(self, origin: int) -> str:
        """Whose public holidays are kept: those of the country that most demand had come from by an origin (its place)."""
        return max(self.region_weights, key=lambda region: self.region_weights[region][origin]).partition("-")[0]


@dataclass(frozen=True, slots=True)
class History:
    """A piece of a seller's demand. ``families`` names each SKU's category; ``older`` SKUs (by place) had been sold before."""

    shop: Shop
    sku_ids: Sequence[UUID]
    families: Sequence[str]
    regions: Sequence[str]
    sold: Sequence[Sold]
    missed: Sequence[Missed] = ()
    promoted: Sequence[Promoted] = ()
    older: Sequence[int] = ()


@dataclass(frozen=True, slots=True)
class Span:
    """A number with the ends of its 80 % and 95 % intervals, in units."""

    expected: float
    low95: float
    low80: float
    high80: float
    high95: float


@dataclass(frozen=True, slots=True)
class SkuAhead:
    """A SKU's forecast at each of :data:`HORIZONS`, day by day, and the weeks behind it, the last one last."""

    sku_id: UUID
    kind: str
    model: str
    spans: Sequence[Span]
    days: Sequence[float]
    past: Sequence[int]
    naive: float
    error: float | None
    """By how much the 30-day totals of earlier forecasts were off, relative to what was sold; none without any."""
    missed_days: int = 0
    promoted_days: int = 0


@dataclass(frozen=True, slots=True)
class RegionAhead:
    """What a region will want of a SKU in the 30 days."""

    sku_id: UUID
    region: str
    span: Span


@dataclass(frozen=True, slots=True)
class SumAhead:
    """What a category, a region or everything will want together in the 30 days."""

    level: str
    key: str
    span: Span


@dataclass(frozen=True, slots=True)
class ScoreRow:
    """How good a model was at a horizon, when it was forecast as of 30 days ago. ``undefined`` have no MASE.

    ``rse``: the root of all squared errors, relative to that of forecasting nothing.
    """

    level: str
    horizon: str
    model: str
    series: int
    undefined: int
    mase: float | None
    wape: float
    bias: float
    rse: float
    coverage80: float | None = None
    coverage95: float | None = None


@dataclass(frozen=True, slots=True)
class Conclusion:
    """All of a run's results. ``lessons`` says which model was chosen for each kind of goods, and at which level."""

    skus: Sequence[SkuAhead]
    regions: Sequence[RegionAhead]
    sums: Sequence[SumAhead]
    scores: Sequence[ScoreRow]
    lessons: dict[str, str] = field(default_factory=dict)


class Forecaster(Protocol):
    """Computes forecasts, on whatever engine: this machine's processes, Dask, Ray. All give the same numbers."""

    engine: str

    def study(self, history: History) -> bytes:
        """Fit every model to a piece of the demand; the answer is for :meth:`conclude` alone."""

    def conclude(self, studies: Sequence[bytes]) -> Conclusion:
        """Learn from all pieces together, and forecast."""
