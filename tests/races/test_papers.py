"""64 issue papers of one seller at once: every number once, none left out, whoever else gives up half way."""

from __future__ import annotations

import pytest

from tests.races.conftest import CROWD, Crowd, deed
from tests.trade.invoiced import due, identify, papers
from tests.trade.market import Market
from trade.invoicing.actions import issue_invoice, issue_of_order
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order, confirm_order

pytestmark = pytest.mark.race


def test_numbers_have_no_gap_and_no_double(market: Market, crowd: Crowd) -> None:
    identify(market)
    sku_id = market.goods(stock=CROWD * 6)
    market.money(minor=1_000_000)
    orders = [market.order({sku_id: 6})[0] for _ in range(CROWD // 2)]
    for order_id in orders:
        confirm_order(market.by(market.supplier), order_id)
    never = market.order({sku_id: 6})[0]
    deeds = []
    for n, order_id in enumerate(orders):
        # Each order twice, and now and then one that is refused after it has begun.
        deeds += [deed(market.by(market.supplier), issue_invoice, order_id) for _ in range(1 if n % 4 == 0 else 2)]
        deeds += [deed(market.by(market.supplier), issue_invoice, never)] if n % 4 == 0 else []

    answers = crowd(deeds)

    assert len(deeds) == CROWD
    assert len({str(answer) for answer in answers}) == len(orders) + 1
    assert sorted(row[1] for row in papers(market)) == list(range(1, len(orders) + 1))
    for order_id in orders[:8]:
        cancel_order(market.by(market.retailer), order_id, reason="")
    crowd([deed(market.by(Actor.system()), issue_of_order, order_id) for order_id in orders[:8] for _ in range(4)])
    notes = [row for row in papers(market) if row[0] == "credit_note"]
    assert sorted(row[1] for row in notes) == list(range(1, 9))
    assert due(market, orders[0]) == 0
