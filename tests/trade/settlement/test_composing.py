"""A statement never comes to less than nothing, loses nothing, and takes nothing twice."""

from __future__ import annotations

from decimal import Decimal

from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import gbp
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.settlement.rules import ItemKind, Terms, Waiting, compose

minors = st.integers(0, 10_000_000)
rates = st.integers(0, 999_999).map(lambda millionths: Decimal(millionths) / 1_000_000)
terms = st.builds(Terms, service_tax_rate=rates, reserve_rate=rates, reserve_days=st.just(30))


def fee(minor: int) -> Waiting:
    return Waiting(new_id(), ItemKind.FEE, gbp(-minor))


def given_back(minor: int) -> Waiting:
    return Waiting(new_id(), ItemKind.RELEASE, gbp(minor))


waiting = st.lists(st.one_of(st.integers(1, 9_000_000).map(fee), st.integers(1, 9_000_000).map(given_back)), max_size=6)


@given(gross=minors, rate=rates, items=waiting, own=terms)
def test_theme_10_it_adds_up_and_never_falls_below_nothing(
    gross: int, rate: Decimal, items: list[Waiting], own: Terms
) -> None:
    sold = gbp(gross)
    commission = gbp(int(gross * rate))
    made = compose(sold, commission, items, own)
    assert made.net == sold - commission + made.items
    assert min(made.net.minor, made.tax.minor, made.reserve.minor) >= 0
    assert sorted(item.id for item in (*made.taken, *made.held)) == sorted(item.id for item in items)
    assert all(item.amount.minor < 0 for item in made.held)
    assert made.reserve <= sold - commission or not made.reserve


def test_fees_wait_whole_until_enough_is_earned() -> None:
    large, small = fee(9_000), fee(500)
    made = compose(gbp(10_000), gbp(1_500), [large, small], Terms())
    assert (made.taken, made.held, made.net) == ((small,), (large,), gbp(8_000))
    assert compose(gbp(10_000), gbp(1_000), [large], Terms()).net == gbp(0)


def test_tax_is_of_the_commission_and_the_reserve_of_what_was_earned() -> None:
    own = Terms(service_tax_rate=Decimal("0.2"), reserve_rate=Decimal("0.1"), reserve_days=30)
    made = compose(gbp(10_000), gbp(500), [fee(1_200)], own)
    assert (made.tax, made.reserve, made.net) == (gbp(100), gbp(950), Money(7_250, "GBP"))
