"""Running the days ahead down the stock."""

from datetime import date, timedelta
from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from trade.forecasting.rules import cover

FIRST = date(2026, 3, 2)
units = st.integers(0, 50_000).map(lambda cents: Decimal(cents) / 100)


@given(
    available=st.integers(0, 5_000),
    days=st.lists(units, min_size=30, max_size=30),
    more=units,
    pack=st.integers(1, 48),
    lead=st.integers(0, 60),
)
def test_what_is_made_is_enough_whole_cartons_and_never_late(
    available: int, days: list[Decimal], more: Decimal, pack: int, lead: int
) -> None:
    high = sum(days, Decimal(0)) + more
    found = cover(available, days, high, first_day=FIRST, pack=pack, lead_days=lead)
    if not sum(days):
        assert found.make == 0
        assert found.days is None
        return
    assert found.make % pack == 0
    assert available + found.make >= high
    assert found.make == 0 or available + found.make - pack < high
    if found.out_on is not None:
        passed = (found.out_on - FIRST).days
        assert sum(days[:passed]) <= available < sum(days[: passed + 1])
        assert found.by is not None
        assert FIRST <= found.by <= found.out_on
    else:
        assert sum(days) <= available


def test_more_stock_never_runs_out_earlier() -> None:
    days = [Decimal(3)] * 30
    outs = [cover(n, days, Decimal(120), first_day=FIRST, pack=1, lead_days=5).out_on for n in range(0, 100, 7)]
    known = [out for out in outs if out is not None]
    assert known == sorted(known)
    assert outs[-1] is None
    assert known[0] == FIRST
    assert known[-1] < FIRST + timedelta(days=30)
