"""What a day is worth: closed on a holiday, empty shelves, weekends; none of it teaches that less is wanted."""

from dataclasses import replace
from datetime import date, timedelta

import numpy as np

from adapters.forecasting.almanac import almanac_of, public_holidays
from adapters.forecasting.panel import WEEK, weekly
from adapters.forecasting.study import NAMES, TOTAL, as_of
from tests.adapters.forecasting.panels import almanac, shop, weights

FIRST = date(2025, 1, 6)
DAYS = 364
MIXED = [NAMES.index(name) for name in ("ses", "tsb", "theta", "ets", "damped_ses", "damped_tsb")]


def closed_shop(*, holidays_kept: bool) -> np.ndarray:
    """A shop that sells 10 a day, nothing on Sundays, and nothing on holidays where it keeps them."""
    days = [FIRST + timedelta(days=number) for number in range(DAYS)]
    free = public_holidays("GB", FIRST, DAYS) if holidays_kept else frozenset()
    return np.array([0.0 if day.weekday() == 6 or day in free else 10.0 for day in days])


def test_a_holiday_is_worth_what_the_shop_sold_on_its_holidays():
    kept, open_ones = (almanac_of(FIRST, closed_shop(holidays_kept=kept), "GB") for kept in (True, False))
    assert kept.kept == 0
    assert open_ones.kept > 0.9
    christmas = kept.worth(date(2025, 12, 22), WEEK)
    assert np.flatnonzero(christmas == 0).tolist() == [3, 4, 6], "Thursday, Friday, and the Sunday it never opens"
    np.testing.assert_allclose(kept.worth(date(2025, 6, 2), WEEK).sum(), 1, rtol=1e-9)
    assert kept.ahead(date(2025, 12, 15)).sum() < kept.ahead(date(2025, 6, 2)).sum()


def test_a_week_with_holidays_is_scaled_to_a_whole_one_before_it_teaches():
    totals = closed_shop(holidays_kept=True)
    opened = almanac_of(FIRST, totals, "GB").open_weeks(FIRST, DAYS)
    whole = weekly(totals[None, :])[0] / opened
    np.testing.assert_allclose(whole[opened > 0.6], 60, rtol=0.05)
    assert weekly(totals[None, :])[0].min() < 45, "Christmas week itself sold much less"


def test_a_country_that_nobody_knows_has_no_holidays():
    assert public_holidays("XX", FIRST, DAYS) == frozenset()


def test_empty_shelves_do_not_teach_that_less_is_wanted():
    full = shop(count=12)
    row = 8
    empty = replace(full, daily=full.daily.copy(), regional=full.regional.copy())
    gone = [day for day in range(full.days - 28, full.days) if day % WEEK >= 3]
    empty.daily[row, gone] = 0
    seen = np.ones_like(empty.daily)
    seen[row, gone] = 0
    marked = replace(empty, seen=seen)

    def told(panel):
        return np.median(as_of(panel, 0, almanac(full), weights(full)).by_model[MIXED, row, TOTAL])

    assert told(empty) < 0.8 * told(full), "unmarked, it teaches that nobody comes any more"
    assert told(marked) > 0.85 * told(full)
