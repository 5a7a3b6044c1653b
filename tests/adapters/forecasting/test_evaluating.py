"""Scores against hand-made numbers."""

from dataclasses import replace

import numpy as np

from adapters.forecasting.evaluating import scales, score
from adapters.forecasting.intervals import MIDDLE, widths_of
from adapters.forecasting.study import ZERO
from adapters.forecasting.tables import Row, nothing_wins
from trade.forecasting.ports import CHOSEN, MEDIAN


def test_wape_bias_and_mase_by_hand():
    found = score(np.array([10.0, 0.0]), np.array([8.0, 2.0]), np.array([4.0, 0.0]))

    assert found.wape == 0.4
    assert found.bias == 0.0
    assert found.mase == 0.5
    assert (found.series, found.undefined) == (2, 1)


def test_coverage_counts_both_ends():
    bounds = np.array([[0.0, 1, 2, 3, 9]] * 4)
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


def test_a_model_of_nothing_scores_no_better_than_one():
    came = np.array([3.0, 0, 5])
    nothing = score(np.zeros(3), came, np.ones(3))
    assert (nothing.wape, nothing.rse) == (1, 1)
    assert score(came, came, np.ones(3)).rse == 0


def test_where_nothing_would_be_better_each_measure_judges_the_figure_made_for_it():
    """Of ten weeks one sells 10: the mean is 1, the middle 0."""
    came, unit = np.array([10.0] + [0] * 9), np.ones(10)
    scores = {ZERO: score(np.zeros(10), came, unit), CHOSEN: score(np.ones(10), came, unit)}
    scores[MEDIAN] = score(np.zeros(10), came, unit)
    rows = [Row("SKU", "week 1", model, found) for model, found in scores.items()]
    assert scores[CHOSEN].wape > scores[ZERO].wape
    assert scores[CHOSEN].rse < scores[ZERO].rse
    assert nothing_wins(rows) == []
    poor = score(np.full(10, 5.0), came, unit)
    spoilt = [replace(row, score=poor) if row.model != ZERO else row for row in rows]
    assert nothing_wins(spoilt) == [f"SKU, week 1: {name}" for name in ("WAPE", "MASE", "RSE")]


def test_intervals_learnt_cover_what_they_learnt_from():
    rng = np.random.default_rng(3)
    told = rng.gamma(2, 20, (600, 5))
    came = rng.poisson(told * rng.gamma(4, 0.25, (600, 5))).astype(float)
    kind = np.zeros(600, dtype=np.int64)
    bounds = widths_of([(told, came, kind)]).around(told, kind)
    weeks = slice(0, 4)
    held = (came[:, weeks] >= bounds[:, weeks, 1]) & (came[:, weeks] <= bounds[:, weeks, 3])
    assert 0.76 < held.mean() < 0.84
    assert 0.45 < (came[:, weeks] <= bounds[:, weeks, MIDDLE]).mean() < 0.6
