"""The life of an order: every pair of states is decided, and every order can come to an end."""

from __future__ import annotations

from itertools import product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.errors import MoveRefused
from trade.ordering.rules import MOVES, OrderState, move, state_after_shipping

S = OrderState
ALLOWED = {
    (S.PLACED, S.CONFIRMED),
    (S.PLACED, S.CANCELLED),
    (S.CONFIRMED, S.PARTLY_SHIPPED),
    (S.CONFIRMED, S.SHIPPED),
    (S.CONFIRMED, S.CANCELLED),
    (S.PARTLY_SHIPPED, S.PARTLY_SHIPPED),
    (S.PARTLY_SHIPPED, S.SHIPPED),
    (S.SHIPPED, S.DELIVERED),
    (S.DELIVERED, S.COMPLETED),
}


@pytest.mark.parametrize(("current", "to"), list(product(S, S)))
def test_every_pair_of_states_is_decided(current: OrderState, to: OrderState) -> None:
    if (current, to) in ALLOWED:
        assert move(current, to) is to
    else:
        with pytest.raises(MoveRefused) as caught:
            move(current, to)
        assert (caught.value.what, caught.value.current, caught.value.to) == ("order", current, to)


def test_every_state_has_a_row() -> None:
    assert set(MOVES) == set(S)


@pytest.mark.parametrize("state", S)
def test_every_order_comes_to_an_end_and_no_end_is_left_again(state: OrderState) -> None:
    seen, frontier = set(), {state}
    while frontier:
        seen |= frontier
        frontier = {to for found in frontier for to in MOVES[found]} - seen
    assert seen & {S.COMPLETED, S.CANCELLED}
    assert not MOVES[S.COMPLETED] | MOVES[S.CANCELLED]


@given(st.integers(1, 10**6), st.data())
def test_an_order_is_shipped_once_nothing_of_it_is_open(ordered: int, data) -> None:
    shipped = data.draw(st.integers(0, ordered))
    cancelled = data.draw(st.integers(0, ordered - shipped))
    whole = state_after_shipping(ordered, shipped, cancelled) is S.SHIPPED
    assert whole == (ordered == shipped + cancelled)
