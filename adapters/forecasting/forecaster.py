"""The forecaster that jobs use: from the area's history to a study, and from studies to a conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from adapters.forecasting.almanac import Almanac, almanac_of
from adapters.forecasting.concluding import conclusion_of
from adapters.forecasting.encoding import Piece, merged, packed, unpacked
from adapters.forecasting.evaluating import scales_by_horizon
from adapters.forecasting.panel import WEEK, Floats, Ints, Panel, weekly
from adapters.forecasting.pieces import PIECE, joined, piece_rows
from adapters.forecasting.spreading import Spread
from adapters.forecasting.study import HORIZONS, AsOf, study
from trade.forecasting.ports import Conclusion, History, Missed, Promoted

PAST_WEEKS: Final = 52
SCORED_BEFORE: Final = 30


class StatsForecaster:
    """Forecasts with StatsForecast; the engine spreads pieces of a job over processes or machines."""

    def __init__(self, engine: str, spread: Spread, piece: int = PIECE) -> None:
        """Take the engine's name, what it spreads work with, and how many SKUs it spreads at a time."""
        self.piece = piece
        self.engine = engine
        self.spread = spread

    def study(self, history: History) -> bytes:
        """Fit every model to a piece of the demand."""
        panel = panel_of(history)
        shop = history.shop
        almanac = almanac_of(shop.first_day, np.array(shop.totals, dtype=np.float64), shop.country)
        weights = np.array([shop.region_weights.get(region, 0.0) for region in history.regions])
        parts = [panel.rows(rows) for rows in piece_rows(len(panel), self.piece)]
        studied = joined(self.spread(partial(_studied, almanac, weights), parts))
        known = panel.before(SCORED_BEFORE) if panel.days > SCORED_BEFORE else panel
        return packed(
            Piece(
                [str(sku_id) for sku_id in history.sku_ids],
                list(history.families),
                list(history.regions),
                panel.owner,
                panel.region,
                weekly(panel.daily)[:, -PAST_WEEKS:],
                _days(history.missed, len(panel)),
                _days(history.promoted, len(panel)),
                almanac.ahead(panel.start),
                scales_by_horizon(known.daily, HORIZONS),
                scales_by_horizon(known.regional, HORIZONS),
                studied,
            )
        )

    def conclude(self, studies: Sequence[bytes]) -> Conclusion:
        """Learn from all pieces together, and forecast."""
        return conclusion_of(merged([unpacked(content) for content in studies]))


def _studied(almanac: Almanac, weights: Floats, piece: Panel) -> list[AsOf]:
    return study(piece, almanac, weights)


def panel_of(history: History) -> Panel:
    """Lay demand out as numbers: a row for each SKU, and for each of its regions; a SKU that never sold has none."""
    width, days = len(history.regions), history.shop.days
    sold = np.array(history.sold, dtype=np.int64).reshape(-1, 4)
    daily = np.zeros((len(history.sku_ids), days))
    np.add.at(daily, (sold[:, 0], sold[:, 2]), sold[:, 3])
    pairs, place = np.unique(sold[:, 0] * max(width, 1) + sold[:, 1], return_inverse=True)
    regional = np.zeros((len(pairs), days))
    np.add.at(regional, (place, sold[:, 2]), sold[:, 3])
    names = {family: number for number, family in enumerate(dict.fromkeys(history.families))}
    return Panel(
        history.shop.first_day,
        daily,
        regional,
        pairs // max(width, 1),
        pairs % max(width, 1),
        np.array([names[family] for family in history.families], dtype=np.int64),
        _seen(history) if history.missed else None,
        _promoted(history) if history.promoted else None,
    )


def _days(marks: Sequence[Missed | Promoted], count: int) -> Ints:
    """How many days of each SKU are marked."""
    found = np.zeros(count, dtype=np.int64)
    for mark in marks:
        found[mark.sku] += mark.end - mark.begin
    return found


def _seen(history: History) -> Floats:
    """The share of each week in which each SKU could be bought; a week without anything to buy counts as a quarter."""
    days = history.shop.days
    there = np.ones((len(history.sku_ids), days))
    for gap in history.missed:
        there[gap.sku, gap.begin : gap.end] = 0
    return np.maximum(weekly(there) / WEEK, 0.25)


def _promoted(history: History) -> Floats:
    """Which weeks of each SKU held a day on which it was cheaper for a while, or pooled."""
    marked = np.zeros((len(history.sku_ids), history.shop.days))
    for mark in history.promoted:
        marked[mark.sku, mark.begin : mark.end] = 1
    return (weekly(marked) > 0).astype(np.float64)
