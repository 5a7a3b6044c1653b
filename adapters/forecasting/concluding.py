"""From what was studied to what is told: forecasts with intervals, sums, and how good all of it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import numpy as np

from adapters.forecasting.encoding import Piece
from adapters.forecasting.evaluating import Score, score
from adapters.forecasting.intervals import MIDDLE, widths_of
from adapters.forecasting.lessons import SELDOM, Lessons, candidate, learn
from adapters.forecasting.panel import HORIZON_DAYS, WEEK, Floats, Ints
from adapters.forecasting.study import HORIZONS, NAIVE, NAMES, TOTAL, ZERO, AsOf, Kind
from adapters.forecasting.sums import summed
from trade.forecasting.ports import CHOSEN, MEDIAN, Conclusion, RegionAhead, ScoreRow, SkuAhead, Span, SumAhead
from trade.forecasting.ports import HORIZONS as LABELS

OFTEN: Final = 0.5
KINDS: Final = {"all": 0, "category": 1, "region": 2}
"""Widths of sums are measured by level; of everything there are but three tries, so sums of its size speak for it."""
FEW_SUMS: Final = 8
LEAST: Final = 0.005
"""Units below which a region's forecast is not worth a row."""


def conclusion_of(piece: Piece) -> Conclusion:
    """Conclude over all of a seller's goods."""
    now, past = piece.studied[0], piece.studied[1:]
    lessons = learn(past, piece.owner)
    return Conclusion(
        list(_skus(piece, now, past, lessons)),
        list(_regions(piece, now, lessons)),
        list(_sums(piece, now, past, lessons)),
        list(_scores(piece, past)),
        {kind.name.lower(): f"{name} × {lessons.level[name]:.2f}" for kind, name in lessons.chosen.items()},
    )


def _skus(piece: Piece, now: AsOf, past: list[AsOf], lessons: Lessons) -> Iterator[SkuAhead]:
    told = lessons.expected(now).round(2)
    bounds = lessons.sku.around(told, now.kind).round(2)
    days = days_of(told, piece.worth).round(2)
    naive = candidate(now, NAIVE)[:, TOTAL].round(2)
    error = _errors(past, lessons, len(told))
    models = lessons.models(now)
    for row, sku_id in enumerate(piece.sku_ids):
        kind = Kind(int(now.kind[row]))
        yield SkuAhead(
            UUID(sku_id),
            kind.name.lower(),
            models[row],
            [_span(told[row, place], bounds[row, place]) for place in range(HORIZONS)],
            days[row].tolist(),
            piece.past[row].astype(int).tolist(),
            float(naive[row]),
            None if np.isnan(error[row]) else float(error[row]),
            int(piece.missed_days[row]),
            int(piece.promoted_days[row]),
        )


def _span(told: float, bounds: Floats) -> Span:
    low95, low80, _, high80, high95 = (float(bound) for bound in bounds)
    return Span(float(told), low95, low80, max(high80, low80), max(high95, high80))


def days_of(told: Floats, worth: Floats) -> Floats:
    """Spread each week, and the days after the fourth, over their days by what each is worth."""
    days = np.zeros((len(told), HORIZON_DAYS))
    last = np.maximum(told[:, TOTAL] - told[:, :TOTAL].sum(axis=1), 0)
    for week in range(TOTAL + 1):
        part = slice(week * WEEK, min((week + 1) * WEEK, HORIZON_DAYS))
        share = worth[part] / worth[part].sum() if worth[part].sum() > 0 else np.full(len(worth[part]), 1 / WEEK)
        amount = told[:, week] if week < TOTAL else last
        days[:, part] = amount[:, None] * share[None, :]
    return days


def _errors(past: list[AsOf], lessons: Lessons, count: int) -> Floats:
    """How far off each SKU's earlier forecasts were, relative to what it sold; no number where it sold nothing."""
    if not past:
        return np.full(count, np.nan)
    wrong = sum((np.abs(lessons.expected(a) - a.actual)[:, TOTAL] for a in past if a.actual is not None), np.float64(0))
    came = sum((a.actual[:, TOTAL] for a in past if a.actual is not None), np.float64(0))
    return np.where(came > 0, wrong / np.where(came > 0, came, 1), np.nan).round(4)


