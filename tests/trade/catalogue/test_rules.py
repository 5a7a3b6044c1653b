"""Which quantities a product may be sold in."""

from __future__ import annotations

import pytest

from trade.catalogue.rules import quantity_rule_problem
from trade.kernel.quantities import QUANTITY_MAX


@pytest.mark.parametrize(
    ("moq", "multiple", "problem"),
    [
        (6, 6, None), (12, 6, None), (1, 1, None), (QUANTITY_MAX, 1, None),
        (0, 1, "not_positive"), (6, 0, "not_positive"), (-6, 6, "not_positive"), (6, -6, "not_positive"),
        (7, 6, "not_multiple"), (6, 12, "not_multiple"), (QUANTITY_MAX + 1, 1, "too_large"),
    ],
)  # fmt: skip
def test_a_minimum_is_positive_bounded_and_itself_a_multiple(moq: int, multiple: int, problem: str | None) -> None:
    assert quantity_rule_problem(moq, multiple) == problem
