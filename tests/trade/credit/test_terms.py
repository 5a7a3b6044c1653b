"""Due days, parts and late fees: tables and properties."""

from __future__ import annotations

from calendar import monthrange
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import gbp
from trade.credit.rules import INSTALMENTS_MAX, TermKind, Terms, instalments, months_later
from trade.credit.rules.lateness import DAILY_RATE, STEPS, age_of, late_fee, share_of_days, steps_due
from trade.kernel.money import Money

NET, EOM = TermKind.NET, TermKind.END_OF_MONTH
DAYS = st.dates(date(2020, 1, 1), date(2400, 1, 1))


@pytest.mark.parametrize(
    ("issued", "days", "kind", "due"),
    [
        ("2026-06-30", 30, NET, "2026-07-30"),  # thirty days, not the 31st
        ("2026-07-31", 30, NET, "2026-08-30"),
        ("2027-12-31", 60, NET, "2028-02-29"),
        ("2026-01-30", 30, NET, "2026-03-01"),
        ("2028-01-30", 30, NET, "2028-02-29"),  # leap year
        ("2028-11-30", 90, NET, "2029-02-28"),
        ("2026-12-02", 30, NET, "2027-01-01"),
        ("2026-06-01", 30, EOM, "2026-07-31"),
        ("2026-06-30", 30, EOM, "2026-07-31"),  # 30 June: the end of July is the 31st
        ("2026-07-31", 30, EOM, "2026-08-31"),
        ("2026-08-31", 30, EOM, "2026-09-30"),
        ("2026-01-31", 30, EOM, "2026-02-28"),
        ("2028-01-31", 30, EOM, "2028-02-29"),  # leap year
        ("2100-01-15", 30, EOM, "2100-02-28"),  # no leap year
        ("2026-12-31", 60, EOM, "2027-02-28"),
        ("2027-12-01", 60, EOM, "2028-02-29"),
        ("2026-11-30", 90, EOM, "2027-02-28"),
        ("2026-10-05", 90, EOM, "2027-01-31"),
    ],
)  # fmt: skip
def test_theme_32_an_invoice_is_due_on_the_day_the_table_says(issued: str, days: int, kind: TermKind, due: str) -> None:
    assert Terms(days, kind).due_on(date.fromisoformat(issued)) == date.fromisoformat(due)


@given(DAYS, st.sampled_from([30, 60, 90]))
def test_net_is_exactly_so_many_days_and_end_of_month_is_a_last_day(issued: date, days: int) -> None:
    assert Terms(days, NET).due_on(issued) - issued == timedelta(days=days)
    due = Terms(days, EOM).due_on(issued)
    assert due.day == monthrange(due.year, due.month)[1]
    assert (due.year * 12 + due.month) - (issued.year * 12 + issued.month) == days // 30
    assert due >= issued


@given(DAYS, DAYS, st.sampled_from([30, 60, 90]), st.sampled_from([NET, EOM]))
def test_what_is_bought_later_is_never_due_earlier(one: date, other: date, days: int, kind: TermKind) -> None:
    first, last = sorted((one, other))
    assert Terms(days, kind).due_on(first) <= Terms(days, kind).due_on(last)


@given(st.integers(12, 10**13), st.integers(2, INSTALMENTS_MAX), DAYS)
def test_parts_sum_to_the_whole_differ_by_a_penny_and_do_not_drift(minor: int, count: int, first_on: date) -> None:
    parts = instalments(gbp(minor), count, first_on)
    amounts = [part.amount.minor for part in parts]
    assert sum(amounts) == minor
    assert max(amounts) - min(amounts) <= 1
    assert [part.due_on for part in parts] == [months_later(first_on, n) for n in range(count)]
    assert all(part.due_on.day <= first_on.day for part in parts)


def test_theme_32_parts_from_the_31st_end_where_the_month_ends() -> None:
    parts = instalments(gbp(100), 3, date(2028, 1, 31))
    assert [part.due_on.isoformat() for part in parts] == ["2028-01-31", "2028-02-29", "2028-03-31"]
    assert [part.amount.minor for part in parts] == [34, 33, 33]


@given(st.integers(1, 10**12), st.integers(1, 400), st.lists(st.integers(1, 60), max_size=8))
def test_charging_late_fees_bit_by_bit_comes_within_a_penny_each_to_charging_once(
    minor: int, days: int, steps: list[int]
) -> None:
    due, owed = date(2026, 1, 31), Money(minor, "CNY")
    through, total, charged = None, 0, 0
    for day in sorted({min(sum(steps[: n + 1]), days) for n in range(len(steps))} | {days}):
        late = late_fee(owed, due, through, due + timedelta(days=day))
        if late:
            through, total, charged = late.through, total + late.amount.minor, charged + 1
    once = late_fee(owed, due, None, due + timedelta(days=days))
    assert abs(total - (once.amount.minor if once else 0)) <= charged + 1


@given(
    st.integers(0, 60),
    st.lists(st.tuples(st.integers(-5, 70), st.integers(0, 100)), max_size=5, unique_by=lambda one: one[0]).map(sorted),
)
def test_each_late_day_bears_the_rate_of_its_own_day(days: int, changes: list[tuple[int, int]]) -> None:
    due = date(2026, 1, 31)
    rates = [(due + timedelta(days=day), Decimal(value) / 10_000) for day, value in changes]

    def on(day: date) -> Decimal:
        return next((rate for begins, rate in reversed(rates) if begins <= day), DAILY_RATE)

    told = sum((on(due + timedelta(days=day)) for day in range(1, days + 1)), Decimal(0))
    assert share_of_days(due, due + timedelta(days=days), rates) == told


def test_the_last_day_costs_nothing_and_a_week_is_waited_for() -> None:
    due = date(2026, 1, 31)
    assert late_fee(gbp(100_000), due, None, due) is None
    assert late_fee(gbp(100_000), due, None, due + timedelta(days=6), least=7) is None
    late = late_fee(gbp(100_000), due, None, due + timedelta(days=7), least=7)
    assert late is not None
    assert (late.amount, late.days) == (gbp(350), 7)


def test_steps_and_ages_begin_on_their_day() -> None:
    due = date(2026, 1, 31)
    reached = [steps_due(due, due + timedelta(days=day)) for day in (-4, -3, 0, 1, 6, 7, 29, 30)]
    assert reached == [0, 1, 1, 2, 2, 3, 3, len(STEPS)]
    assert [age_of(due, due + timedelta(days=day)) for day in (0, 1, 30, 31, 60, 61, 90, 91)] == [
        0,
        1,
        1,
        2,
        2,
        3,
        3,
        4,
    ]
