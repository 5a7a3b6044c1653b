"""What the models say of a piece of the market, now and as of earlier days. Nothing here depends on other pieces."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import IntEnum
from typing import Final

import numpy as np

from adapters.forecasting.almanac import Almanac
from adapters.forecasting.models import MODELS, View, fit
from adapters.forecasting.newcomers import borrow, is_new
from adapters.forecasting.panel import HORIZON_DAYS, WEEK, Floats, Ints, Panel, trimmed, weekly
from adapters.forecasting.promotions import without_promotions
from adapters.forecasting.regions import shares_of
from trade.forecasting.ports import ORIGINS

SHORTEST_HISTORY: Final = 70
"""Days of history without which there is no forecast as of an earlier day."""
NAIVE, MEAN, ZERO = "naive", "mean90", "zero"
BASELINES: Final = (NAIVE, MEAN)
NAMES: Final = (*BASELINES, *MODELS)
HORIZONS: Final = 5
"""The weeks 1 to 4, and the 30 days."""
TOTAL: Final = 4
"""Where the 30 days stand among the horizons."""


@dataclass(frozen=True)
class AsOf:
    """Forecasts made as of one day: ``by_model`` is models × SKUs × horizons, models in the order of ``NAMES``.

    ``kind`` says how each SKU sold by then. ``shares`` is how each SKU's forecast falls to its regions (rows as in the panel's ``regional``). The actuals are what
    came afterwards, at the same horizons; ``None`` for today, of which nobody knows.
    """

    days_before: int
    by_model: Floats
    kind: Ints
    shares: Floats
    actual: Floats | None
    regional_actual: Floats | None


@dataclass(frozen=True)
class Background:
    """What all of a shop's goods told by a day: what its days are worth, and how demand splits over the regions."""

    almanac: Almanac
    region_weights: Floats


def origins_of(days: int) -> list[int]:
    """Of the days as of which forecasts are made, those that a history of so many days is long enough for."""
    return [days_before for days_before in ORIGINS if not days_before or days - days_before >= SHORTEST_HISTORY]


def study(panel: Panel, backgrounds: Mapping[int, Background]) -> list[AsOf]:
    """Forecast with every model as of today and of earlier days: those, counted back, of which a background is given."""
    return [
        as_of(panel, days_before, background.almanac, background.region_weights)
        for days_before, background in backgrounds.items()
    ]


def as_of(panel: Panel, days_before: int, almanac: Almanac, region_weights: Floats) -> AsOf:
    """Forecast as somebody would have so many days before the end, who knew nothing of what came later."""
    known = panel.before(days_before)
    came = slice(known.days, known.days + HORIZON_DAYS)
    return AsOf(
        days_before,
        _forecasts(known, almanac),
        kinds(known.daily, known.older),
        shares_of(known, region_weights),
        horizons_of(panel.daily[:, came]) if days_before else None,
        horizons_of(panel.regional[:, came]) if days_before else None,
    )


class Kind(IntEnum):
    """How a SKU has been selling."""

    REGULAR = 0
    """In at least half of the last 13 weeks."""
    SPARSE = 1
    STOPPED = 2
    """Not at all in the last 13 weeks, though it was sold before."""
    NEW = 3
    """First within the last 28 days."""


RECENT_WEEKS: Final = 13


def kinds(daily: Floats, older: np.ndarray | None = None) -> Ints:
    """The kind of each row; ``older`` ones (as in the panel) had been sold before the history begins, so none is new."""
    sold = weekly(daily[:, -RECENT_WEEKS * WEEK :]) > 0
    share = sold.mean(axis=1)
    kind = np.where(share >= 0.5, Kind.REGULAR, np.where(share > 0, Kind.SPARSE, Kind.STOPPED))
    return np.where(is_new(daily, older), Kind.NEW, kind)


def horizons_of(days: Floats) -> Floats:
    """Sum 30 days to the horizons: rows × days become rows × horizons."""
    weeks = days[:, : TOTAL * WEEK].reshape(len(days), TOTAL, WEEK).sum(axis=2)
    sums: Floats = np.concatenate([weeks, days.sum(axis=1, keepdims=True)], axis=1)
    return sums


def _forecasts(known: Panel, almanac: Almanac) -> Floats:
    """Models × SKUs × horizons."""
    made = [last_week_again(known.daily), mean_of_days(known.daily)]
    worth = almanac.ahead(known.start)
    by_name = _fitted(known, almanac)
    for name in MODELS:
        weeks = borrow(known, by_name[name])
        made.append(horizons_of(daily_of(weeks, worth)))
    return np.stack(made)


def daily_of(weeks: Floats, worth: Floats) -> Floats:
    """Spread whole usual weeks over the days ahead by what each is worth."""
    week = np.arange(HORIZON_DAYS) // WEEK
    days: Floats = weeks[:, week] * worth[None, :]
    return days


def _fitted(known: Panel, almanac: Almanac) -> dict[str, Floats]:
    """Fit the models of each view to weeks as they would have been without holidays, stock-outs and promotions."""
    opened = almanac.open_weeks(known.first_day, known.days)[None, :]
    if known.seen is not None:
        # A week in which hardly anything could be bought says little: it counts as a quarter.
        opened = opened * np.maximum(weekly(known.seen) / WEEK, 0.25)
    whole, cut = weekly(known.daily) / opened, weekly(trimmed(known.daily)) / opened
    if known.promoted is not None:
        marks = (weekly(known.promoted) > 0).astype(np.float64)
        whole, cut = without_promotions(whole, marks), without_promotions(cut, marks)
    views = {View.TRIMMED: cut, View.DAMPED: np.sqrt(whole)}
    found: dict[str, Floats] = {}
    for view, weeks in views.items():
        names = [name for name, spec in MODELS.items() if spec.view is view]
        made = fit(weeks, names)
        found |= zip(names, made**2 if view is View.DAMPED else made, strict=True)
    return found


def last_week_again(daily: Floats) -> Floats:
    """Last week again and again."""
    days = np.tile(daily[:, -WEEK:], (1, HORIZON_DAYS // WEEK + 1))
    return horizons_of(days[:, :HORIZON_DAYS])


def mean_of_days(daily: Floats, window: int = 90) -> Floats:
    """The mean of the last 90 days, day by day."""
    mean = daily[:, -window:].mean(axis=1, keepdims=True)
    return horizons_of(np.repeat(mean, HORIZON_DAYS, axis=1))
