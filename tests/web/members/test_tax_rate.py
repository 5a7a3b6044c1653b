"""A seller says which tax its prices hold, on the page of its tax identity; its invoices show it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters import clock
from tests.desk import Desk
from tests.trade.invoiced import identify
from tests.trade.market import Market
from trade.kernel.actor import Actor


@pytest.fixture
def supplier(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    return at_desk(market.supplier)


def test_a_seller_says_which_tax_its_prices_hold_and_its_invoices_show_it(market, supplier):
    page = supplier.get("members.tax_identity")
    today = clock.now().date()
    said = {"Tax in your prices, in per cent": "twenty", "Holds from": today.isoformat()}
    refused = supplier.press(page, "Save the rate", said, expect=422)
    assert "Enter a percentage from 0" in refused.errors()["Tax in your prices, in per cent"]
    refused = supplier.press(refused, "Save the rate", {"Tax in your prices, in per cent": "20"}, expect=422)
    assert "First say who you are" in refused.errors()["Tax in your prices, in per cent"]
    identify(market)
    over = {"Tax in your prices, in per cent": "20", "Holds from": (today - timedelta(days=1)).isoformat()}
    refused = supplier.press(supplier.get("members.tax_identity"), "Save the rate", over, expect=422)
    assert "That day is over" in refused.errors()["Holds from"]
    answer = supplier.press(refused, "Save the rate", {"Holds from": today.isoformat()})
    assert supplier.get(answer.goes_to).rows("Rates that held, hold and will hold")[0][1:3] == ["Standard rate", "20 %"]

    market.at = clock.now()
    order_id = market.confirmed()
    supplier.press(supplier.get("supplier.order", order_id=order_id), "Issue the invoice now")
    paper_id = market.rows("SELECT id FROM papers")[0][0]
    (line,) = supplier.get("papers.paper", paper_id=paper_id).rows("Invoiced")[:1]
    net, tax, gross = (market.rows(f"SELECT {name}_minor FROM papers")[0][0] for name in ("net", "tax", "gross"))
    assert tax == round(gross / 6)
    assert net + tax == gross
    assert "20.00 %" in line


def test_a_buyer_is_asked_for_no_rate(market, at_desk):
    assert not at_desk(market.retailer).get("members.tax_identity").has_button("Save the rate")
