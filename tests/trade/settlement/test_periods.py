"""Periods: half-open, in the seller's time zone, without a gap."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.settlement.rules import Period, cutoff, next_cutoff

WHOLE = (Period.WEEK, Period.HALF_MONTH, Period.MONTH)
ZONES = ("UTC", "Asia/Shanghai", "Europe/London", "America/Sao_Paulo", "Pacific/Auckland")
FIRST, LAST = (datetime.fromisoformat(day) for day in ("2020-01-01", "2035-01-01"))
instants = st.datetimes(timezones=st.just(UTC), min_value=FIRST, max_value=LAST)


@pytest.mark.parametrize(
    ("period", "until", "ends"),
    [
        (Period.WEEK, "2026-03-01T15:59", "2026-02-23"),  # Sunday in Shanghai still
        (Period.WEEK, "2026-03-01T16:00", "2026-03-02"),  # Monday there, Sunday in London
        (Period.HALF_MONTH, "2026-03-15T15:59", "2026-03-01"),
        (Period.HALF_MONTH, "2026-03-15T16:00", "2026-03-16"),
        (Period.MONTH, "2028-02-29T15:59", "2028-02-01"),  # the leap day is February's
        (Period.MONTH, "2028-02-29T16:00", "2028-03-01"),
        (Period.MONTH, "2026-12-31T16:00", "2027-01-01"),
    ],
)
def test_a_period_ends_at_the_sellers_midnight(period: Period, until: str, ends: str) -> None:
    found = cutoff(period, "Asia/Shanghai", datetime.fromisoformat(until).replace(tzinfo=UTC))
    assert found.astimezone(ZoneInfo("Asia/Shanghai")).isoformat() == f"{ends}T00:00:00+08:00"


@given(period=st.sampled_from(WHOLE), zone=st.sampled_from(ZONES), at=instants)
def test_every_instant_lies_in_one_period(period: Period, zone: str, at: datetime) -> None:
    begins, ends = cutoff(period, zone, at), next_cutoff(period, zone, at)
    assert begins <= at < ends
    assert cutoff(period, zone, ends) == ends
    assert cutoff(period, zone, ends - timedelta(microseconds=1)) == begins


@given(zone=st.sampled_from(ZONES), at=instants)
def test_without_a_period_everything_is_taken(zone: str, at: datetime) -> None:
    assert cutoff(Period.RUN, zone, at) == at
