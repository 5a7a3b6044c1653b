"""How good forecasts were: MASE, WAPE, squared error, bias and coverage, of every model beside the seasonal naive."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.forecasting.panel import HORIZON_DAYS, WEEK, Floats, since_first_sale

SCALE_DAYS: Final = 90
SCALE_SALES: Final = 8
"""MASE is defined for a series known so long that sold on so many days: others have no usual error to compare with."""


@dataclass(frozen=True, slots=True)
class Score:
    """Of one model at one horizon. Errors are in units of what was sold (WAPE), or of the usual change (MASE).

    ``rse`` is the root of all squared errors, relative to that of forecasting nothing. Absolute errors are least for the
    middle of what may come, which is nothing where most weeks sell nothing; squared errors are least for the mean.
    """

    series: int
    mase: float
    undefined: int
    wape: float
    bias: float
    rse: float
    coverage80: float = float("nan")
    coverage95: float = float("nan")


def score(told: Floats, came: Floats, scale: Floats, bounds: Floats | None = None) -> Score:
    """Compare forecasts with what came; ``bounds`` are rows × (2.5, 10, …, 90, 97.5 %)."""
    error = np.abs(told - came)
    defined = scale > 0
    total = max(float(came.sum()), 1e-9)
    covered = (float("nan"), float("nan")) if bounds is None else (_held(came, bounds, 1), _held(came, bounds, 0))
    return Score(
        len(told),
        float((error[defined] / scale[defined]).mean()) if defined.any() else float("nan"),
        int((~defined).sum()),
        float(error.sum()) / total,
        float(told.sum() - came.sum()) / total,
        float(np.sqrt((error**2).sum() / max(float((came**2).sum()), 1e-9))),
        *covered,
    )


def scales(daily: Floats, days: int) -> Floats:
    """By how much a series usually changes from one span of days to the next: MASE's unit. 0 where it is undefined.

    It is the error, within the history, of saying that the next span will be as the last one: the mean over all days.
    """
    length = daily.shape[1]
    if length < 2 * days or not len(daily):
        return np.zeros(len(daily))
    age = since_first_sale(daily)
    sums = np.concatenate([np.zeros((len(daily), 1)), np.cumsum(daily, axis=1)], axis=1)
    spans = sums[:, days:] - sums[:, :-days]
    change = np.abs(spans[:, days:] - spans[:, :-days])
    # Only spans that began after the first sale count: before it the series did not exist.
    counted = np.arange(change.shape[1])[None, :] >= (length - age)[:, None]
    mean = (change * counted).sum(axis=1) / np.maximum(counted.sum(axis=1), 1)
    defined = (age >= SCALE_DAYS) & ((daily > 0).sum(axis=1) >= SCALE_SALES)
    found: Floats = np.where(defined, mean, 0.0)
    return found


def scales_by_horizon(daily: Floats, horizons: int) -> Floats:
    """MASE's unit for each horizon: the weeks, and the 30 days. Rows × horizons."""
    week, total = scales(daily, WEEK), scales(daily, HORIZON_DAYS)
    return np.stack([week] * (horizons - 1) + [total], axis=1)


def _held(came: Floats, bounds: Floats, end: int) -> float:
    """The share of what came that lay within an interval."""
    if not len(came):
        return float("nan")
    return float(((came >= bounds[:, end]) & (came <= bounds[:, -1 - end])).mean())
