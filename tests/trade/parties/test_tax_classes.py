"""Goods of several tax classes: each taxed at its seller's rate of the day, frozen, and summed up without losing a penny."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError, IntegrityError

from tests.trade.invoiced import due
from tests.trade.market import Market
from tests.trade.taxed import FIFTH, SHEET, TWENTIETH, becomes, found, say, two_rates
from trade.invoicing.queries import paper
from trade.invoicing.rules import Amounts, Sold, TaxSum, by_rate, to_credit
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput
from trade.kernel.money import Money, tax_within
from trade.kernel.work import bind_actor
from trade.ordering.actions import close_short, confirm_order
from trade.parties.actions import set_tax_identity
from trade.parties.rules import TaxClass, TaxRates
from trade.pricing.rules import Step

STANDARD, REDUCED, ZERO, EXEMPT = TaxClass
LINES = "SELECT tax_class, tax_rate, gross_minor, net_minor, tax_minor FROM order_lines WHERE order_id = :id ORDER BY sku_code"


@pytest.fixture
def today(market: Market) -> date:
    """The seller's day, on which it has a standard and a reduced rate."""
    two_rates(market)
    return market.at.date()


lines_of_a_paper = st.lists(
    st.tuples(st.sampled_from(TaxClass), st.integers(0, 10**9), st.integers(1, 500), st.integers(0, 500)), min_size=1
)
some_rates = st.decimals(0, Decimal("0.99"), places=4)


