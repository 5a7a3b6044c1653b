"""A made-up shop, small enough to forecast in a second: lively goods, sparse ones, one that stopped, one that is new."""

from datetime import date

import numpy as np

from adapters.forecasting.almanac import almanac_of
from adapters.forecasting.panel import Panel
from adapters.forecasting.regions import region_weights
from adapters.forecasting.study import Background, origins_of

DAYS = 240
REGIONS = 3


def shop(seed: int = 7, count: int = 24, days: int = DAYS) -> Panel:
    rng = np.random.default_rng(seed)
    regional = rng.poisson(np.geomspace(0.02, 6, count).repeat(REGIONS)[:, None], (count * REGIONS, days)).astype(float)
    regional *= (np.arange(days) % 7 != 5)[None, :]
    regional[0:REGIONS, days - 150 :] = 0  # stopped
    regional[-REGIONS:, : days - 12] = 0  # new
    regional[REGIONS * 5, days - 20] = 900  # a bulk order
    owner = np.arange(count).repeat(REGIONS)
    daily = regional.reshape(count, REGIONS, days).sum(axis=1)
    region = np.tile(np.arange(REGIONS), count)
    return Panel(date(2026, 1, 5), daily, regional, owner, region, np.arange(count) % 4)


def almanac(panel: Panel):
    return almanac_of(panel.first_day, panel.daily.sum(axis=0), "GB")


def weights(panel: Panel):
    return region_weights(panel.regional, panel.region, REGIONS)


def backgrounds(panel: Panel) -> dict[int, Background]:
    """What the shop told by each day as of which it is studied."""
    found = {}
    for days_before in origins_of(panel.days):
        known = panel.before(days_before)
        found[days_before] = Background(almanac(known), weights(known))
    return found
