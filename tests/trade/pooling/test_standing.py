"""The step that members reach together: the price never rises because somebody joins."""

from __future__ import annotations

from itertools import combinations
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.pooling.rules import Committed, Demand, Failure, Good, decide, demand_of, standing, step_reached

SKUS = [UUID(int=number) for number in range(1, 4)]
Pool = tuple[list[int], list[Good], list[Committed]]


@st.composite
def pools(draw: st.DrawFn, members: int = 7) -> Pool:
    """Draw a pool of up to three goods with its members."""
    quantities = sorted(draw(st.sets(st.integers(1, 60), min_size=1, max_size=4)))
    goods = [Good(sku, (c := draw(st.integers(5, 40))), c, 1, 1) for sku in SKUS[: draw(st.integers(1, 3))]]
    count = draw(st.integers(0, members))
    return quantities, goods, [draw(commitments(number, quantities, goods)) for number in range(count)]


@st.composite
def commitments(draw: st.DrawFn, number: int, quantities: list[int], goods: list[Good]) -> Committed:
    """Draw a member's commitment."""
    wanted = draw(st.dictionaries(st.sampled_from([good.sku_id for good in goods]), st.integers(1, 25), min_size=1))
    return Committed(UUID(int=100 + number), draw(st.integers(0, len(quantities) - 1)), wanted)


def total_of(goods: list[Good], members: tuple[Committed, ...] | list[Committed]) -> int:
    return sum(min(good.capacity, sum(one.requests.get(good.sku_id, 0) for one in members)) for good in goods)


def step_at(quantities: list[int], total: int) -> int:
    return max((step for step, quantity in enumerate(quantities) if quantity <= total), default=0)


@pytest.mark.parametrize(
    ("requested", "step"),
    [
        ((0, 0, 15), 0),  # nobody who waits for the third step helps to reach the second
        ((10, 0, 15), 1),
        ((10, 5, 15), 2),
        ((9, 0, 25), 2),  # together they reach what each of them waits for
        ((4, 3, 15), 0),
        ((200, 0, 0), 2),
    ],
)
def test_who_waits_for_a_step_counts_from_it_on(requested: tuple[int, ...], step: int) -> None:
    assert step_reached((5, 10, 30), Demand((requested,), (100,))) == step


@given(pools(6))
def test_the_step_is_that_of_the_largest_set_in_which_nobody_is_disappointed(pool: Pool) -> None:
    quantities, goods, members = pool
    stable = [
        chosen
        for size in range(len(members) + 1)
        for chosen in combinations(members, size)
        if all(one.only_from <= step_at(quantities, total_of(goods, chosen)) for one in chosen)
    ]
    largest = max(stable, key=len)
    step = step_reached(quantities, demand_of(quantities, goods, members))
    keys = {one.id for one in largest}
    assert {one.id for one in members if one.only_from <= step} == keys
    assert all({one.id for one in chosen} <= keys for chosen in stable), "there is one set that holds all others"
    assert step == step_at(quantities, total_of(goods, largest))


@given(pools(30))
def test_dropping_who_is_disappointed_until_nobody_is_ends_there(pool: Pool) -> None:
    quantities, goods, members = pool
    staying = list(members)
    while True:
        step = step_at(quantities, total_of(goods, staying))
        fallen = [one for one in staying if one.only_from > step]
        if not fallen:
            break
        staying = [one for one in staying if one not in fallen]
    assert step == step_reached(quantities, demand_of(quantities, goods, members))


@given(pools(20), st.data())
def test_the_price_never_rises_when_somebody_joins(pool: Pool, data: st.DataObject) -> None:
    quantities, goods, members = pool
    before = standing(quantities, 1, demand_of(quantities, goods, members))
    joined = [*members, data.draw(commitments(99, quantities, goods))]
    after = standing(quantities, 1, demand_of(quantities, goods, joined))
    assert after.step >= before.step
    assert after.total >= before.total


@given(pools(20))
def test_what_is_said_to_be_missing_reaches_the_next_step_and_not_less(pool: Pool) -> None:
    quantities, goods, members = pool
    more = [Good(good.sku_id, 10_000, 10_000, 1, 1) for good in goods]  # there is room for whatever joins
    now = standing(quantities, 1, demand_of(quantities, more, members))
    if now.next is None:
        assert now.step == len(quantities) - 1
        return
    enough = [*members, Committed(UUID(int=99), 0, {SKUS[0]: now.next.more})]
    then = standing(quantities, 1, demand_of(quantities, more, enough))
    assert then.step >= now.next.step
    assert then.total >= quantities[then.step]
    if now.next.more > 1:
        short = [*members, Committed(UUID(int=99), 0, {SKUS[0]: now.next.more - 1})]
        assert standing(quantities, 1, demand_of(quantities, more, short)).step == now.step


@given(pools(12), st.integers(1, 80), st.data())
def test_a_decision_keeps_every_promise(pool: Pool, minimum: int, data: st.DataObject) -> None:
    quantities, goods, members = pool
    real = [
        Good(good.sku_id, good.capacity, data.draw(st.integers(0, good.capacity)), 1, data.draw(st.integers(1, 3)))
        for good in goods
    ]
    members = [one for one in members if all(q >= 3 for q in one.requests.values())]
    decision = decide(quantities, minimum, real, members)
    got = {
        (key, sku): share.allotted
        for sku, sharing in decision.sharings.items()
        for key, share in sharing.shares.items()
    }
    if decision.failure is not None:
        assert not got or not any(got.values())
        assert set(decision.released) == {one.id for one in members}
        assert decision.total < minimum or decision.failure is Failure.NO_STOCK
        return
    assert decision.total >= minimum
    for one in members:
        ordered = sum(got.get((one.id, sku), 0) for sku in one.requests)
        assert (ordered == 0) == (one.id in decision.released)
        assert not ordered or one.only_from <= decision.step, "nobody buys at a price they did not want"
    for good in real:
        assert sum(quantity for (_, sku), quantity in got.items() if sku == good.sku_id) <= good.supply