@given(lines=lines_of_a_paper, standard=some_rates, reduced=st.none() | some_rates)
def test_nets_and_taxes_are_the_gross_by_line_by_class_and_by_paper(
    lines: list[tuple[TaxClass, int, int, int]], standard: Decimal, reduced: Decimal | None
) -> None:
    rates = TaxRates(standard, reduced)
    sold = [_sold(rates, *line) for line in lines]
    papers: list[list[Any]] = [[_taxed(line, line.kept) for line in sold]]
    cut = [replace(line, refunded=Money(line.agreed.gross.minor * gone // 1000, "GBP"))
           for line, (*_, gone) in zip(sold, lines, strict=True)]  # fmt: skip
    standing = {line.order_line_id: line.agreed for line in sold}
    papers.append([_taxed(line, back) for line, back in to_credit(cut, standing)])
    for paper_lines in papers:
        assert all(line.net + line.tax == line.gross for line in paper_lines)
        sums = by_rate(paper_lines)
        assert all(one.net + one.tax == one.gross for one in sums)
        assert len({(one.tax_class, one.tax_rate) for one in sums}) == len(sums)
        for name in ("net", "tax", "gross"):
            assert sum(getattr(one, name).minor for one in sums) == sum(
                getattr(line, name).minor for line in paper_lines
            )
    assert all(one.tax.minor == 0 for one in by_rate(papers[0]) if one.tax_class in {ZERO, EXEMPT})
    assert sum(line.gross.minor for line in papers[0]) == sum(gross for _, gross, *_ in lines)


def _sold(rates: TaxRates, tax_class: TaxClass, gross: int, quantity: int, _gone: int) -> Sold:
    kept, rate = rates.frozen(tax_class)
    amount = Money(gross, "GBP")
    tax = tax_within(amount, rate)
    agreed = Amounts(quantity, amount - tax, tax, amount)
    return Sold(uuid4(), "C", "Kettle", "piece", Decimal(1), kept, rate, agreed, 0, Money(0, "GBP"))


def _taxed(line: Sold, said: Amounts) -> TaxSum:
    return TaxSum(line.tax_class, line.tax_rate, said.net, said.tax, said.gross)


@pytest.mark.parametrize(
    ("rates", "tax_class", "kept"),
    [
        (TaxRates(FIFTH, TWENTIETH), STANDARD, (STANDARD, FIFTH)),
        (TaxRates(FIFTH, TWENTIETH), REDUCED, (REDUCED, TWENTIETH)),
        (TaxRates(FIFTH, Decimal(0)), REDUCED, (REDUCED, Decimal(0))),
        (TaxRates(FIFTH, TWENTIETH), ZERO, (ZERO, Decimal(0))),
        (TaxRates(FIFTH), EXEMPT, (EXEMPT, Decimal(0))),
        (TaxRates(), STANDARD, (STANDARD, Decimal(0))),
        (TaxRates(FIFTH), REDUCED, (STANDARD, FIFTH)),  # never less than what is owed, and the paper says which
    ],
)
def test_what_a_line_keeps_of_a_class(rates: TaxRates, tax_class: TaxClass, kept: tuple[TaxClass, Decimal]) -> None:
    assert rates.frozen(tax_class) == kept
    assert rates.allows(tax_class) == (kept[0] is tax_class)


def test_an_order_of_four_classes_freezes_each_and_costs_the_same(market: Market, today: date) -> None:
    market.money()
    steps = (Step(1, Decimal("1.05")),)
    goods = {market.goods(code=f"{n}", steps=steps, multiple=1, tax_class=tax_class): 10
             for n, tax_class in enumerate(TaxClass)}  # fmt: skip
    (order_id,) = market.order(goods)

    assert market.rows(LINES, id=order_id) == [
        ("standard", FIFTH, 1050, 875, 175), ("reduced", TWENTIETH, 1050, 1000, 50),
        ("zero", 0, 1050, 1050, 0), ("exempt", 0, 1050, 1050, 0),
    ]  # fmt: skip
    sums = "SELECT total_minor, net_minor, tax_minor FROM orders WHERE id = :id"
    assert market.rows(sums, id=order_id) == [(4200, 3975, 225)]
    assert market.balance("escrow", market.supplier) == 4200

    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, quantity=4)
    due(market, order_id)
    close_short(market.by(market.supplier), order_id, reason="sold out")
    due(market, order_id)
    bind_actor(market.session, market.supplier)
    said = [paper(market.session, market.supplier, key) for (key,) in market.rows("SELECT id FROM papers ORDER BY id")]
    assert [[(one.tax_class, one.tax.minor) for one in by_rate(each.lines)] for each in said] == [
        [(STANDARD, 175), (REDUCED, 50), (ZERO, 0), (EXEMPT, 0)],
        [(STANDARD, 105), (REDUCED, 30), (ZERO, 0), (EXEMPT, 0)],
    ]
    for each in said:
        sums_of = [
            Money.sum((getattr(one, name) for one in by_rate(each.lines)), "GBP") for name in ("net", "tax", "gross")
        ]
        assert sums_of == [each.row.net, each.row.tax, each.row.gross]
    assert found(market, "papers with lines of another tax class") == []


def test_another_class_changes_no_order_made_before(market: Market, today: date) -> None:
    market.money()
    goods = market.goods()
    (before,) = market.order({goods: 6})
    becomes(market, goods, ZERO)
    (after,) = market.order({goods: 6})
    assert market.rows(LINES, id=before) == [("standard", FIFTH, 1770, 1475, 295)]
    assert market.rows(LINES, id=after) == [("zero", 0, 1770, 1770, 0)]


def test_a_class_without_a_rate_that_holds_is_refused_and_nothing_is_taxed_as_it(market: Market, today: date) -> None:
    sheet = market.sheet(tax_class=REDUCED)
    with market.refuses(InvalidInput, field="tax_class", code="tax_class_unsaid"):
        market.goods(market.rival, tax_class=REDUCED)
    set_tax_identity(market.by(market.rival), replace(SHEET, legal_name="Rival Ltd"))
    say(market, TWENTIETH, REDUCED, today + timedelta(days=1), market.rival)
    with market.refuses(InvalidInput, field="tax_class", code="tax_class_unsaid"):
        market.goods(market.rival, tax_class=REDUCED)
    market.at += timedelta(days=1)
    market.goods(market.rival, code=sheet.code, tax_class=REDUCED)
    market.goods(market.rival, tax_class=EXEMPT)
    with market.refuses(InvalidInput, field="tax_class", code="tax_class_nil"):
        say(market, TWENTIETH, ZERO)


def test_the_database_holds_goods_and_lines_to_their_class(market: Market, today: date) -> None:
    market.money()
    market.order({market.goods(): 6})
    market.goods(market.rival)
    bind_actor(market.session, Actor.system())
    for statement, why in (
        ("UPDATE order_lines SET tax_class = 'exempt'", "ck_order_lines_tax_class"),
        ("UPDATE order_lines SET tax_class = 'half'", "ck_order_lines_tax_class"),
        ("UPDATE products SET tax_class = 'half'", "ck_products_tax_class"),
        ("UPDATE products SET tax_class = 'reduced'", "no rate was said"),
    ):
        with pytest.raises(DBAPIError, match=why), market.session.begin_nested():
            market.session.execute(text(statement))
    said = "INSERT INTO seller_tax_rates VALUES (uuidv7(), :id, 0, current_date, :person, now(), 'zero')"
    own = {"id": market.supplier.organisation, "person": market.supplier.person}
    with pytest.raises(IntegrityError, match="ck_seller_tax_rates_tax_class"), market.session.begin_nested():
        market.session.execute(text(said), own)


def test_verify_finds_a_line_at_a_rate_that_was_not_said_for_its_day(market: Market, today: date) -> None:
    market.money()
    market.later(minutes=5)
    goods = {market.goods(tax_class=REDUCED): 6, market.goods(): 6}
    (order_id,) = market.order(goods)
    market.later(minutes=5)
    say(market, Decimal("0.1"), REDUCED)
    (later,) = market.order(goods)
    words = "orders with lines at another rate"
    assert found(market, words) == []
    assert found(market, "orders that their lines") == []

    with market.as_system() as session:
        session.execute(text(
            "UPDATE order_lines SET tax_rate = 0.2, tax_minor = round(gross_minor / 6.0),"
            " net_minor = gross_minor - round(gross_minor / 6.0) WHERE order_id = :id AND tax_class = 'reduced'"
        ), {"id": later})  # fmt: skip
        session.commit()
    assert found(market, words) == [(str(later),)]
    assert found(market, "orders that their lines") == [(str(later),)]
    assert order_id != later
