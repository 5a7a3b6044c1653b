"""Promotions do not teach a false level, and what comes is measured as it came."""

from dataclasses import replace

import numpy as np
import pytest

from adapters.forecasting.promotions import without_promotions
from adapters.forecasting.study import NAMES, TOTAL, as_of
from tests.adapters.forecasting.panels import almanac, shop, weights


def test_a_marked_week_is_cut_to_the_unmarked_ones_around_and_never_raised():
    weeks = np.array([[4.0, 6, 90, 80, 5, 5, 1], [10, 10, 10, 10, 10, 10, 10], [70, 70, 2, 2, 2, 2, 2]])
    marks = np.zeros_like(weeks)
    marks[0, [2, 3, 6]] = 1
    marks[2, :2] = 1
    found = without_promotions(weeks, marks)
    np.testing.assert_allclose(found[0], [4, 6, 5, 5, 5, 5, 1])
    np.testing.assert_array_equal(found[1], weeks[1])
    np.testing.assert_allclose(found[2], [2] * 7, err_msg="before it there is nothing, so what came after tells")
    np.testing.assert_array_equal(without_promotions(weeks, np.ones_like(weeks)), weeks)


def test_a_month_of_promotion_hardly_moves_the_forecast():
    calm = shop(count=12)
    row = 8
    lively = replace(calm, daily=calm.daily.copy(), regional=calm.regional.copy())
    lively.daily[row, -30:] *= 6
    lively.regional[lively.owner == row, -30:] *= 6
    marks = np.zeros_like(lively.daily)
    marks[row, -30:] = 1
    marked = replace(lively, promoted=marks)
    combination = [NAMES.index(name) for name in ("ses", "tsb", "theta", "ets", "damped_ses", "damped_tsb")]

    def told(panel):
        return np.median(as_of(panel, 0, almanac(calm), weights(calm)).by_model[combination, row, TOTAL])

    assert told(lively) > 3 * told(calm), "unmarked, it teaches a level that is no more"
    assert 0.7 * told(calm) < told(marked) < 1.3 * told(calm)
    came = as_of(marked, 30, almanac(calm), weights(calm)).actual
    assert came is not None
    assert came[row, TOTAL] == lively.daily[row, -30:].sum(), "what came is not cut"


@pytest.mark.parametrize("cut", range(7))
def test_marks_are_cut_with_the_days_that_they_are_of_however_long_the_history(cut):
    """A backtest sees of marks what somebody saw then, whether or not whole weeks lie between."""
    whole = shop(count=6)
    panel = whole.before(cut)
    promoted, seen = np.zeros_like(panel.daily), np.ones_like(panel.daily)
    promoted[2, -60:-40] = 1
    seen[3, -50:-45] = 0
    panel = replace(panel, promoted=promoted, seen=seen)
    then = panel.before(30)
    known = (almanac(then), weights(then))

    backtest, at_the_time = as_of(panel, 30, *known), as_of(then, 0, *known)

    np.testing.assert_array_equal(backtest.by_model, at_the_time.by_model)
