"""The chart's geometry: bars side by side, nothing above or below the picture, few dates beneath."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from blueprints.supplier.forecast_chart import FOOT, HEAD, HEIGHT, NAMED, chart_of
from trade.forecasting.queries import WeekRow

units = st.integers(0, 10**9).map(lambda cents: Decimal(cents) / 100)


@given(behind=st.lists(units, max_size=60), ahead=st.lists(st.tuples(units, units), max_size=4))
def test_bars_stand_side_by_side_within_the_picture(
    behind: list[Decimal], ahead: list[tuple[Decimal, Decimal]]
) -> None:
    first = date(2026, 1, 5)
    weeks = [WeekRow(first, sold) for sold in behind]
    weeks += [WeekRow(first, low, low, low + more) for low, more in ahead]
    chart = chart_of([WeekRow(first + timedelta(weeks=n), w.units, w.low, w.high) for n, w in enumerate(weeks)])
    assert len(chart.bars) == len(weeks)
    for one, following in zip(chart.bars, chart.bars[1:], strict=False):
        assert one.x + one.width < following.x
    for bar in chart.bars:
        assert 0 <= bar.x < bar.x + bar.width <= 100
        assert bar.y + bar.height == pytest.approx(HEIGHT - FOOT), "it stands on the ground"
        assert min(bar.y, bar.high_y or bar.y) >= HEAD
        if bar.high_y is not None and bar.low_y is not None:
            assert bar.high_y <= bar.low_y <= chart.ground
    assert len(chart.named) <= NAMED, "more dates would lie over one another on a phone"
    assert len(chart.named) >= min(len(weeks), 1)
