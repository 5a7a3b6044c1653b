"""The scorecard's arithmetic: sums, smoothing, and what is left out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import OPENED
from trade.kernel.errors import InvalidInput
from trade.scoring.rules import (
    RATING_DAYS,
    TERMS,
    Counts,
    Part,
    RatingClosed,
    measured,
    raises_most,
    require_rating,
    score_of,
)


@st.composite
def counts(draw: st.DrawFn) -> Counts:
    def pair() -> tuple[int, int]:
        of = draw(st.integers(0, 500))
        return draw(st.integers(0, of)), of

    (kept, due), (claimed, delivered), (passed, inspected), (answered, asked) = (pair() for _ in range(4))
    ratings = draw(st.integers(0, 100))
    stars = draw(st.integers(ratings, 5 * ratings))
    return Counts(due, kept, delivered, claimed, inspected, passed, asked, answered, ratings, stars)


def test_the_weights_are_a_hundred() -> None:
    assert sum(terms.weight for terms in TERMS.values()) == 100
    assert set(TERMS) == set(Part)


@given(counts())
def test_points_lie_within_what_a_part_can_bring_and_sum_to_the_score(found: Counts) -> None:
    parts = measured(found)
    for part in parts:
        assert 0 <= part.points <= part.most
        assert (part.share is None) == (part.of < TERMS[part.part].least)
    score = score_of(parts)
    assert (score is None) == (found.due < TERMS[Part.FULFILMENT].least)
    if score is not None:
        assert 0 <= score <= Decimal("100.5")
        assert score == sum(part.points for part in parts)
        worst = raises_most(parts)
        assert worst is None or all(part.lost <= next(p.lost for p in parts if p.part == worst) for part in parts)


def test_one_of_one_is_not_better_than_ninety_nine_of_a_hundred() -> None:
    few = measured(Counts(due=10, kept=10))[0].share
    many = measured(Counts(due=100, kept=99))[0].share
    assert few is not None
    assert many is not None
    assert few < many


@given(counts())
def test_another_order_that_is_kept_never_lowers_the_part(found: Counts) -> None:
    before = measured(found)[0].share
    after = measured(Counts(due=found.due + 1, kept=found.kept + 1))[0].share
    assert before is None or (after is not None and after >= before)


@pytest.mark.parametrize(("stars", "share"), [(5, "0.975"), (1, "0.075")])
def test_all_stars_of_one_kind(stars: int, share: str) -> None:
    found = measured(Counts(ratings=45, stars=45 * stars))[4].share
    assert found == Decimal(share)


def test_an_order_is_rated_after_it_arrived_and_within_its_days() -> None:
    with pytest.raises(RatingClosed):
        require_rating(None, OPENED, 5, "")
    until = OPENED + timedelta(days=RATING_DAYS)
    require_rating(OPENED, until - timedelta(seconds=1), 5, "")
    with pytest.raises(RatingClosed) as closed:
        require_rating(OPENED, until, 5, "")
    assert closed.value.until == until
    for stars in (0, 6):
        with pytest.raises(InvalidInput):
            require_rating(OPENED, OPENED, stars, "")
    with pytest.raises(InvalidInput):
        require_rating(OPENED, OPENED, 5, "x" * 1001)