def _regions(piece: Piece, now: AsOf, lessons: Lessons) -> Iterator[RegionAhead]:
    leaves = lessons.expected(now)[piece.owner] * now.shares[:, None]
    bounds = lessons.region.around(leaves, now.kind[piece.owner]).round(2)
    total = leaves[:, TOTAL].round(2)
    for row in np.flatnonzero(total >= LEAST):
        span = _span(total[row], bounds[row, TOTAL])
        yield RegionAhead(UUID(piece.sku_ids[piece.owner[row]]), piece.regions[piece.region[row]], span)


def _groups(piece: Piece) -> tuple[dict[str, Ints], dict[str, list[str]]]:
    """Which group of each level every SKU × region row is in, and what the groups are called."""
    families = list(dict.fromkeys(piece.families))
    number = {name: place for place, name in enumerate(families)}
    family = np.array([number[name] for name in piece.families], dtype=np.int64)[piece.owner]
    groups = {"all": np.zeros(len(family), dtype=np.int64), "category": family, "region": piece.region}
    return groups, {"all": ["all"], "category": families, "region": piece.regions}


def _sums(piece: Piece, now: AsOf, past: list[AsOf], lessons: Lessons) -> Iterator[SumAhead]:
    """Sums over the same leaves, so that they agree; how wide they are is measured on sums of earlier days."""
    groups, names = _groups(piece)
    told = summed(lessons.expected(now)[piece.owner] * now.shares[:, None], groups)
    history = []
    for as_of in past:
        if as_of.regional_actual is None:
            continue
        then = summed(lessons.expected(as_of)[piece.owner] * as_of.shares[:, None], groups)
        came = summed(as_of.regional_actual, groups)
        history += [(then[level], came[level], np.full(len(then[level]), KINDS[level])) for level in groups]
    widths = widths_of(history, FEW_SUMS)
    for level, labels in names.items():
        bounds = widths.around(told[level], np.full(len(told[level]), KINDS[level])).round(2)
        for row in range(len(told[level])):
            yield SumAhead(level, labels[row], _span(round(told[level][row, TOTAL], 2), bounds[row, TOTAL]))


def _scores(piece: Piece, past: list[AsOf]) -> Iterator[ScoreRow]:
    """How good every model would have been 30 days ago, judged with lessons from before that day alone."""
    if not past or past[0].actual is None or past[0].regional_actual is None:
        return
    then, lessons = past[0], learn(past[1:], piece.owner)
    told = lessons.expected(then)
    bounds = lessons.sku.around(told, then.kind)
    forecasts = {name: candidate(then, name) for name in NAMES} | {ZERO: np.zeros_like(told), CHOSEN: told}
    yield from _scored("sku", forecasts, past[0].actual, piece.scale, bounds)
    for level, rows in (("sku_often", then.kind == Kind.REGULAR), ("sku_seldom", np.isin(then.kind, SELDOM))):
        some = {name: forecasts[name][rows] for name in (NAIVE, ZERO, CHOSEN)}
        yield from _scored(level, some, past[0].actual[rows], piece.scale[rows], bounds[rows])
    leaves = told[piece.owner] * then.shares[:, None]
    regional = {
        NAIVE: forecasts[NAIVE][piece.owner] * then.shares[:, None],
        ZERO: np.zeros_like(leaves),
        CHOSEN: leaves,
    }
    around = lessons.region.around(leaves, then.kind[piece.owner])
    yield from _scored("region", regional, past[0].regional_actual, piece.regional_scale, around)


def _scored(
    level: str, forecasts: dict[str, Floats], came: Floats, scale: Floats, bounds: Floats
) -> Iterator[ScoreRow]:
    compared = forecasts | {MEDIAN: bounds[:, :, MIDDLE]}
    for place, horizon in enumerate(LABELS):
        for name, told in compared.items():
            around = bounds[:, place] if name == CHOSEN else None
            yield _row(level, horizon, name, score(told[:, place], came[:, place], scale[:, place], around))


def _row(level: str, horizon: str, model: str, found: Score) -> ScoreRow:
    return ScoreRow(
        level,
        horizon,
        model,
        found.series,
        found.undefined,
        _known(found.mase),
        min(round(found.wape, 4), 9999.0),
        max(min(round(found.bias, 4), 9999.0), -9999.0),
        min(round(found.rse, 4), 9999.0),
        _known(found.coverage80),
        _known(found.coverage95),
    )


def _known(value: float) -> float | None:
    return None if np.isnan(value) else min(round(value, 4), 9999.0)
