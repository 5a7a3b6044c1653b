"""The ladder meter stands where the quantity stands, from empty to full, and never runs backwards."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.pricing.ladders import LADDERS
from trade.pricing.meter import meter_of
from trade.pricing.rules import Ladder, Step

LADDER = Ladder((Step(6, Decimal(4)), Step(36, Decimal(3)), Step(100, Decimal(2)), Step(300, Decimal(1))), "GBP")


@pytest.mark.parametrize(
    ("quantity", "fill", "current"),
    [
        (0, 0.0, []),
        (3, 2.08, []),
        (6, 4.17, [6]),
        (18, 12.5, [6]),
        (36, 25.0, [36]),
        (200, 62.5, [100]),
        (300, 100.0, [300]),
    ],
)
def test_each_step_has_the_same_width_and_is_filled_in_proportion(
    quantity: int, fill: float, current: list[int]
) -> None:
    meter = meter_of(LADDER, quantity, "piece", None)
    assert meter.fill == fill
    assert [step.min_quantity for step in meter.steps if step.current] == current
    assert [step.position for step in meter.steps] == [0.0, 25.0, 50.0, 75.0]


@given(LADDERS, st.integers(0, 20_000))
def test_the_meter_shows_what_is_reached_and_stays_within_its_frame(ladder: Ladder, quantity: int) -> None:
    meter = meter_of(ladder, quantity, "piece", None)
    assert 0 <= meter.fill <= 100
    assert [step.reached for step in meter.steps] == [step.quantity <= quantity for step in ladder.steps]
    reached = [index for index, step in enumerate(meter.steps) if step.reached]
    assert [index for index, step in enumerate(meter.steps) if step.current] == reached[-1:]


@given(LADDERS, st.data())
def test_more_never_empties_the_meter(ladder: Ladder, data) -> None:
    fewer, more = sorted(data.draw(st.tuples(st.integers(0, 20_000), st.integers(0, 20_000))))
    assert meter_of(ladder, fewer, "", None).fill <= meter_of(ladder, more, "", None).fill
