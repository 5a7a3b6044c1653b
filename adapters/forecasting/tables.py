"""What a trial found, line by line: every model at every level and horizon, and where nothing at all does better."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Final

import numpy as np

from adapters.forecasting.demand import Demand
from adapters.forecasting.evaluating import Score, scales_by_horizon, score
from adapters.forecasting.intervals import MIDDLE
from adapters.forecasting.lessons import bounds_by_model, candidate
from adapters.forecasting.panel import Floats, Ints, Panel, weekly
from adapters.forecasting.study import HORIZONS, MEAN, NAIVE, NAMES, TOTAL, ZERO, last_week_again, mean_of_days
from adapters.forecasting.sums import kind_of, leaves_of, summed, widths_of_sums
from adapters.forecasting.trial import Trial
from trade.forecasting.ports import CHOSEN, MEDIAN

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


def table(trial: Trial) -> Iterator[Row]:
    """Every score: by level, horizon and model, the baselines first and the chosen forecast last."""
    known, now, lessons = trial.known, trial.now, trial.lessons
    expected = lessons.expected(now)
    bounds = bounds_by_model(trial.past, now) | {CHOSEN: lessons.sku.around(expected, now.kind)}
    forecasts = {name: candidate(now, name) for name in NAMES} | {ZERO: np.zeros_like(expected), CHOSEN: expected}
    yield from _scored("SKU", forecasts, trial.came, scales_by_horizon(known.daily, HORIZONS), bounds)
    lively = (weekly(known.daily) > 0).mean(axis=1) >= LIVELY
    for level, rows in ((OFTEN, lively), ("SKU, sells in fewer", ~lively)):
        some = {name: forecasts[name][rows] for name in (NAIVE, MEAN, ZERO, CHOSEN)}
        unit = scales_by_horizon(known.daily[rows], HORIZONS)
        yield from _scored(level, some, trial.came[rows], unit, {name: around[rows] for name, around in bounds.items()})
    leaves = leaves_of(lessons, now, known.owner)
    regional = _plain(known.regional) | {ZERO: np.zeros_like(leaves), CHOSEN: leaves}
    regional_bounds = {CHOSEN: lessons.region.around(leaves, now.kind[known.owner])}
    unit = scales_by_horizon(known.regional, HORIZONS)
    yield from _scored("SKU × region", regional, trial.regional_came, unit, regional_bounds)


def groups_table(trial: Trial, groups: Mapping[str, Ints]) -> Iterator[Row]:
    """The same of sums: groups of the SKU × region rows, by level."""
    known = trial.known
    leaves = leaves_of(trial.lessons, trial.now, known.owner)
    widths = widths_of_sums(trial.past, trial.lessons, known.owner, groups)
    told, came = summed(leaves, groups), summed(trial.regional_came, groups)
    plain = {name: summed(values, groups) for name, values in _plain(known.regional).items()}
    for level, place in groups.items():
        days = np.zeros((len(told[level]), known.days))
        np.add.at(days, place, known.regional)
        forecasts = {name: plain[name][level] for name in plain} | {CHOSEN: told[level]}
        around = {CHOSEN: widths.around(told[level], kind_of(level, len(told[level])))}
        yield from _scored(level, forecasts, came[level], scales_by_horizon(days, HORIZONS), around)


def suppliers_table(trial: Trial, suppliers: Mapping[str, Ints]) -> Iterator[Row]:
    """The 30-day totals of each supplier's SKUs by themselves: rows of the panel, by supplier."""
    now, lessons = trial.now, trial.lessons
    expected = lessons.expected(now)
    forecasts = {NAIVE: candidate(now, NAIVE), MEAN: candidate(now, MEAN), CHOSEN: expected}
    unit = scales_by_horizon(trial.known.daily, HORIZONS)
    around = {CHOSEN: lessons.sku.around(expected, now.kind)}
    for supplier, rows in suppliers.items():
        some, held = ({name: each[rows] for name, each in of.items()} for of in (forecasts, around))
        scored = _scored(f"SKU of {supplier}", some, trial.came[rows], unit[rows], held)
        yield from (row for row in scored if row.horizon == LABELS[TOTAL] and row.model != MEDIAN)


def _plain(daily: Floats) -> dict[str, Floats]:
    return {NAIVE: last_week_again(daily), MEAN: mean_of_days(daily)}


def _scored(
    level: str, forecasts: Mapping[str, Floats], came: Floats, unit: Floats, bounds: Mapping[str, Floats]
) -> Iterator[Row]:
    compared = {**forecasts, MEDIAN: bounds[CHOSEN][:, :, MIDDLE]}
    for place, label in enumerate(LABELS):
        for name, told in compared.items():
            around = bounds[name][:, place] if name in bounds else None
            yield Row(level, label, name, score(told[:, place], came[:, place], unit[:, place], around))


def groups_of(demand: Demand, known: Panel) -> dict[str, Ints]:
    """Levels above SKU × region, each row's group in each: category, supplier, region, all."""
    _suppliers, by_family = _suppliers_of(demand)
    family = known.family[known.owner]
    return {
        "category": family,
        "supplier": by_family[family],
        "region": known.region,
        "all": np.zeros(len(family), dtype=np.int64),
    }


def supplier_rows(demand: Demand, known: Panel) -> dict[str, Ints]:
    """Which SKUs are each supplier's."""
    suppliers, by_family = _suppliers_of(demand)
    return {name: np.flatnonzero(by_family[known.family] == number) for number, name in enumerate(suppliers)}


def _suppliers_of(demand: Demand) -> tuple[list[str], Ints]:
    """All suppliers, and the number of each family's."""
    suppliers = list(dict.fromkeys(shelf.supplier for shelf in demand.families))
    of_family = {shelf.slug: suppliers.index(shelf.supplier) for shelf in demand.families}
    return suppliers, np.array([of_family[slug] for slug in dict.fromkeys(shelf.slug for shelf in demand.families)])


def nothing_wins(rows: Sequence[Row]) -> list[str]:
    """Where forecasting nothing would have been better: each measure is asked of the figure that is made for it.

    Absolute errors (WAPE, MASE) judge the middle, squared errors the mean.
    """
    found = {(row.level, row.horizon, row.model): row.score for row in rows}
    won = []
    for (level, horizon, model), zero in found.items():
        if model != ZERO:
            continue
        mean, middle = found[level, horizon, CHOSEN], found[level, horizon, MEDIAN]
        measures = (("WAPE", zero.wape, middle.wape), ("MASE", zero.mase, middle.mase), ("RSE", zero.rse, mean.rse))
        won += [f"{level}, {horizon}: {name}" for name, nothing, told in measures if nothing < told]
    return won


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
