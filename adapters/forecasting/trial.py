"""A trial on a sales file: forecast as of an earlier day, and compare with what came."""

from __future__ import annotations

import os
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

import numpy as np

from adapters.forecasting.almanac import Almanac, almanac_of
from adapters.forecasting.demand import NEVER, Demand
from adapters.forecasting.evaluating import Score, scales_by_horizon, score
from adapters.forecasting.lessons import Lessons, candidate, learn
from adapters.forecasting.panel import HORIZON_DAYS, Floats, Ints, Panel, weekly
from adapters.forecasting.pieces import joined, piece_rows
from adapters.forecasting.regions import region_weights
from adapters.forecasting.spreading import on_processes
from adapters.forecasting.study import (
    HORIZONS,
    MEAN,
    NAIVE,
    NAMES,
    TOTAL,
    ZERO,
    AsOf,
    horizons_of,
    last_week_again,
    mean_of_days,
    study,
)
from adapters.forecasting.sums import summed

CHOSEN: Final = "chosen"
COUNTRY: Final = "GB"
"""Whose public holidays a sales file's shop keeps."""
LIVELY: Final = 0.5
"""Share of its weeks in which a series sold; with fewer, any interval that holds 0 holds nearly everything."""
OFTEN: Final = "SKU, half its weeks or more"
LABELS: Final = ("week 1", "week 2", "week 3", "week 4", "30 days")


@dataclass(frozen=True)
class Row:
    """One line of the printed table."""

    level: str
    horizon: str
    model: str
    score: Score


@dataclass(frozen=True)
class Trial:
    """What is known, what was said of it, and what came. ``came`` is of SKUs, ``regional_came`` of SKU × region."""

    known: Panel
    now: AsOf
    lessons: Lessons
    came: Floats
    regional_came: Floats
    unforeseen: float
    """Units of SKUs, or of a SKU's regions, that had never sold before: nobody could forecast them from the file."""


def hold_trial(demand: Demand, holdout: int, processes: int | None = None, say: Callable[[str], None] = print) -> Trial:
    """Hold the last days out, forecast the first 30 of them, and keep both side by side."""
    until = demand.last_day + timedelta(days=1) - timedelta(days=holdout)
    known, came, regional_came, unforeseen = _parted(demand, until)
    say(f"{len(known):,} SKUs, {len(known.owner):,} SKU × region; known until {until - timedelta(days=1)}")
    past_and_now = study_all(known, almanac_of(known.first_day, known.daily.sum(axis=0), COUNTRY), processes)
    lessons = learn(past_and_now[1:], known.owner)
    return Trial(known, past_and_now[0], lessons, came, regional_came, unforeseen)


def study_all(panel: Panel, almanac: Almanac, processes: int | None = None) -> list[AsOf]:
    """Study all pieces of a panel, on every core of this machine by default."""
    weights = region_weights(panel.regional, panel.region, int(panel.region.max(initial=-1)) + 1)
    pieces = [panel.rows(rows) for rows in piece_rows(len(panel))]
    cores = processes or len(os.sched_getaffinity(0))
    return joined(on_processes(partial(_studied, almanac, weights), pieces, cores))


def _studied(almanac: Almanac, weights: Floats, piece: Panel) -> list[AsOf]:
    return study(piece, almanac, weights)


def _parted(demand: Demand, until: date) -> tuple[Panel, Floats, Floats, float]:
    """What was known before a day, and what came in the 30 days from it on, of the same SKUs and regions."""
    before = demand.panel(until)
    known = before.rows(np.flatnonzero(before.daily.sum(axis=1) > 0))
    # What a customer took back later was not wanted after all: the truth knows every cancellation.
    whole = demand.panel(until + timedelta(days=HORIZON_DAYS), known_by=NEVER)
    later = whole.rows(np.flatnonzero(before.daily.sum(axis=1) > 0))
    came = horizons_of(later.daily[:, -HORIZON_DAYS:])
    width = len(demand.regions)
    key, later_key = known.owner * width + known.region, later.owner * width + later.region
    regional = np.zeros((len(key), HORIZONS))
    place = np.searchsorted(key, later_key)
    found = (place < len(key)) & (key[np.minimum(place, len(key) - 1)] == later_key)
    regional[place[found]] = horizons_of(later.regional[:, -HORIZON_DAYS:])[found]
    return known, came, regional, float(whole.daily[:, -HORIZON_DAYS:].sum() - regional[:, TOTAL].sum())


