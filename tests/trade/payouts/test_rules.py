"""The life of a payout, and that an approval holds for exactly what was shown."""

from __future__ import annotations

from itertools import product

import pytest

from trade.kernel.errors import MoveRefused
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.payouts.rules import PAYOUT_MOVES, PayoutState, batch_content, move_payout, payout_content

S = PayoutState
ALLOWED = {
    (S.PREPARED, S.SENT), (S.PREPARED, S.REJECTED), (S.SENT, S.BOOKED), (S.SENT, S.REFUSED), (S.SENT, S.RETURNED),
    (S.BOOKED, S.RETURNED),
}  # fmt: skip


@pytest.mark.parametrize(("current", "to"), list(product(S, S)))
def test_every_pair_of_states_of_a_payout_is_decided(current: PayoutState, to: PayoutState) -> None:
    if (current, to) in ALLOWED:
        assert move_payout(current, to) is to
    else:
        with pytest.raises(MoveRefused) as caught:
            move_payout(current, to)
        assert (caught.value.what, caught.value.current, caught.value.to) == ("payout", current, to)


def test_every_state_of_a_payout_has_a_row() -> None:
    assert set(PAYOUT_MOVES) == set(S)


def test_what_is_approved_changes_with_each_thing_that_was_shown() -> None:
    seller, account = new_id(), new_id()
    plain = payout_content(seller, Money(100, "GBP"), account, "GB00")
    others = {
        payout_content(new_id(), Money(100, "GBP"), account, "GB00"),
        payout_content(seller, Money(101, "GBP"), account, "GB00"),
        payout_content(seller, Money(100, "CNY"), account, "GB00"),
        payout_content(seller, Money(100, "GBP"), account, "GB01"),
        payout_content(seller, Money(100, "GBP"), new_id(), "GB00"),
    }
    assert plain == payout_content(seller, Money(100, "GBP"), account, "GB00")
    assert len(others | {plain}) == 6


def test_a_batch_is_the_same_in_any_order_and_another_with_any_other_payout() -> None:
    batch, one, two = new_id(), (new_id(), b"1" * 32), (new_id(), b"2" * 32)
    shown = batch_content(batch, [one, two])
    assert batch_content(batch, [two, one]) == shown
    others = [[one], [two], [], [one, (two[0], b"3" * 32)], [one, (new_id(), two[1])]]
    assert shown not in {batch_content(batch, other) for other in others} | {batch_content(new_id(), [one, two])}
