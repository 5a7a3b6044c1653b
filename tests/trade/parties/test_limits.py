"""What a member answers for alone, and what a seller asks of every order."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import Market, gbp
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.money import Money
from trade.parties.actions import set_limits, set_terms
from trade.parties.rules import Limit, Role, SpendingLimits, month_began

amounts = st.none() | st.integers(0, 10_000).map(gbp)


def member_of(market: Market, actor: Any) -> Any:
    return market.rows("SELECT id FROM members WHERE person_id = :id", id=actor.person_id)[0][0]


@given(order=amounts, month=amounts, total=st.integers(0, 10_000), spent=st.integers(0, 10_000))
def test_no_limit_is_not_a_limit_of_nothing_theme_26(
    order: Money | None, month: Money | None, total: int, spent: int
) -> None:
    exceeded = SpendingLimits(order, month).exceeded([gbp(total)], gbp(spent))
    beyond_order = order is not None and total > order.minor
    beyond_month = month is not None and spent + total > month.minor
    assert (exceeded is not None) == (total > 0 and (beyond_order or beyond_month))


def test_what_is_paid_in_another_currency_cannot_be_compared_so_it_waits() -> None:
    euros = Money(1, "EUR")
    assert SpendingLimits(gbp(100), None).exceeded([euros], gbp(0)) is Limit.CURRENCY
    assert SpendingLimits().exceeded([euros], gbp(0)) is None


@pytest.mark.parametrize(
    ("at", "zone", "began"),
    [
        (datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 3, 31, 16, tzinfo=UTC)),
        (datetime(2026, 3, 31, 15, 59, 59, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 2, 28, 16, tzinfo=UTC)),
        (datetime(2026, 3, 31, 16, tzinfo=UTC), "Asia/Shanghai", datetime(2026, 3, 31, 16, tzinfo=UTC)),
        (datetime(2026, 3, 31, 23, 0, tzinfo=UTC), "Europe/London", datetime(2026, 3, 31, 23, tzinfo=UTC)),
        (datetime(2026, 3, 31, 22, 59, tzinfo=UTC), "Europe/London", datetime(2026, 3, 1, 0, tzinfo=UTC)),
    ],
)
def test_a_month_begins_in_the_organisations_own_zone_theme_33(at: datetime, zone: str, began: datetime) -> None:
    assert month_began(at, zone) == began


def test_limits_are_set_by_owners_for_their_own_people_alone(market: Market) -> None:
    buyer = market.colleague(market.retailer, Role.BUYER)
    member_id = member_of(market, buyer)
    set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(gbp(0), None))
    found = market.rows("SELECT order_limit_minor, month_limit_minor FROM members WHERE id = :id", id=member_id)
    assert found == [(0, None)]
    with market.refuses(NotFound):
        set_limits(market.by(market.neighbour), member_id, limits=SpendingLimits())
    with market.refuses(NotAllowed):
        set_limits(market.by(buyer), member_id, limits=SpendingLimits())
    with market.refuses(InvalidInput, field="order_limit"):
        set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(Money(1, "EUR")))


def test_a_seller_sets_its_own_terms_within_reason(market: Market) -> None:
    set_terms(market.by(market.supplier), order_minimum=gbp(5000), lead_days=3)
    rows = market.rows(
        "SELECT order_minimum_minor, lead_days FROM organisations WHERE id = :id", id=market.supplier.organisation
    )
    assert rows == [(5000, 3)]
    with market.refuses(InvalidInput, field="lead_days"):
        set_terms(market.by(market.supplier), order_minimum=None, lead_days=366)
    with market.refuses(NotAllowed):
        set_terms(market.by(market.retailer), order_minimum=None, lead_days=0)