def table(trial: Trial) -> Iterator[Row]:
    """Every score: by level, horizon and model, the baselines first and the chosen forecast last."""
    known, now, lessons = trial.known, trial.now, trial.lessons
    expected = lessons.expected(now)
    bounds = lessons.sku.around(expected, now.kind)
    forecasts = {name: candidate(now, name) for name in NAMES} | {ZERO: np.zeros_like(expected), CHOSEN: expected}
    yield from _scored("SKU", forecasts, trial.came, scales_by_horizon(known.daily, HORIZONS), bounds)
    lively = (weekly(known.daily) > 0).mean(axis=1) >= LIVELY
    for level, rows in ((OFTEN, lively), ("SKU, sells in fewer", ~lively)):
        some = {name: forecasts[name][rows] for name in (NAIVE, MEAN, ZERO, CHOSEN)}
        unit = scales_by_horizon(known.daily[rows], HORIZONS)
        yield from _scored(level, some, trial.came[rows], unit, bounds[rows])
    leaves = expected[known.owner] * now.shares[:, None]
    regional = _plain(known.regional) | {ZERO: np.zeros_like(leaves), CHOSEN: leaves}
    regional_bounds = lessons.region.around(leaves, now.kind[known.owner])
    unit = scales_by_horizon(known.regional, HORIZONS)
    yield from _scored("SKU × region", regional, trial.regional_came, unit, regional_bounds)


def groups_table(trial: Trial, groups: Mapping[str, Ints]) -> Iterator[Row]:
    """The same of sums: groups of the SKU × region rows, by level."""
    known = trial.known
    leaves = trial.lessons.expected(trial.now)[known.owner] * trial.now.shares[:, None]
    told, came = summed(leaves, groups), summed(trial.regional_came, groups)
    plain = {name: summed(values, groups) for name, values in _plain(known.regional).items()}
    for level, place in groups.items():
        days = np.zeros((len(told[level]), known.days))
        np.add.at(days, place, known.regional)
        forecasts = {name: plain[name][level] for name in plain} | {CHOSEN: told[level]}
        yield from _scored(level, forecasts, came[level], scales_by_horizon(days, HORIZONS), None)


def _plain(daily: Floats) -> dict[str, Floats]:
    return {NAIVE: last_week_again(daily), MEAN: mean_of_days(daily)}


def _scored(
    level: str, forecasts: Mapping[str, Floats], came: Floats, unit: Floats, bounds: Floats | None
) -> Iterator[Row]:
    for place, label in enumerate(LABELS):
        for name, told in forecasts.items():
            around = bounds[:, place] if name == CHOSEN and bounds is not None else None
            yield Row(level, label, name, score(told[:, place], came[:, place], unit[:, place], around))


def groups_of(demand: Demand, known: Panel) -> dict[str, Ints]:
    """Levels above SKU × region, each row's group in each: category, supplier, region, all."""
    suppliers = {name: number for number, name in enumerate(dict.fromkeys(s.supplier for s in demand.families))}
    of_family = {shelf.slug: suppliers[shelf.supplier] for shelf in demand.families}
    by_family = np.array([of_family[slug] for slug in dict.fromkeys(s.slug for s in demand.families)])
    family = known.family[known.owner]
    return {
        "category": family,
        "supplier": by_family[family],
        "region": known.region,
        "all": np.zeros(len(family), dtype=np.int64),
    }


def last_line(rows: Sequence[Row]) -> str:
    """The line for scripts: 30-day totals per SKU, and the coverage of weekly totals of those that sell often."""
    total = {row.model: row.score for row in rows if row.level == "SKU" and row.horizon == LABELS[TOTAL]}
    chosen, naive = total[CHOSEN], total[NAIVE]
    weeks = [r.score for r in rows if r.level == OFTEN and r.model == CHOSEN and r.horizon != LABELS[TOTAL]]
    coverage = float(np.mean([week.coverage80 for week in weeks]))
    return (
        f"series={chosen.series} mase={chosen.mase:.3f} naive_mase={naive.mase:.3f} wape={chosen.wape:.3f}"
        f" naive_wape={naive.wape:.3f} coverage80={coverage:.3f}"
    )
