"""A whole year of real invoices, the last 30 days held out: the forecasts must beat what is simple, and their ends must hold."""

from __future__ import annotations

from pathlib import Path

import pytest

from adapters.forecasting.demand import read_demand
from adapters.forecasting.evaluating import Score
from adapters.forecasting.study import MEAN, NAIVE
from adapters.forecasting.tables import OFTEN, groups_of, groups_table, nothing_wins, table
from adapters.forecasting.trial import hold_trial
from adapters.sales_file import SalesFile
from trade.forecasting.ports import CHOSEN

YEAR = Path(__file__).parents[4] / "shared" / "data" / "year_2009-2010.csv.xz"
HELD = 30
AIM = 0.45
"""The WAPE per SKU to stay below; simple methods reach about 0.50 on this file."""
COVERED = (0.75, 0.85)


@pytest.mark.soak
@pytest.mark.skipif(not YEAR.exists(), reason="needs the year file")
def test_the_year_file_is_forecast_better_than_by_anything_simple_and_as_surely_as_is_said() -> None:
    demand = read_demand(SalesFile(YEAR), None)
    trial = hold_trial(demand, HELD)
    rows = [*table(trial), *groups_table(trial, groups_of(demand, trial.known))]
    found = {(row.level, row.horizon, row.model): row.score for row in rows}

    assert len(trial.known) > 4_000
    for level in ("SKU", "SKU × region"):
        chosen = found[level, "30 days", CHOSEN]
        for simple in (NAIVE, MEAN):
            _beats(chosen, found[level, "30 days", simple])
    assert found["SKU", "30 days", CHOSEN].wape < AIM
    weeks = [found[OFTEN, f"week {number}", CHOSEN].coverage80 for number in (1, 2, 3, 4)]
    assert COVERED[0] <= sum(weeks) / len(weeks) <= COVERED[1], weeks
    assert nothing_wins(rows) == []
    for level in ("category", "supplier", "region", "all"):
        chosen = found[level, "30 days", CHOSEN]
        assert chosen.wape < min(found[level, "30 days", simple].wape for simple in (NAIVE, MEAN))
        assert chosen.coverage80 >= COVERED[0], level


def _beats(chosen: Score, simple: Score) -> None:
    assert chosen.wape < simple.wape
    assert chosen.mase < simple.mase
