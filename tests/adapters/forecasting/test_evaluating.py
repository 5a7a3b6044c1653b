"""Scores against hand-made numbers."""

import numpy as np

from adapters.forecasting.evaluating import scales, score
from adapters.forecasting.intervals import widths_of


def test_wape_bias_and_mase_by_hand():
    found = score(np.array([10.0, 0.0]), np.array([8.0, 2.0]), np.array([4.0, 0.0]))

    assert found.wape == 0.4
    assert found.bias == 0.0
    assert found.mase == 0.5
    assert (found.series, found.undefined) == (2, 1)


def test_coverage_counts_both_ends():
    bounds = np.array([[0.0, 1, 3, 9]] * 4)
    found = score(np.zeros(4), np.array([1.0, 3, 4, 10]), np.ones(4), bounds)
    assert (found.coverage80, found.coverage95) == (0.5, 0.75)


def test_the_scale_is_the_usual_change_and_undefined_where_little_is_known():
    steady = np.full(200, 2.0)
    changing = np.tile(np.repeat([1.0, 3.0], 30), 4)[:200]
    young = np.where(np.arange(200) > 150, 5.0, 0)
    rare = np.where(np.arange(200) % 50 == 0, 5.0, 0)
    found = scales(np.stack([steady, changing, young, rare]), 30)
    assert found[0] == 0
    assert 20 < found[1] < 60
    assert (found[2:] == 0).all()


def test_a_model_of_nothing_scores_no_better_than_a_wape_of_one():
    came = np.array([3.0, 0, 5])
    assert score(np.zeros(3), came, np.ones(3)).wape == 1


def test_intervals_learnt_cover_what_they_learnt_from():
    rng = np.random.default_rng(3)
    told = rng.gamma(2, 20, (600, 5))
    came = rng.poisson(told * rng.gamma(4, 0.25, (600, 5))).astype(float)
    kind = np.zeros(600, dtype=np.int64)
    bounds = widths_of([(told, came, kind)]).around(told, kind)
    weeks = slice(0, 4)
    held = (came[:, weeks] >= bounds[:, weeks, 1]) & (came[:, weeks] <= bounds[:, weeks, 2])
    assert 0.76 < held.mean() < 0.84
