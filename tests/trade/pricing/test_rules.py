"""One price function: more never costs more a piece, order of entry changes nothing, promises are kept."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.trade.pricing.ladders import LADDERS, RULES, candidates_of
from trade.kernel.money import Money, line_total
from trade.kernel.quantities import QuantityRule
from trade.pricing.rules import Candidate, Counting, Ladder, NextStep, NoPrice, Source, Step, price_for

SKU = UUID(int=1)
LADDER = Ladder((Step(6, Decimal("2.95")), Step(36, Decimal("2.55")), Step(120, Decimal("2.10"))), "GBP")
SIXES = QuantityRule(6, 6)


def price(quantity: int, *ladders: Ladder, rule: QuantityRule = SIXES, counted: int | None = None):
    return price_for(SKU, candidates_of(ladders or (LADDER,)), quantity, rule=rule, ladder_quantity=counted)


@pytest.mark.parametrize(
    ("quantity", "unit_price", "amount"),
    [(6, "2.95", 1770), (30, "2.95", 8850), (36, "2.55", 9180), (114, "2.55", 29070), (120, "2.10", 25200)],
)
def test_a_step_holds_from_its_quantity_up(quantity: int, unit_price: str, amount: int) -> None:
    found = price(quantity)
    assert (found.unit_price, found.amount) == (Decimal(unit_price), Money(amount, "GBP"))
    assert [segment.quantity for segment in found.segments] == [quantity]


def test_the_next_step_says_how_much_more_and_what_it_saves() -> None:
    assert price(24).next_step == NextStep(12, 36, Decimal("2.55"), Money(1440, "GBP"))
    assert price(120).next_step is None


def test_a_large_multiple_leaps_over_a_step_and_says_what_holds_beyond_it() -> None:
    ladder = Ladder((Step(100, Decimal(5)), Step(150, Decimal(4)), Step(160, Decimal(3))), "GBP")
    found = price(100, ladder, rule=QuantityRule(100, 100))
    assert found.next_step == NextStep(100, 200, Decimal(3), Money(40_000, "GBP"))


def test_beyond_the_largest_quantity_there_is_no_next_step() -> None:
    ladder = Ladder((Step(1, Decimal(5)), Step(1_000_001, Decimal(4))), "GBP")
    assert price(1, ladder, rule=QuantityRule(1, 1)).next_step is None


def test_the_trace_names_every_candidate_and_the_winner() -> None:
    dear = Ladder((Step(6, Decimal("3.10")),), "GBP")
    found = price(36, dear, LADDER)
    assert [(line.unit_price, line.amount.minor, line.won) for line in found.trace] == [
        (Decimal("2.55"), 9180, True),
        (Decimal("3.10"), 11160, False),
    ]


def test_theme_2_a_family_is_counted_together() -> None:
    together = Ladder(LADDER.steps, "GBP", counting=Counting.PRODUCT)
    assert price(12, counted=36).unit_price == Decimal("2.95")
    found = price(12, together, counted=36)
    assert (found.unit_price, found.amount.minor) == (Decimal("2.55"), 3060)
    assert found.next_step == NextStep(84, 96, Decimal("2.10"), Money(4320, "GBP"))


def test_without_a_candidate_there_is_no_price() -> None:
    with pytest.raises(NoPrice) as caught:
        price_for(SKU, [], 6, rule=SIXES)
    assert caught.value.sku_id == SKU


def test_of_equal_amounts_the_lower_unit_price_wins_whatever_was_entered_first() -> None:
    rounded_up = Candidate(Source.BASE_LIST, UUID(int=1), Ladder((Step(1, Decimal("0.0050")),), "GBP"))
    cheaper = Candidate(Source.BASE_LIST, UUID(int=2), Ladder((Step(1, Decimal("0.0049")),), "GBP"))
    found = price_for(SKU, [rounded_up, cheaper], 2, rule=QuantityRule(1, 1))
    assert found.unit_price == Decimal("0.0049")


@given(st.lists(LADDERS, min_size=1, max_size=4), RULES, st.data())
def test_a_unit_never_costs_more_because_more_are_bought(ladders: list[Ladder], rule: QuantityRule, data) -> None:
    fewer, more = sorted(data.draw(st.tuples(st.integers(1, 20_000), st.integers(1, 20_000))))
    assert price(more, *ladders, rule=rule).unit_price <= price(fewer, *ladders, rule=rule).unit_price


@given(st.lists(LADDERS, min_size=1, max_size=5), st.integers(1, 20_000), st.randoms())
def test_theme_11_the_order_of_candidates_changes_nothing(ladders: list[Ladder], quantity: int, random) -> None:
    candidates = candidates_of(ladders)
    shuffled = list(candidates)
    random.shuffle(shuffled)
    one, other = (price_for(SKU, found, quantity, rule=SIXES) for found in (candidates, shuffled))
    assert one == other


@given(st.lists(LADDERS, min_size=1, max_size=4), st.integers(1, 20_000))
def test_the_lowest_amount_wins_and_is_what_its_ladder_says(ladders: list[Ladder], quantity: int) -> None:
    found = price(quantity, *ladders)
    amounts = [
        line_total(ladder.steps[ladder.step_at(quantity)].unit_price, quantity, "GBP").minor for ladder in ladders
    ]
    assert found.amount.minor == min(amounts)
    assert sum(line.won for line in found.trace) == 1
    assert found.trace[0].won


@given(LADDERS, RULES, st.integers(0, 3_000), st.integers(0, 5_000))
@settings(max_examples=500)
def test_the_next_step_is_true(ladder: Ladder, rule: QuantityRule, times: int, others: int) -> None:
    ladder = replace(ladder, counting=Counting.PRODUCT)
    quantity = rule.minimum + times * rule.multiple
    found = price(quantity, ladder, rule=rule, counted=quantity + others)
    step = found.next_step
    if step is None:
        return
    there = price(step.quantity, ladder, rule=rule, counted=step.quantity + others)
    assert rule.admits(step.quantity)
    assert step.more == step.quantity - quantity > 0
    assert there.unit_price == step.unit_price < found.unit_price
    assert step.saves == line_total(found.unit_price, step.quantity, "GBP") - there.amount
    closer = rule.below(step.quantity)
    if closer > quantity:
        assert price(closer, ladder, rule=rule, counted=closer + others).unit_price == found.unit_price
