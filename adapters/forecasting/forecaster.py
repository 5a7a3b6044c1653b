"""The forecaster that jobs use: from the area's history to a study, and from studies to a conclusion."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import Final

import numpy as np

from adapters.forecasting.almanac import almanac_of
from adapters.forecasting.concluding import conclusion_of
from adapters.forecasting.encoding import Piece, merged, packed, unpacked
from adapters.forecasting.evaluating import scales_by_horizon
from adapters.forecasting.panel import Floats, Ints, Panel, grouped, weekly
from adapters.forecasting.pieces import PIECE, joined, piece_rows
from adapters.forecasting.spreading import Spread
from adapters.forecasting.study import HORIZONS, AsOf, Background, last_week_again, origins_of, study
from trade.forecasting.ports import ORIGINS, Conclusion, History, Missed, Promoted

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
        backgrounds = {days_before: _background(history, days_before) for days_before in origins_of(panel.days)}
        parts = [panel.rows(rows) for rows in piece_rows(len(panel), self.piece)]
        studied = joined(self.spread(partial(_studied, backgrounds), parts))
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
                backgrounds[0].almanac.ahead(panel.start),
                scales_by_horizon(known.daily, HORIZONS),
                scales_by_horizon(known.regional, HORIZONS),
                last_week_again(known.regional),
                grouped(known.daily, panel.family, len(set(history.families))),
                grouped(known.regional, panel.region, len(history.regions)),
                studied,
            )
        )

    def conclude(self, studies: Sequence[bytes]) -> Conclusion:
        """Learn from all pieces together, and forecast."""
        return conclusion_of(merged([unpacked(content) for content in studies]))


def _background(history: History, days_before: int) -> Background:
    """What all of the shop's goods had told by a day, so many days before the first day ahead."""
    shop, origin = history.shop, ORIGINS.index(days_before)
    totals = np.array(shop.totals[: shop.days - days_before], dtype=np.float64)
    weights = [
        shop.region_weights[region][origin] if region in shop.region_weights else 0.0 for region in history.regions
    ]
    return Background(almanac_of(shop.first_day, totals, shop.country(origin)), np.array(weights))


def _studied(backgrounds: dict[int, Background], piece: Panel) -> list[AsOf]:
    return study(piece, backgrounds)


def panel_of(history: History) -> Panel:
    """Lay demand out as numbers: a row for each SKU, and for each of its regions.

    A SKU that never sold has a row in every region of the shop, so that what is expected of it falls to them; one that has not
    sold since the history begins has none.
    """
    count, width, days = len(history.sku_ids), max(len(history.regions), 1), history.shop.days
    older = np.zeros(count, dtype=bool)
    older[list(history.older)] = True
    sold = {one.sku * width + one.region: one for one in history.sold}
    newcomers = np.flatnonzero(~older & ~np.isin(np.arange(count), [one.sku for one in history.sold]))
    everywhere = (newcomers[:, None] * width + np.arange(len(history.regions))).ravel()
    pairs = np.sort(np.concatenate([np.array(list(sold), dtype=np.int64), everywhere]))
    regional = np.zeros((len(pairs), days))
    for row, pair in enumerate(pairs):
        if (one := sold.get(int(pair))) is not None:
            regional[row, one.days] = one.units
    daily = np.zeros((count, days))
    np.add.at(daily, pairs // width, regional)
    names = {family: number for number, family in enumerate(dict.fromkeys(history.families))}
    return Panel(
        history.shop.first_day,
        daily,
        regional,
        pairs // width,
        pairs % width,
        np.array([names[family] for family in history.families], dtype=np.int64),
        _seen(history) if history.missed else None,
        _promoted(history) if history.promoted else None,
        older if history.older else None,
    )


def _days(marks: Sequence[Missed | Promoted], count: int) -> Ints:
    """How many days of each SKU are marked."""
    found = np.zeros(count, dtype=np.int64)
    for mark in marks:
        found[mark.sku] += mark.end - mark.begin
    return found


def _seen(history: History) -> Floats:
    """On which days each SKU could be bought."""
    there = np.ones((len(history.sku_ids), history.shop.days))
    for gap in history.missed:
        there[gap.sku, gap.begin : gap.end] = 0
    return there


def _promoted(history: History) -> Floats:
    """On which days each SKU was cheaper for a while, or pooled."""
    marked = np.zeros((len(history.sku_ids), history.shop.days))
    for mark in history.promoted:
        marked[mark.sku, mark.begin : mark.end] = 1
    return marked
