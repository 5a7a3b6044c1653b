"""No forecast knows the future: whatever comes afterwards may be shuffled, and nothing that was told before it changes."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta

import numpy as np
import pytest

from adapters.forecasting.demand import Demand, Line, read_demand
from adapters.forecasting.panel import Panel
from adapters.forecasting.study import AsOf
from adapters.forecasting.trial import Trial, hold_trial, study_all
from tests.adapters.forecasting.panels import shop
from tests.trade.history.sales import sale_row

DAYS = 200
FIRST = date(2010, 1, 4)


def shuffled(panel: Panel, days: int) -> Panel:
    """The same with its last days turned upside down: other goods, other regions, other days, and ten times as much."""
    rng = np.random.default_rng(1)
    regional = panel.regional.copy()
    regional[:, -days:] = 10 * rng.permuted(regional[:, -days:], axis=None)
    daily = np.zeros_like(panel.daily)
    np.add.at(daily, panel.owner, regional)
    return replace(panel, daily=daily, regional=regional)


@pytest.fixture(scope="module")
def studied() -> tuple[Panel, list[AsOf]]:
    """A small shop, and what was said of it as of each day."""
    panel = shop(count=8)
    return panel, study_all(panel, processes=1)


@pytest.mark.parametrize("days", [30, 90])
def test_a_backtest_as_of_an_earlier_day_knows_nothing_that_came_since(
    studied: tuple[Panel, list[AsOf]], days: int
) -> None:
    """Weekdays, holidays and the market's split over the regions are those of the day, too."""
    panel, early = studied
    again = study_all(shuffled(panel, days), processes=1)

    assert [each.days_before for each in early] == [0, 30, 60, 90]
    for before, after in zip(early, again, strict=True):
        if before.days_before >= days:
            np.testing.assert_array_equal(before.by_model, after.by_model)
            np.testing.assert_array_equal(before.shares, after.shares)
            np.testing.assert_array_equal(before.kind, after.kind)
        else:
            assert not np.array_equal(before.by_model, after.by_model)


@pytest.fixture(scope="module")
def demand() -> Demand:
    """A dozen goods that sell in two countries, more before Easter."""
    rng = np.random.default_rng(5)
    rows = []
    for day in range(DAYS):
        at = FIRST + timedelta(days=day)
        rows += [
            sale_row(
                invoice=str(day * 100 + sku), code=str(22000 + sku), quantity=str(quantity), at=f"{at} 10:00:00",
                customer=str(12340 + int(rng.integers(0, 9))), country=str(rng.choice(["United Kingdom", "France"])),
            )
            for sku in range(12)
            if (quantity := int(rng.poisson(1 + sku))) and at.weekday() != 5
        ]  # fmt: skip
    return read_demand(rows)


def test_a_trial_on_a_file_knows_nothing_of_what_is_held_out(demand: Demand) -> None:
    """Every line held out goes to another product, region and quantity, and the market doubles."""
    until = demand.last_day - timedelta(days=29)
    held = [line for line in demand.lines if line.day >= until]
    rng = np.random.default_rng(2)
    other = [
        Line(
            str(rng.choice(demand.codes)),
            str(rng.choice(demand.regions)),
            line.day,
            2 * line.quantity + 1,
            line.cancelled,
        )
        for line in held
    ]
    known = [line for line in demand.lines if line.day < until]
    before, after = (hold_trial(replace(demand, lines=known + later), 30, 1, lambda _: None) for later in (held, other))

    assert not np.array_equal(before.came, after.came)
    for one, two in zip(told(before), told(after), strict=True):
        np.testing.assert_array_equal(one, two)


def told(trial: Trial) -> list[np.ndarray]:
    """Everything that a trial says before it looks at what came."""
    lessons, now = trial.lessons, trial.now
    expected = lessons.expected(now)
    around = lessons.sku.around(expected, now.kind)
    return [
        now.by_model,
        now.shares,
        now.kind,
        expected,
        around,
        lessons.region.factors,
        np.array([*lessons.level.values()]),
    ]
