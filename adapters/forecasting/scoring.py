"""How good every model would have been 30 days ago: of SKUs, of regions, and of sums, always beside the seasonal naive."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

import numpy as np

from adapters.forecasting.encoding import Piece
from adapters.forecasting.evaluating import Score, scales_by_horizon, score
from adapters.forecasting.intervals import MIDDLE
from adapters.forecasting.lessons import SELDOM, bounds_by_model, candidate, learn
from adapters.forecasting.panel import Floats
from adapters.forecasting.study import HORIZONS, MEAN, NAIVE, NAMES, ZERO, AsOf, Kind, last_week_again, mean_of_days
from adapters.forecasting.sums import groups_of, kind_of, leaves_of, summed, widths_of_sums
from trade.forecasting.ports import CHOSEN, MEDIAN, ScoreRow
from trade.forecasting.ports import HORIZONS as LABELS

WORST = 9999.0
"""What is worse yet is told as this."""


def scores_of(piece: Piece, past: list[AsOf]) -> Iterator[ScoreRow]:
    """Compare what would have been said 30 days ago, with lessons from before that day alone, with what came."""
    if not past or past[0].actual is None or past[0].regional_actual is None:
        return
    then, came, lessons = past[0], past[0].actual, learn(past[1:], piece.owner)
    told = lessons.expected(then)
    forecasts = {name: candidate(then, name) for name in NAMES} | {ZERO: np.zeros_like(told), CHOSEN: told}
    bounds = bounds_by_model(past[1:], then) | {CHOSEN: lessons.sku.around(told, then.kind)}
    yield from _scored("sku", forecasts, came, piece.scale, bounds)
    for level, rows in (("sku_often", then.kind == Kind.REGULAR), ("sku_seldom", np.isin(then.kind, SELDOM))):
        some = {name: forecasts[name][rows] for name in (NAIVE, ZERO, CHOSEN)}
        around = {name: bounds[name][rows] for name in (NAIVE, CHOSEN)}
        yield from _scored(level, some, came[rows], piece.scale[rows], around)
    leaves = leaves_of(lessons, then, piece.owner)
    regional = {NAIVE: piece.regional_naive, ZERO: np.zeros_like(leaves), CHOSEN: leaves}
    around = {CHOSEN: lessons.region.around(leaves, then.kind[piece.owner])}
    yield from _scored("region", regional, past[0].regional_actual, piece.regional_scale, around)
    groups, _names = groups_of(piece)
    widths = widths_of_sums(past[1:], lessons, piece.owner, groups)
    told_sums, came_sums = summed(leaves, groups), summed(past[0].regional_actual, groups)
    for level, days in piece.sum_days.items():
        sums = {NAIVE: last_week_again(days), MEAN: mean_of_days(days), CHOSEN: told_sums[level]}
        around = {CHOSEN: widths.around(told_sums[level], kind_of(level, len(days)))}
        yield from _scored(f"sum_{level}", sums, came_sums[level], scales_by_horizon(days, HORIZONS), around)


def _scored(
    level: str, forecasts: Mapping[str, Floats], came: Floats, scale: Floats, bounds: Mapping[str, Floats]
) -> Iterator[ScoreRow]:
    compared = {**forecasts, MEDIAN: bounds[CHOSEN][:, :, MIDDLE]}
    for place, horizon in enumerate(LABELS):
        for name, told in compared.items():
            around = bounds[name][:, place] if name in bounds else None
            yield _row(level, horizon, name, score(told[:, place], came[:, place], scale[:, place], around))


def _row(level: str, horizon: str, model: str, found: Score) -> ScoreRow:
    return ScoreRow(
        level,
        horizon,
        model,
        found.series,
        found.undefined,
        _known(found.mase),
        min(round(found.wape, 4), WORST),
        max(min(round(found.bias, 4), WORST), -WORST),
        min(round(found.rse, 4), WORST),
        _known(found.coverage80),
        _known(found.coverage95),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else min(round(value, 4), WORST)
