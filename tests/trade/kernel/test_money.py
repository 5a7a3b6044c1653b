"""Amounts are whole minor units of one currency; where they are divided or rounded, nothing is lost."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from trade.kernel.money import (
    EXPONENTS,
    CurrencyMismatch,
    Money,
    exponent_of,
    line_total,
    share_of,
    split,
    to_minor,
)

AMOUNTS = st.integers(-(10**15), 10**15)
WEIGHTS = st.lists(st.integers(0, 10**6), min_size=1, max_size=30).filter(any)


def test_money_adds_subtracts_and_negates_within_its_currency() -> None:
    five, three = Money(5, "GBP"), Money(3, "GBP")
    assert five + three == Money(8, "GBP")
    assert five - three == Money(2, "GBP")
    assert -five == Money(-5, "GBP")
    assert (three < five, five <= three, five <= five) == (True, False, True)  # noqa: PLR0124
    assert Money.sum([five, three], "GBP") == Money(8, "GBP")
    assert Money.sum([], "CNY") == Money.zero("CNY")
    assert (bool(Money.zero("GBP")), bool(five)) == (False, True)


@pytest.mark.parametrize("meet", [Money.__add__, Money.__sub__, Money.__lt__, Money.__le__])
def test_two_currencies_never_meet_in_one_sum_or_comparison(meet) -> None:
    with pytest.raises(CurrencyMismatch, match="GBP met CNY"):
        meet(Money(1, "GBP"), Money(1, "CNY"))


def test_the_same_number_in_two_currencies_is_not_the_same_money() -> None:
    assert Money(1, "GBP") != Money(1, "CNY")


@pytest.mark.parametrize(("currency", "major"), [("JPY", "1240"), ("CNY", "12.40"), ("KWD", "1.240")])
def test_each_currency_has_its_own_digits(currency: str, major: str) -> None:
    assert str(Money(1240, currency).decimal) == major
    assert to_minor(Decimal(major), currency) == 1240


def test_a_currency_that_is_not_traded_is_refused() -> None:
    with pytest.raises(ValueError, match="unknown currency 'XXX'"):
        exponent_of("XXX")


@pytest.mark.parametrize(
    ("unit_price", "quantity", "minor"),
    [
        ("0.125", 1, 13),  # 12.5 rounds up
        ("0.124999", 1, 12),
        ("0.125", 10, 125),  # once for the line: ten times 0.13 would be 130
        ("0.004999", 1, 0),
        ("0.005", 1, 1),
        ("2.555", 3, 767),  # 766.5 rounds up, where half to even would give 766
        ("-0.125", 1, -13),  # away from zero
        ("0.000001", 1_000_000, 100),
    ],
)
def test_a_line_rounds_half_up_once(unit_price: str, quantity: int, minor: int) -> None:
    assert line_total(Decimal(unit_price), quantity, "GBP") == Money(minor, "GBP")


@given(st.decimals(0, 10**9, places=6), st.integers(1, 10**6), st.sampled_from(sorted(EXPONENTS)))
def test_a_line_is_never_more_than_half_a_unit_from_its_exact_price(
    price: Decimal, quantity: int, currency: str
) -> None:
    exact = (price * quantity).scaleb(exponent_of(currency))
    assert abs(line_total(price, quantity, currency).minor - exact) <= Decimal("0.5")


@pytest.mark.parametrize(
    ("minor", "rate", "share"), [(30, "0.05", 2), (29, "0.05", 1), (10, "0.05", 1), (-10, "0.05", -1)]
)
def test_a_share_rounds_half_up(minor: int, rate: str, share: int) -> None:
    assert share_of(Money(minor, "GBP"), Decimal(rate)) == Money(share, "GBP")


@given(AMOUNTS, WEIGHTS)
@example(-7, [1, 1])
@example(1, [0, 1, 1])
@settings(max_examples=1000)
def test_the_parts_of_a_split_sum_to_the_whole_and_none_is_off_by_a_unit(minor: int, weights: list[int]) -> None:
    parts = split(Money(minor, "GBP"), weights)
    assert sum(part.minor for part in parts) == minor
    whole = sum(weights)
    for part, weight in zip(parts, weights, strict=True):
        assert abs(part.minor * whole - minor * weight) < whole
        assert part.minor * minor >= 0, "a part never has the other sign"


@given(AMOUNTS, WEIGHTS)
def test_a_debt_splits_like_a_claim(minor: int, weights: list[int]) -> None:
    assert split(Money(-minor, "GBP"), weights) == [-part for part in split(Money(minor, "GBP"), weights)]


@given(AMOUNTS, st.integers(1, 50))
def test_of_equal_parts_the_earlier_get_the_odd_units(minor: int, count: int) -> None:
    parts = [abs(part.minor) for part in split(Money(minor, "GBP"), [1] * count)]
    assert parts == sorted(parts, reverse=True)


@pytest.mark.parametrize("weights", [[], [0, 0], [2, -1]])
def test_a_split_without_sensible_weights_is_refused(weights: list[int]) -> None:
    with pytest.raises(ValueError, match="non-negative and not all zero"):
        split(Money(100, "GBP"), weights)
