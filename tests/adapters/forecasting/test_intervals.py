"""Intervals: the forecast lies between their ends, sums too, and great goods do not borrow the luck of small ones."""

from __future__ import annotations

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from adapters.forecasting.intervals import KINDS, MIDDLE, Widths, widths_of
from adapters.forecasting.lessons import bounds_by_model, learn
from adapters.forecasting.panel import Floats
from adapters.forecasting.study import NAMES
from adapters.forecasting.sums import kind_of, leaves_of, summed, widths_of_sums
from adapters.forecasting.trial import study_all
from tests.adapters.forecasting.panels import shop

HORIZONS = 5


@st.composite
def pasts(draw: st.DrawFn) -> tuple[Floats, Floats, np.ndarray]:
    """Forecasts from nothing to millions, what came of them, and their kinds; sometimes hardly any."""
    rng = np.random.default_rng(draw(st.integers(0, 2**32 - 1)))
    count = draw(st.integers(0, 120))
    told = np.exp(rng.uniform(-3, draw(st.integers(-2, 14)), (count, HORIZONS))) * rng.choice([0.0, 1.0], (count, 1))
    came = np.floor(told * rng.gamma(draw(st.floats(0.1, 4)), 1, told.shape))
    return told, came, rng.integers(0, KINDS, count)


@settings(max_examples=60)
@given(pasts(), st.integers(0, 2**32 - 1))
def test_a_forecast_lies_between_its_ends_which_hold_each_other(
    past: tuple[Floats, Floats, np.ndarray], seed: int
) -> None:
    rng = np.random.default_rng(seed)
    told = np.exp(rng.uniform(-5, 16, (40, HORIZONS))) * rng.choice([0.0, 1.0], (40, 1))
    bounds = widths_of([past]).around(told, rng.integers(0, KINDS, 40))
    assert (bounds >= 0).all()
    assert (np.diff(bounds, axis=-1) >= 0).all()
    assert (bounds[:, :, MIDDLE - 1] <= told).all()
    assert (told <= bounds[:, :, MIDDLE + 1]).all()


def test_every_series_and_every_sum_lies_between_its_ends() -> None:
    panel = shop(count=12)
    now, *past = study_all(panel, processes=1)
    lessons = learn(past, panel.owner)
    told, leaves = lessons.expected(now), leaves_of(lessons, now, panel.owner)
    groups = {"all": panel.owner * 0, "category": panel.family[panel.owner], "region": panel.region}
    widths = widths_of_sums(past, lessons, panel.owner, groups)
    series = [
        (told, lessons.sku.around(told, now.kind)),
        (leaves, lessons.region.around(leaves, now.kind[panel.owner])),
        *((sums, widths.around(sums, kind_of(level, len(sums)))) for level, sums in summed(leaves, groups).items()),
    ]
    for expected, bounds in series:
        assert (bounds[:, :, 0] <= bounds[:, :, 1]).all()
        assert (bounds[:, :, 1] <= expected).all()
        assert (expected <= bounds[:, :, 3]).all()
        assert (bounds[:, :, 3] <= bounds[:, :, 4]).all()


def noisy(told: Floats, spread: Floats) -> Floats:
    """What came of forecasts that were off by a share of themselves."""
    return np.round(told * np.exp(np.random.default_rng(4).normal(0, 1, told.shape) * spread))


def test_a_great_product_of_a_small_seller_borrows_from_the_next_in_size_and_not_from_all() -> None:
    """Hundreds of small goods are off by any factor; a few great ones are told within a tenth."""
    small, great = np.full((300, HORIZONS), 5.0), np.full((70, HORIZONS), 4_000.0)
    told = np.concatenate([small, great])
    came = noisy(told, np.where(told > 100, 0.1, 1.2))
    kind = np.zeros(len(told), dtype=np.int64)
    largest = np.full((1, HORIZONS), 9_000.0)  # nothing so large was ever forecast
    bounds = widths_of([(told, came, kind)]).around(largest, kind[:1])[0, -1]
    assert 9_000 < bounds[3] < 1.3 * 9_000, "nine months of ten"
    assert 0.7 * 9_000 < bounds[1] < 9_000


def test_a_kind_of_which_little_is_known_borrows_its_size_from_other_kinds() -> None:
    told = np.repeat([[6.0], [3_000.0]], 100, axis=0) * np.ones((1, HORIZONS))
    came = noisy(told, np.where(told > 100, 0.1, 1.2))
    kind = np.zeros(len(told), dtype=np.int64)
    rare = np.ones(1, dtype=np.int64)
    bounds = widths_of([(told, came, kind)]).around(np.full((1, HORIZONS), 3_000.0), rare)[0, -1]
    assert bounds[3] < 1.3 * 3_000


def test_without_any_past_widths_are_assumed() -> None:
    told = np.full((3, HORIZONS), 10.0)
    kind = np.zeros(3, dtype=np.int64)
    few = widths_of([(told, told, kind)])
    assert (few.factors[1] == Widths.assumed().factors[1]).all(), "three tries say nothing"
    assert (widths_of([]).around(told, kind) == few.around(told, kind))[:, -1].all()


def test_every_model_has_bounds_of_its_own() -> None:
    panel = shop(count=6)
    now, *past = study_all(panel, processes=1)
    found = bounds_by_model(past, now)
    assert list(found) == list(NAMES)
    assert not np.array_equal(found["naive"], found["ets"])
