"""The tax that a seller's prices hold: said from a day on, frozen on orders, and never a penny more or less for anybody."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError, ProgrammingError

from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotAllowed
from trade.kernel.money import Money, tax_within
from trade.kernel.work import bind_actor
from trade.parties.actions import set_tax_identity, set_tax_rate
from trade.parties.queries import tax_rates
from trade.parties.tax_ids import TaxSheet
from trade.pricing.rules import Step

SHEET = TaxSheet("GB", "Kiln Ltd", "GB980780684", "1 Kiln Road")
FIFTH = Decimal("0.2")
LINES = "SELECT gross_minor, net_minor, tax_minor, tax_rate FROM order_lines WHERE order_id = :id"
SUMS = "SELECT total_minor, net_minor, tax_minor FROM orders WHERE id = :id"


@pytest.fixture
def today(market: Market) -> date:
    """The sellers' day."""
    set_tax_identity(market.by(market.supplier), SHEET)
    return market.at.date()


def say(market: Market, rate: Any, day: date, seller: Actor | None = None) -> None:
    """Say a rate from a day on."""
    set_tax_rate(market.by(seller or market.supplier), rate=Decimal(rate), in_force_from=day)


def lines_of(market: Market, order_id: Any) -> list[tuple[Any, ...]]:
    """Gross, net, tax and rate of an order's lines."""
    return market.rows(LINES, id=order_id)


@given(gross=st.integers(0, 10**12), rate=st.decimals(0, Decimal("0.999999"), places=6))
def test_the_tax_in_a_price_is_less_than_the_price_and_off_by_half_a_unit_at_most(gross: int, rate: Decimal) -> None:
    tax = tax_within(Money(gross, "GBP"), rate).minor
    assert 0 <= tax <= gross
    assert abs((gross - tax) * rate - tax) <= (1 + rate) / 2


@pytest.mark.parametrize(
    ("gross", "rate", "tax"),
    [
        (120, "0.2", 20),
        (113, "0.13", 13),
        (100, "0", 0),
        (3, "0.2", 1),
        (2, "0.2", 0),
        (1, "0.2", 0),
        (9180, "0.2", 1530),
    ],
)
def test_a_sixth_of_a_price_is_a_fifth_of_what_is_left(gross: int, rate: str, tax: int) -> None:
    assert tax_within(Money(gross, "GBP"), Decimal(rate)) == Money(tax, "GBP")


def test_an_order_keeps_the_rate_of_its_day_and_costs_the_same(market: Market, today: date) -> None:
    goods = market.goods()
    market.money()
    say(market, FIFTH, today + timedelta(days=2))
    (before,) = market.order({goods: 12})
    market.at += timedelta(days=2)
    (after,) = market.order({goods: 12})
    say(market, "0.05", market.at.date())
    (last,) = market.order({goods: 12})

    paid = 12 * 295
    assert lines_of(market, before) == [(paid, paid, 0, 0)]
    assert lines_of(market, after) == [(paid, 2950, 590, FIFTH)]
    assert lines_of(market, last) == [(paid, 3371, 169, Decimal("0.05"))]
    assert market.rows(SUMS, id=after) == [(paid, 2950, 590)]
    assert market.balance("escrow", market.supplier) == 3 * paid


def test_the_newest_word_for_a_day_counts_whatever_else_was_said(market: Market, today: date) -> None:
    for day, rate in ((today, "0.13"), (today + timedelta(days=9), "0.5"), (today, "0.09")):
        say(market, rate, day)
    market.money()
    (order_id,) = market.order({market.goods(): 6})
    assert lines_of(market, order_id)[0][3] == Decimal("0.09")
    bind_actor(market.session, market.supplier)
    assert [row.rate for row in tax_rates(market.session, market.supplier)] == [
        Decimal("0.5"),
        Decimal("0.09"),
        Decimal("0.13"),
    ]


def test_each_seller_has_its_own_rate(market: Market, today: date) -> None:
    say(market, FIFTH, today)
    market.money()
    mine, theirs = market.order({market.goods(): 6, market.goods(market.rival): 6})
    rates = {lines_of(market, order_id)[0][3] for order_id in (mine, theirs)}
    assert rates == {FIFTH, Decimal(0)}


def test_the_sums_of_an_order_are_those_of_its_lines(market: Market, today: date) -> None:
    say(market, FIFTH, today)
    market.money()
    prices = (Decimal("1.011"), Decimal("2.33"), Decimal("0.07"))
    (order_id,) = market.order({market.goods(steps=(Step(6, price),)): 6 for price in prices})
    sums = [sum(column) for column in zip(*(line[:3] for line in lines_of(market, order_id)), strict=True)]
    assert market.rows(SUMS, id=order_id) == [tuple(sums)]


def test_what_is_no_rate_is_refused(market: Market, today: date) -> None:
    with market.refuses(InvalidInput, field="in_force_from", code="tax_day_over"):
        say(market, FIFTH, today - timedelta(days=1))
    with market.refuses(InvalidInput, field="rate", code="tax_identity_first"):
        say(market, FIFTH, today, market.rival)
    with market.refuses(NotAllowed):
        say(market, FIFTH, today, market.retailer)
    say(market, 0, today, market.rival)  # who charges none needs no tax number


def test_what_was_said_stays_and_nobody_says_it_for_another(market: Market, today: date) -> None:
    say(market, FIFTH, today)
    own = {"id": market.supplier.organisation, "person": market.rival.person}
    theirs = "INSERT INTO seller_tax_rates VALUES (uuidv7(), :id, 0.1, current_date, :person, now())"
    for statement in ("UPDATE seller_tax_rates SET rate = 0.1", "DELETE FROM seller_tax_rates", theirs):
        bind_actor(market.session, market.rival)
        with pytest.raises(ProgrammingError), market.session.begin_nested():
            market.session.execute(text(statement), own)


def test_buyers_may_read_what_their_order_freezes(market: Market, today: date) -> None:
    say(market, FIFTH, today)
    bind_actor(market.session, market.retailer)
    assert market.session.execute(text("SELECT rate FROM seller_tax_rates")).scalars().all() == [FIFTH]
    bind_actor(market.session, Actor.nobody())
    assert market.session.execute(text("SELECT count(*) FROM seller_tax_rates")).scalar_one() == 0


def test_the_database_holds_a_line_to_its_rate(market: Market, today: date) -> None:
    say(market, FIFTH, today)
    market.money()
    market.order({market.goods(): 6})
    bind_actor(market.session, Actor.system())
    with pytest.raises(IntegrityError, match="ck_order_lines_tax"), market.session.begin_nested():
        market.session.execute(text("UPDATE order_lines SET tax_minor = tax_minor + 1, net_minor = net_minor - 1"))
