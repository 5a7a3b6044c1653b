"""Invoices sum taxes up by class and rate, and say why goods bear none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk import Desk
from tests.trade.invoiced import due, identify
from tests.trade.market import Market
from tests.trade.taxed import two_rates
from trade.kernel.actor import Actor
from trade.ordering.actions import confirm_order
from trade.parties.rules import TaxClass


@pytest.fixture
def owner(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    return at_desk(market.supplier)


def test_an_invoice_sums_taxes_up_by_class_and_says_why_there_is_none(owner, market):
    identify(market)
    two_rates(market)
    market.money()
    goods = {market.goods(code=f"K-{n}", tax_class=tax_class): 6 for n, tax_class in enumerate(TaxClass)}
    (order_id,) = market.order(goods)
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id)
    due(market, order_id)
    [(paper_id,)] = market.rows("SELECT id FROM papers")
    page = owner.get("papers.paper", paper_id=paper_id)
    assert [row[:2] + row[3:4] for row in page.rows("Tax by rate")[:4]] == [
        ["Standard rate", "20.00 %", "£2.95"], ["Reduced rate", "5.00 %", "£0.84"],
        ["Zero-rated", "0.00 %", "£0.00"], ["Exempt", "–", "£0.00"],
    ]  # fmt: skip
    assert "Total £67.01 £3.79 £70.80" in " ".join(page.words().split())
    assert [row[5] for row in page.rows("Invoiced")[:4]] == ["20.00 %", "5.00 %", "Zero-rated", "Exempt"]
    assert "Zero-rated: these goods are taxable" in page.words()
    assert "Exempt: no tax is charged" in page.words()
    assert owner.get("papers.paper_pdf", paper_id=paper_id).answer.data.startswith(b"%PDF")


def test_a_paper_without_any_tax_has_no_table_of_it(owner, market):
    identify(market)
    order_id = market.confirmed()
    market.ship(order_id)
    due(market, order_id)
    [(paper_id,)] = market.rows("SELECT id FROM papers")
    assert "Tax by rate" not in owner.get("papers.paper", paper_id=paper_id).words()
