"""Weeks in which goods were cheaper for a while, or pooled, must not teach what they usually sell."""

from __future__ import annotations

from typing import Final

import numpy as np

from adapters.forecasting.panel import Floats

USUAL_WEEKS: Final = 13
"""The usual level is the mean of the unmarked weeks among so many before; where there are none, among those after."""


def without_promotions(weeks: Floats, promoted: Floats) -> Floats:
    """Cut marked weeks (1 in ``promoted``) to the level of the unmarked weeks around; a poor promotion stays as it was.

    A series with no unmarked week near a marked one keeps it: nobody knows what it would have sold.
    """
    found = weeks.copy()
    rows = np.flatnonzero((promoted > 0).any(axis=1))
    if not len(rows):
        return found
    calm = promoted[rows] <= 0
    sums, counts = _running(np.where(calm, weeks[rows], 0.0)), _running(calm.astype(np.float64))
    count = weeks.shape[1]
    for week in range(count):
        before, after = (max(week - USUAL_WEEKS, 0), week), (week + 1, min(week + 1 + USUAL_WEEKS, count))
        level, known = _mean(sums, counts, before)
        later, known_later = _mean(sums, counts, after)
        usual = np.where(known, level, np.where(known_later, later, np.inf))
        found[rows, week] = np.where(calm[:, week], weeks[rows, week], np.minimum(weeks[rows, week], usual))
    return found


def _running(values: Floats) -> Floats:
    return np.concatenate([np.zeros((len(values), 1)), np.cumsum(values, axis=1)], axis=1)


def _mean(sums: Floats, counts: Floats, span: tuple[int, int]) -> tuple[Floats, np.ndarray]:
    begin, end = span
    number = counts[:, end] - counts[:, begin]
    return (sums[:, end] - sums[:, begin]) / np.maximum(number, 1), number > 0
