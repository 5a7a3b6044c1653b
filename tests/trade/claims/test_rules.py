"""What may be claimed, what it comes to, and what is paid unseen: pure."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import gbp
from trade.claims.rules import (
    OPEN,
    Claimable,
    ClaimState,
    ClaimTerms,
    Doubt,
    Reason,
    Record,
    WindowClosed,
    compensation,
    doubts_of,
    money_due,
    move,
    require_window,
)
from trade.claims.rules.life import MOVES
from trade.kernel.errors import MoveRefused
from trade.kernel.money import Money

THEN = datetime(2026, 3, 2, 9, 0, tzinfo=UTC)
GOOD = Record(delivered=9, claims=1)


@given(st.integers(1, 10**12), st.lists(st.integers(1, 50), min_size=1, max_size=12), st.integers(0, 60))
def test_theme_21_claims_of_all_units_come_to_what_was_paid_and_never_more(
    paid: int, parts: list[int], rest: int
) -> None:
    delivered, claimed, amount = sum(parts) + rest, 0, gbp(0)
    for quantity in parts:
        line = Claimable(delivered, gbp(paid), claimed, amount)
        share = compensation(line, quantity)
        assert 0 <= share.minor <= paid - amount.minor
        assert abs(share.minor * (delivered - claimed) - (paid - amount.minor) * quantity) <= delivered - claimed
        claimed, amount = claimed + quantity, amount + share
    assert amount.minor <= paid
    if not rest:
        assert amount.minor == paid


@pytest.mark.parametrize("quantity", [0, -1, 4])
def test_only_what_is_left_is_claimed(quantity: int) -> None:
    with pytest.raises(ValueError, match=str(quantity)):
        compensation(Claimable(10, gbp(100), 7, gbp(70)), quantity)


@given(st.sampled_from(ClaimState), st.sampled_from(ClaimState))
def test_what_is_closed_stays_closed(current: ClaimState, to: ClaimState) -> None:
    if to in MOVES[current]:
        assert current in (*OPEN, ClaimState.REPLACING)
        assert move(current, to) is to
    else:
        with pytest.raises(MoveRefused):
            move(current, to)


def test_the_window_is_half_open_and_both_clocks_take_a_day() -> None:
    terms = ClaimTerms(window_days=7)
    require_window(THEN, THEN + timedelta(days=7, microseconds=-1), None, terms)
    with pytest.raises(WindowClosed):
        require_window(THEN, THEN + timedelta(days=7), None, terms)
    assert money_due(THEN) == THEN + timedelta(hours=24)


@pytest.mark.parametrize(
    ("record", "amount", "reason", "doubts"),
    [
        (GOOD, gbp(10_000), Reason.DAMAGED, ()),
        (GOOD, gbp(10_001), Reason.DAMAGED, (Doubt.LARGE,)),
        (GOOD, Money(101, "JPY"), Reason.MISSING, (Doubt.LARGE,)),
        (GOOD, Money(100, "JPY"), Reason.MISSING, ()),
        (GOOD, gbp(1), Reason.QUALITY, (Doubt.KIND,)),
        (Record(delivered=2), gbp(1), Reason.EXPIRED, (Doubt.NEW,)),
        (Record(delivered=30, claims=5), gbp(1), Reason.WRONG, (Doubt.OFTEN,)),
        (Record(delivered=8, claims=3), gbp(1), Reason.WRONG, (Doubt.OFTEN,)),
        (Record(delivered=9, claims=3, rejected=2), gbp(1), Reason.WRONG, (Doubt.REJECTED,)),
        (Record(delivered=9, owes=True), gbp(1), Reason.WRONG, (Doubt.OWES,)),
        (Record(delivered=9, neighbours=1), gbp(1), Reason.WRONG, (Doubt.RING,)),
    ],
)
def test_a_small_claim_of_a_good_record_is_paid_unseen_and_each_doubt_says_why_not(
    record: Record, amount: Money, reason: Reason, doubts: tuple[Doubt, ...]
) -> None:
    assert doubts_of(record, amount, reason, ClaimTerms(at_once=100)) == doubts
