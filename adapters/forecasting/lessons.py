"""What the backtest teaches: which forecast to trust for which goods, at which level, and how wide to be."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.forecasting.intervals import Widths, widths_of
from adapters.forecasting.models import MIXED, MODELS
from adapters.forecasting.panel import Floats, Ints
from adapters.forecasting.singling import MARGIN, NONE, single_out
from adapters.forecasting.study import NAMES, TOTAL, AsOf, Kind

COMBINATION: Final = "combination"
CANDIDATES: Final = (COMBINATION, *MODELS)
LEVEL_BOUNDS: Final = (0.8, 1.5)
SELDOM: Final = (Kind.SPARSE, Kind.STOPPED)
"""Kinds that sell nothing in most weeks: absolute errors would choose for them whatever says least."""
FEW: Final = 30
"""With so many SKUs the measured level counts half; with more it counts more."""


@dataclass(frozen=True)
class Lessons:
    """``level`` corrects each candidate; ``chosen`` names one for each kind; widths are of SKUs and of SKU × region.

    ``errors`` are how wrong each candidate was of each SKU (candidates × SKUs), by the days before now as of which it told.
    """

    level: dict[str, float]
    chosen: dict[Kind, str]
    errors: dict[int, Floats]
    sku: Widths
    region: Widths

    def told(self) -> list[tuple[str, str]]:
        """What was chosen for each kind, and its level, in words."""
        return [
            (f"{kind.name.lower()} goods", f"{name}, level × {self.level[name]:.2f}")
            for kind, name in self.chosen.items()
        ]

    def expected(self, as_of: AsOf) -> Floats:
        """The forecast of each SKU: that of its kind's candidate, at its level; half of it by one of its own, if any."""
        made = np.zeros(as_of.by_model.shape[1:])
        for kind, name in self.chosen.items():
            rows = as_of.kind == kind
            made[rows] = candidate(as_of, name)[rows] * self.level[name]
        own = self.own(as_of)
        for place in np.unique(own[own != NONE]):
            rows, name = own == place, CANDIDATES[place]
            made[rows] = (made[rows] + candidate(as_of, name)[rows] * self.level[name]) / 2
        return made

    def own(self, as_of: AsOf) -> Ints:
        """The candidate of its own of each SKU, or ``NONE``.

        For an earlier day it is singled out on the others, so that what is measured on that day is not flattered.
        """
        usual = np.array([CANDIDATES.index(self.chosen[kind]) for kind in Kind])[as_of.kind]
        return single_out([e for day, e in self.errors.items() if day != as_of.days_before], usual, as_of.kind)

    def models(self, as_of: AsOf) -> list[str]:
        """What forecasts each SKU: the candidate of its own where it has one, that of its kind elsewhere."""
        return [
            self.chosen[Kind(int(kind))] if own == NONE else CANDIDATES[own]
            for kind, own in zip(as_of.kind, self.own(as_of), strict=True)
        ]


def candidate(as_of: AsOf, name: str) -> Floats:
    """What one model, or the middle of those that are mixed, says of each SKU. Rows × horizons."""
    if name != COMBINATION:
        found: Floats = as_of.by_model[NAMES.index(name)]
        return found
    places = [NAMES.index(mixed) for mixed in MIXED]
    mixed = as_of.by_model[places]
    weeks = np.median(mixed[:, :, :TOTAL], axis=0)
    last_days = np.median(mixed[:, :, TOTAL] - mixed[:, :, :TOTAL].sum(axis=2), axis=0)
    return np.concatenate([weeks, (weeks.sum(axis=1) + last_days)[:, None]], axis=1)


def learn(past: Sequence[AsOf], owner: np.ndarray) -> Lessons:
    """Learn from forecasts as of earlier days, of all SKUs together. Without any, nothing is corrected."""
    level = {name: _level(past, name) for name in CANDIDATES}
    chosen = {kind: _choice(past, kind, level) for kind in Kind}
    errors = {a.days_before: _errors(a, a.actual, level) for a in past if a.actual is not None}
    plain = Lessons(level, chosen, errors, Widths.assumed(), Widths.assumed())
    told = [(plain.expected(as_of), as_of) for as_of in past]
    return Lessons(
        level,
        chosen,
        errors,
        widths_of([(made, as_of.actual, as_of.kind) for made, as_of in told]),
        widths_of([(made[owner] * a.shares[:, None], a.regional_actual, a.kind[owner]) for made, a in told]),
    )


def bounds_by_model(past: Sequence[AsOf], now: AsOf) -> dict[str, Floats]:
    """The bounds around what each single model says, as wide as it was wrong on earlier days."""
    found = {}
    for name in NAMES:
        widths = widths_of([(candidate(as_of, name), as_of.actual, as_of.kind) for as_of in past])
        found[name] = widths.around(candidate(now, name), now.kind)
    return found


def _errors(as_of: AsOf, actual: Floats, level: dict[str, float]) -> Floats:
    """How wrong each candidate was of each SKU, over the weeks and the 30 days together."""
    return np.stack([np.abs(candidate(as_of, name) * level[name] - actual).sum(axis=1) for name in CANDIDATES])


def _level(past: Sequence[AsOf], name: str) -> float:
    """By how much everything together came out above the candidate's forecast: the middle of the earlier days."""
    ratios = []
    for as_of in past:
        told = float(candidate(as_of, name)[:, TOTAL].sum())
        if told > 0 and as_of.actual is not None:
            ratios.append(float(as_of.actual[:, TOTAL].sum()) / told)
    if not ratios:
        return 1.0
    count = past[0].by_model.shape[1]
    return float(np.clip(np.median(ratios), *LEVEL_BOUNDS) ** (count / (count + FEW)))


def _choice(past: Sequence[AsOf], kind: Kind, level: dict[str, float]) -> str:
    """The combination, unless a candidate was clearly less wrong on the 30-day totals of all goods of a kind.

    Errors are relative to what was sold; goods that sell seldom are judged by squared ones, which are least for the mean: sums are
    made of means. Three tries are mostly luck, and one model alone may be right until the market turns; the middle of many rarely
    is the worst of them.
    """
    power = 2 if kind in SELDOM else 1
    losses = dict.fromkeys(CANDIDATES, 0.0)
    for as_of in past:
        rows = as_of.kind == kind
        if as_of.actual is None or not rows.any():
            continue
        came = as_of.actual[rows, TOTAL]
        for name in CANDIDATES:
            error = np.abs(candidate(as_of, name)[rows, TOTAL] * level[name] - came)
            losses[name] += float((error**power).sum() / max((came**power).sum(), 1.0))
    better = [name for name in CANDIDATES if losses[name] < MARGIN * losses[COMBINATION]]
    return min(better, key=losses.__getitem__, default=COMBINATION)
