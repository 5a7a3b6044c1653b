"""How long a quote holds, and for which quantities."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.errors import MoveRefused
from trade.quoting.rules import InquiryState, QuotedRange, expiry_of, has_expired, move

small = st.integers(-3, 60)


def test_a_quote_holds_through_its_last_day_in_the_sellers_zone_theme_33() -> None:
    expires = expiry_of(date(2026, 3, 28), "Asia/Shanghai")
    assert expires == datetime(2026, 3, 28, 16, tzinfo=UTC)
    assert not has_expired(expires, expires - timedelta(microseconds=1))
    assert has_expired(expires, expires)
    assert expiry_of(date(2026, 3, 28), "Europe/London") == datetime(2026, 3, 29, tzinfo=UTC)
    assert expiry_of(date(2026, 3, 29), "Europe/London") == datetime(2026, 3, 29, 23, tzinfo=UTC)


@given(minimum=small, multiple=small, most=small, quantity=small)
def test_a_sound_range_admits_what_was_quoted_and_never_more_theme_37(
    minimum: int, multiple: int, most: int, quantity: int
) -> None:
    quoted = QuotedRange(minimum, multiple, most)
    if quoted.is_sound:
        assert quoted.admits(most)
        assert not quoted.admits(most + multiple)
        assert not quoted.admits(minimum - 1)
        assert quoted.admits(quantity) == (minimum <= quantity <= most and quantity % multiple == 0)


@pytest.mark.parametrize("end", [InquiryState.ACCEPTED, InquiryState.DECLINED, InquiryState.WITHDRAWN])
def test_what_has_ended_goes_nowhere(end: InquiryState) -> None:
    for to in InquiryState:
        with pytest.raises(MoveRefused):
            move(end, to)
