"""The models, and the two views of the past that they are fitted to."""

from __future__ import annotations

import warnings
from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Any, Final, NamedTuple

import numpy as np
import pandas as pd
from statsforecast import StatsForecast
from statsforecast.models import (
    IMAPA,
    TSB,
    AutoCES,
    AutoETS,
    CrostonSBA,
    DynamicOptimizedTheta,
    SimpleExponentialSmoothing,
    SimpleExponentialSmoothingOptimized,
)

from adapters.forecasting.panel import WEEKS_AHEAD, Floats

SHORTEST: Final = 5
"""Weeks that a series has at the least; leading weeks without a sale are cut off down to this."""


class View(StrEnum):
    """How a model sees the past."""

    TRIMMED = "trimmed"
    """Without the tops of one-off bulk orders."""
    DAMPED = "damped"
    """As square roots, squared afterwards: a great week counts, but not tenfold."""


class ModelSpec(NamedTuple):
    """A model in a view; ``mixed`` ones are in the combination."""

    view: View
    make: Callable[[str], Any]
    mixed: bool = True


MODELS: Final[dict[str, ModelSpec]] = {
    "ses": ModelSpec(View.TRIMMED, lambda name: SimpleExponentialSmoothingOptimized(alias=name)),
    "tsb": ModelSpec(View.TRIMMED, lambda name: TSB(0.3, 0.3, alias=name)),
    "theta": ModelSpec(View.TRIMMED, lambda name: DynamicOptimizedTheta(season_length=1, alias=name)),
    "ets": ModelSpec(View.TRIMMED, lambda name: AutoETS(season_length=1, alias=name)),
    "ces": ModelSpec(View.TRIMMED, lambda name: AutoCES(season_length=1, model="N", alias=name), mixed=False),
    "croston": ModelSpec(View.TRIMMED, lambda name: CrostonSBA(alias=name)),
    "damped_ses": ModelSpec(View.DAMPED, lambda name: SimpleExponentialSmoothingOptimized(alias=name)),
    "damped_tsb": ModelSpec(View.DAMPED, lambda name: TSB(0.3, 0.3, alias=name)),
    "damped_theta": ModelSpec(View.DAMPED, lambda name: DynamicOptimizedTheta(season_length=1, alias=name)),
    "damped_imapa": ModelSpec(View.DAMPED, lambda name: IMAPA(alias=name)),
}
"""A year is too short for a yearly season, and weeks have none within: all models are without one."""

MIXED: Final = tuple(name for name, spec in MODELS.items() if spec.mixed)
REGIONAL: Final = ("damped_ses", "damped_tsb", "damped_imapa")
"""Those that are quick enough for every SKU × region, and do not mind many weeks without a sale."""


def fit(weeks: Floats, names: Sequence[str]) -> Floats:
    """Forecast each row five weeks ahead with each of the named models, all of one view.

    Returns models × rows × weeks, never negative. A model that fails on a series is replaced by plain smoothing there.
    """
    made = np.zeros((len(names), len(weeks), WEEKS_AHEAD))
    if not len(weeks) or not names:
        return made
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")  # of numbers that a poor fit meets on its way
        forecaster = StatsForecast(
            models=[MODELS[name].make(name) for name in names],
            freq=1,
            n_jobs=1,
            fallback_model=SimpleExponentialSmoothing(0.3),
        )
        found = forecaster.forecast(df=long_frame(weeks), h=WEEKS_AHEAD)
    for place, name in enumerate(names):
        made[place] = found[name].to_numpy(dtype=np.float64).reshape(len(weeks), WEEKS_AHEAD)
    return np.nan_to_num(np.maximum(made, 0.0), posinf=0.0)


def long_frame(weeks: Floats) -> pd.DataFrame:
    """The rows as StatsForecast takes them: one line a week, from each row's first sale on."""
    count = weeks.shape[1]
    sold = weeks > 0
    first = np.where(sold.any(axis=1), sold.argmax(axis=1), count)
    start = np.maximum(np.minimum(first, count - SHORTEST), 0)
    row, week = np.nonzero(np.arange(count)[None, :] >= start[:, None])
    return pd.DataFrame({"unique_id": row, "ds": week, "y": weeks[row, week]})
