from decimal import Decimal
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from trade.history.rules.ladders import BUYERS_MIN, PaidPrice, derive
from trade.kernel.quantities import QUANTITY_MAX, QuantityRule
from trade.pricing.rules import Step, problems_of


def paid(price, quantities, buyers=BUYERS_MIN):
    return PaidPrice(Decimal(price), buyers, quantities)


def steps_of(*prices: PaidPrice):
    return [(step.quantity, str(step.unit_price)) for step in derive(prices).steps]


WHITE_HEART = (
    paid("3.24", {360: 1}, buyers=1),
    paid("2.95", {6: 761, 12: 354, 2: 239, 1: 217, 3: 178, 4: 178}, buyers=700),
    paid("2.55", {32: 453, 64: 101, 12: 41, 6: 38, 96: 20, 128: 20}, buyers=90),
    paid("2.36", {6: 1, 12: 1, 20: 1}, buyers=1),
    paid("5.79", {1: 300}, buyers=0),
)


def test_the_white_heart_costs_what_it_cost():
    derived = derive(WHITE_HEART)

    assert derived.steps == (Step(6, Decimal("2.95")), Step(32, Decimal("2.55")))
    assert derived.rule == QuantityRule(minimum=6, multiple=2)


def test_a_bargain_of_two_customers_is_no_step():
    assert steps_of(paid("2.00", {10: 50}), paid("1.00", {100: 40}, buyers=2)) == [(10, "2.00")]


def test_counter_prices_count_only_where_nobody_else_bought():
    counter = paid("4.95", {1: 500}, buyers=0)

    assert steps_of(counter, paid("2.95", {6: 3})) == [(6, "2.95")]
    assert steps_of(counter) == [(1, "4.95")]


def test_where_no_price_is_shared_the_commonest_stands_alone():
    assert steps_of(paid("2.10", {3: 2}, buyers=2), paid("1.95", {5: 1}, buyers=1)) == [(3, "2.10")]


def test_of_two_prices_from_one_quantity_the_commoner_stays():
    assert steps_of(
        paid("7.95", {2: 185}), paid("7.49", {2: 499}), paid("6.35", {10: 175}), paid("5.95", {10: 39})
    ) == [
        (2, "7.49"),
        (10, "6.35"),
    ]


def test_a_step_that_would_rise_gives_way_to_the_better_attested():
    assert steps_of(paid("1.00", {4: 10}), paid("2.00", {6: 300}), paid("1.50", {24: 90})) == [
        (6, "2.00"),
        (24, "1.50"),
    ]


def test_of_equally_common_quantities_a_price_begins_at_the_smaller():
    assert steps_of(paid("2.00", {12: 7, 6: 7, 3: 1})) == [(6, "2.00")]


def test_the_multiple_is_what_most_purchases_kept_to():
    assert derive([paid("2.00", {12: 80, 24: 10, 13: 10})]).rule == QuantityRule(12, 12)
    assert derive([paid("2.00", {12: 60, 18: 30, 13: 10})]).rule == QuantityRule(12, 6)
    assert derive([paid("2.00", {12: 40, 13: 39, 17: 38})]).rule == QuantityRule(12, 1)


def test_purchases_below_the_minimum_don_t_spoil_the_multiple():
    assert derive([paid("0.55", {24: 556, 48: 56, 1: 153, 2: 96, 3: 58})]).rule == QuantityRule(24, 24)


def test_no_minimum_is_larger_than_a_line_may_be():
    assert derive([paid("0.01", {QUANTITY_MAX + 7: 9})]).rule.minimum == QUANTITY_MAX


prices = st.decimals("0.0001", "9999.9999", places=4)
quantities = st.dictionaries(st.integers(1, 80_000), st.integers(1, 900), min_size=1, max_size=6)
observations = st.lists(
    st.builds(PaidPrice, prices, st.integers(0, 50), quantities),
    min_size=1,
    max_size=24,
    unique_by=lambda observed: (observed.unit_price, observed.buyers == 0),
)


@given(observations)
def test_every_derived_ladder_can_be_saved(observed):
    derived = derive(observed)

    assert problems_of(derived.steps, derived.rule) == []
    assert derived.rule.admits(derived.rule.minimum)
    # What the database checks as well: quantities rise, prices are positive and fall.
    assert all(low.quantity < high.quantity for low, high in pairwise(derived.steps))
    assert all(low.unit_price > high.unit_price > 0 for low, high in pairwise(derived.steps))


@given(observations, st.randoms())
def test_the_order_of_observations_does_not_matter(observed, random):
    shuffled = list(observed)
    random.shuffle(shuffled)

    assert derive(shuffled) == derive(observed)


@given(observations)
def test_every_step_was_really_paid(observed):
    really = {price.unit_price: price.quantities for price in observed}

    assert all(step.unit_price in really for step in derive(observed).steps)
