"""Places in lists: what is bought more, of sellers who keep their word, stands in front; and few move a night."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trade.catalogue.rules import NEW_PLACE, place_of
from trade.catalogue.rules.ranking import POINTS, USUAL

BOUGHT = st.integers(0, 10_000_000)
SCORES = st.none() | st.decimals(0, 100, places=1)


@given(BOUGHT, BOUGHT, SCORES)
def test_what_is_bought_more_never_stands_behind(fewer: int, more: int, score: Decimal | None) -> None:
    fewer, more = sorted((fewer, more))
    assert 0 <= place_of(more, score) <= place_of(fewer, score)


@given(BOUGHT, SCORES, SCORES)
def test_a_better_score_never_stands_behind(bought: int, one: Decimal | None, other: Decimal | None) -> None:
    worse, better = sorted(USUAL if score is None else score for score in (one, other))
    assert place_of(bought, better) <= place_of(bought, worse)


@given(st.integers(0, 100_000), st.decimals(POINTS, 100, places=1))
def test_twenty_five_points_less_need_twice_the_purchases(bought: int, score: Decimal) -> None:
    assert place_of(2 * bought + 1, score - POINTS) == place_of(bought, score)


@given(st.integers(30, 100_000), SCORES)
def test_a_few_purchases_more_move_nothing_by_more_than_a_step(bought: int, score: Decimal | None) -> None:
    assert place_of(bought, score) - place_of(bought + bought // 10, score) <= 1


def test_the_first_purchases_count_most_and_who_is_new_is_taken_for_usual() -> None:
    places = [place_of(bought, USUAL) for bought in range(6)]
    assert places == sorted(set(places), reverse=True)
    assert place_of(0, None) == NEW_PLACE == places[0]
