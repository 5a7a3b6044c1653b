"""A trial on a sales file: forecast as of an earlier day, and compare with what came."""

from __future__ import annotations

import os
from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from typing import Final

import numpy as np

from adapters.forecasting.almanac import almanac_of
from adapters.forecasting.demand import NEVER, Demand
from adapters.forecasting.lessons import Lessons, learn
from adapters.forecasting.panel import HORIZON_DAYS, Floats, Panel
from adapters.forecasting.pieces import joined, piece_rows
from adapters.forecasting.regions import region_weights
from adapters.forecasting.spreading import on_processes
from adapters.forecasting.study import (
    HORIZONS,
    TOTAL,
    AsOf,
    Background,
    horizons_of,
    origins_of,
    study,
)

COUNTRY: Final = "GB"
"""Whose public holidays a sales file's shop keeps."""


@dataclass(frozen=True)
class Trial:
    """What is known, what was said of it, and what came. ``came`` is of SKUs, ``regional_came`` of SKU × region."""

    known: Panel
    now: AsOf
    past: list[AsOf]
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
    past_and_now = study_all(known, processes)
    lessons = learn(past_and_now[1:], known.owner)
    return Trial(known, past_and_now[0], past_and_now[1:], lessons, came, regional_came, unforeseen)


def study_all(panel: Panel, processes: int | None = None) -> list[AsOf]:
    """Study all pieces of a panel, on every core of this machine by default."""
    backgrounds = {days_before: _background(panel.before(days_before)) for days_before in origins_of(panel.days)}
    pieces = [panel.rows(rows) for rows in piece_rows(len(panel))]
    cores = processes or len(os.sched_getaffinity(0))
    return joined(on_processes(partial(_studied, backgrounds), pieces, cores))


def _background(known: Panel) -> Background:
    """What everything together tells of a day, from what was known on it alone."""
    width = int(known.region.max(initial=-1)) + 1
    return Background(
        almanac_of(known.first_day, known.daily.sum(axis=0), COUNTRY),
        region_weights(known.regional, known.region, width),
    )


def _studied(backgrounds: dict[int, Background], piece: Panel) -> list[AsOf]:
    return study(piece, backgrounds)


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
