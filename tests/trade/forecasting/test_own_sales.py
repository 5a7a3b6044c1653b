"""What shops say they sold: bounded, theirs alone, and demand only where it can be believed."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text

from tests.trade.foretold import start_and_plan
from tests.trade.market import Market
from trade.forecasting.actions import note_own_sales
from trade.forecasting.queries import history_of, own_covers, own_sales_rows
from trade.forecasting.rules import DayOutOfReach, NotBoughtHere, own_cover
from trade.kernel.errors import InvalidInput
from trade.kernel.work import bind_actor


def tell(market: Market, sku_id: UUID, *quantities: int) -> None:
    """Let the retailer sell so much on each of the days before today, and tell it."""
    today = market.at.date()
    for back, quantity in enumerate(reversed(quantities)):
        note_own_sales(market.by(market.retailer), today - timedelta(days=back), {sku_id: quantity})


def sold(market: Market) -> dict[int, int]:
    """Units by day, as a run that starts now reads them."""
    start_and_plan(market)
    with market.as_system() as session:
        ((run_id,),) = market.rows("SELECT id FROM forecast_runs WHERE state = 'fitting'")
        history = history_of(session, run_id, 0)
    assert history is not None
    days: dict[int, int] = {}
    for one in history.sold:
        for day, units in zip(one.days, one.units, strict=True):
            days[day] = days.get(day, 0) + units
    return days


@pytest.fixture
def bought(market: Market) -> UUID:
    """A SKU of which the retailer bought 48, twenty days ago."""
    sku_id = market.goods(stock=500)
    market.money(minor=500_000)
    market.order({sku_id: 48})
    market.later(days=20)
    return sku_id


def test_a_later_word_replaces_and_the_cover_follows(market: Market, bought: UUID) -> None:
    tell(market, bought, 2, 2, 2, 2, 0)
    tell(market, bought, 4)
    session, actor, today = market.session, market.retailer, market.at.date()
    bind_actor(session, actor)
    cover = own_covers(session, actor, [bought], today, market.at)[bought]
    assert (cover.left, cover.sold, cover.told_days) == (36, 12, 5)
    assert cover.days == 15
    assert not cover.is_short
    (row,) = own_sales_rows(session, actor, today, market.at)
    assert row.sold == 4


def test_what_cannot_be_is_refused(market: Market, bought: UUID) -> None:
    today, other = market.at.date(), market.goods()
    for day in (today + timedelta(days=1), today - timedelta(days=500)):
        with market.refuses(DayOutOfReach):
            note_own_sales(market.by(market.retailer), day, {bought: 1})
    for quantities in ({bought: -1}, {bought: 10_000_000}, {}):
        with market.refuses(InvalidInput):
            note_own_sales(market.by(market.retailer), today, quantities)
    with market.refuses(NotBoughtHere):
        note_own_sales(market.by(market.retailer), today, {bought: 1, other: 1})
    with market.refuses(NotBoughtHere):
        note_own_sales(market.by(market.neighbour), today, {bought: 1})
    assert market.rows("SELECT count(*) FROM own_sales") == [(0,)]


def test_told_for_two_weeks_it_counts_instead_of_what_was_ordered(market: Market, bought: UUID) -> None:
    market.order({bought: 24})  # on a day on which it tells
    tell(market, bought, *[2] * 15)
    market.later(days=1)
    days = sold(market)
    assert days.pop(0) == 48, "before it told, its order was all that was known"
    assert set(days.values()) == {2}
    assert len(days) == 15


@pytest.mark.parametrize("told", [[2] * 5, [40] * 15])
def test_a_few_days_or_more_than_it_ever_bought_change_nothing(market: Market, bought: UUID, told: list[int]) -> None:
    tell(market, bought, *told)
    market.later(days=1)
    assert sold(market) == {0: 48}


def test_nobody_else_sees_it(market: Market, bought: UUID) -> None:
    tell(market, bought, 1)
    for stranger in (market.supplier, market.neighbour, market.support):
        bind_actor(market.session, stranger)
        assert market.session.execute(text("SELECT count(*) FROM own_sales")).scalar_one() == 0
        market.session.rollback()
    with market.as_system() as session:
        assert session.execute(text("SELECT count(*) FROM own_sales")).scalar_one() == 1


@given(st.integers(0, 900), st.integers(0, 900), st.integers(0, 900), st.integers(0, 28))
def test_a_cover_is_never_negative_and_more_on_the_shelf_lasts_longer(
    bought: int, since: int, sold: int, told: int
) -> None:
    less, more = own_cover(bought, since, sold, told), own_cover(bought + 1, since, sold, told)
    assert 0 <= less.left <= more.left
    assert not (less.is_short and less.is_slow)
    if less.days is not None and more.days is not None:
        assert 0 <= less.days <= more.days
