"""The choice for a kind of goods: the middle of many, unless one alone was clearly less wrong."""

from __future__ import annotations

import numpy as np
import pytest

from adapters.forecasting.lessons import COMBINATION, learn
from adapters.forecasting.study import HORIZONS, NAMES, TOTAL, AsOf, Kind

COUNT = 40


def told(off: dict[str, float], kind: Kind, days_before: int) -> AsOf:
    """Every model says half as much again as what comes, but those that are off by a share of their own."""
    actual = np.tile(np.array([7.0, 7, 7, 7, 30]), (COUNT, 1))
    # Half of the SKUs are told too high, half too low, so that no level corrects it.
    side = np.where(np.arange(COUNT) % 2, 1, -1)[:, None]
    by_model = np.stack([actual * (1 + side * off.get(name, 0.5)) for name in NAMES])
    shares = np.ones(COUNT)
    assert by_model.shape == (len(NAMES), COUNT, HORIZONS)
    assert TOTAL == HORIZONS - 1
    return AsOf(days_before, by_model, np.full(COUNT, kind), shares, actual, actual)


@pytest.mark.parametrize("kind", [Kind.REGULAR, Kind.SPARSE, Kind.NEW])
@pytest.mark.parametrize(("share", "chosen"), [(0.48, COMBINATION), (0.46, COMBINATION), (0.3, "croston")])
def test_one_model_replaces_the_middle_of_many_only_where_it_was_clearly_less_wrong(
    kind: Kind, share: float, chosen: str
) -> None:
    past = [told({"croston": share}, kind, days_before) for days_before in (30, 60, 90)]
    assert learn(past, np.arange(COUNT)).chosen[kind] == chosen


def test_without_a_past_the_middle_of_many_is_taken() -> None:
    assert set(learn([], np.arange(0)).chosen.values()) == {COMBINATION}
