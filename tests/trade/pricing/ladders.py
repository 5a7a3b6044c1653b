"""Ladders and quantity rules, made up at random."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from uuid import UUID

from hypothesis import strategies as st

from trade.kernel.quantities import QuantityRule
from trade.pricing.rules import Candidate, Ladder, Source, Step

PRICES = st.decimals("0.000001", 10_000, places=6)
RULES = st.builds(lambda m, n: QuantityRule(m * n, m), st.integers(1, 200), st.integers(1, 20))


@st.composite
def ladders(draw: st.DrawFn) -> Ladder:
    """A ladder as it can be saved."""
    quantities = sorted(draw(st.sets(st.integers(1, 10_000), min_size=1, max_size=8)))
    prices = sorted(draw(st.sets(PRICES, min_size=len(quantities), max_size=len(quantities))), reverse=True)
    return Ladder(tuple(Step(q, p) for q, p in zip(quantities, prices, strict=True)), "GBP")


LADDERS = ladders()

ODD_STEPS = st.lists(
    st.builds(
        Step,
        st.integers(-5, 60) | st.sampled_from([0, 10**6, 10**6 + 1]),
        st.integers(-2, 12).map(Decimal)
        | st.sampled_from(
            [Decimal(word) for word in ("NaN", "Infinity", "-Infinity", "0.0000001", "1E+9", "1E+13", "0")]
        ),
    ),
    max_size=10,
)
"""Steps as a seller might type them."""


def candidates_of(found: Sequence[Ladder]) -> list[Candidate]:
    """Make each ladder a candidate of its own."""
    return [Candidate(Source.BASE_LIST, UUID(int=number), ladder) for number, ladder in enumerate(found)]
