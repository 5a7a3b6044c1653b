"""A quantity is ordered from the minimum up, in whole multiples; its neighbours can be ordered too."""

from __future__ import annotations

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from trade.kernel.quantities import QUANTITY_MAX, QuantityRule

RULES = st.builds(
    lambda multiple, times: QuantityRule(multiple * times, multiple), st.integers(1, 5000), st.integers(1, 200)
)
QUANTITIES = st.integers(-100, QUANTITY_MAX + 10_000) | st.just(10**30)


@pytest.mark.parametrize(
    ("quantity", "below", "above"),
    [(0, 0, 12), (5, 0, 12), (12, 0, 18), (13, 12, 18), (18, 12, 24), (25, 24, 30), (-3, 0, 12)],
)
def test_the_neighbours_of_a_quantity_with_a_minimum_of_twelve_in_sixes(quantity: int, below: int, above: int) -> None:
    rule = QuantityRule(12, 6)
    assert (rule.below(quantity), rule.above(quantity)) == (below, above)


@given(RULES, QUANTITIES)
@example(QuantityRule(6, 6), QUANTITY_MAX)
@example(QuantityRule(6, 6), 10**30)
def test_the_neighbours_are_admitted_and_nothing_between_is(rule: QuantityRule, quantity: int) -> None:
    below, above = rule.below(quantity), rule.above(quantity)
    assert below == 0 or (rule.admits(below) and below < quantity)
    assert above == 0 or (rule.admits(above) and above > quantity)
    if below:
        assert below + rule.multiple >= min(quantity, QUANTITY_MAX + 1)
    else:
        assert not any(rule.admits(q) for q in (rule.minimum,) if q < quantity)
    if above:
        assert above == rule.minimum or above - rule.multiple <= quantity
    else:
        assert (quantity // rule.multiple + 1) * rule.multiple > QUANTITY_MAX


@given(RULES, QUANTITIES)
def test_at_least_is_the_quantity_itself_where_it_can_be_ordered(rule: QuantityRule, quantity: int) -> None:
    assert rule.at_least(quantity) == (quantity if rule.admits(quantity) else rule.above(quantity))


def test_the_largest_quantity_has_nothing_above_it() -> None:
    rule = QuantityRule(1, 1)
    assert (rule.admits(QUANTITY_MAX), rule.admits(QUANTITY_MAX + 1)) == (True, False)
    assert (rule.above(QUANTITY_MAX), rule.below(QUANTITY_MAX + 5)) == (0, QUANTITY_MAX)
