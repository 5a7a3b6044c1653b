"""From what was studied to what is told: forecasts with intervals, sums, and how good all of it was."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final
from uuid import UUID

import numpy as np

from adapters.forecasting.encoding import Piece
from adapters.forecasting.lessons import Lessons, candidate, learn
from adapters.forecasting.panel import HORIZON_DAYS, WEEK, Floats
from adapters.forecasting.scoring import scores_of
from adapters.forecasting.study import HORIZONS, NAIVE, TOTAL, AsOf, Kind
from adapters.forecasting.sums import groups_of, kind_of, leaves_of, summed, widths_of_sums
from trade.forecasting.ports import Conclusion, RegionAhead, SkuAhead, Span, SumAhead

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
        list(scores_of(piece, past)),
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
    leaves = leaves_of(lessons, now, piece.owner)
    bounds = lessons.region.around(leaves, now.kind[piece.owner]).round(2)
    total = leaves[:, TOTAL].round(2)
    for row in np.flatnonzero(total >= LEAST):
        span = _span(total[row], bounds[row, TOTAL])
        yield RegionAhead(UUID(piece.sku_ids[piece.owner[row]]), piece.regions[piece.region[row]], span)


def _sums(piece: Piece, now: AsOf, past: list[AsOf], lessons: Lessons) -> Iterator[SumAhead]:
    """Sums over the same leaves, so that they agree; how wide they are is measured on sums of earlier days."""
    groups, names = groups_of(piece)
    told = summed(leaves_of(lessons, now, piece.owner), groups)
    widths = widths_of_sums(past, lessons, piece.owner, groups)
    for level, labels in names.items():
        bounds = widths.around(told[level], kind_of(level, len(labels))).round(2)
        for row in range(len(told[level])):
            yield SumAhead(level, labels[row], _span(round(told[level][row, TOTAL], 2), bounds[row, TOTAL]))
