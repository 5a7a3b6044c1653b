"""A SKU gets a forecast of its own only where that was better each time, clearly, and not by its own luck of one day."""

import numpy as np
import pytest

from adapters.forecasting.singling import NONE, single_out
from adapters.forecasting.study import Kind

USUAL = np.zeros(1, dtype=int)


def singled(*tries: tuple[float, float], kind: Kind = Kind.REGULAR) -> int:
    """What is singled out for one SKU whose usual forecast and another one were wrong by so much on earlier days."""
    return int(single_out([np.array([[usual], [other]]) for usual, other in tries], USUAL, np.array([kind]))[0])


def test_it_must_be_better_each_time_and_clearly_better_in_all():
    assert singled((10, 5), (10, 6), (10, 7)) == 1
    assert singled((10, 1), (10, 1), (10, 11)) == NONE, "it lost once"
    assert singled((10, 9), (10, 9), (10, 9)) == NONE, "hardly better: that is luck"
    assert singled((10, 0)) == NONE, "one day says nothing"
    assert singled() == NONE
    assert singled((0, 0), (0, 0), (0, 0)) == NONE


@pytest.mark.parametrize("kind", [Kind.STOPPED, Kind.NEW])
def test_goods_without_enough_of_their_own_stay_with_their_kind(kind: Kind):
    assert singled((10, 5), (10, 6), (10, 7), kind=kind) == NONE


def test_the_best_of_several_is_singled_out_whatever_the_scale():
    tries = [np.array([[10.0, 10_000.0], [7.0, 4_000.0], [5.0, 6_000.0]]) for _ in range(3)]
    found = single_out(tries, np.zeros(2, dtype=int), np.array([Kind.SPARSE, Kind.REGULAR]))
    assert found.tolist() == [2, 1]
