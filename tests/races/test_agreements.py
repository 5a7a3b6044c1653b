"""Colleagues race for the last of what an agreement covers, and prices change while others check out."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.deals import agreement, consumed
from tests.trade.market import Market, gbp
from trade.ordering.actions import cancel_order, place_orders, set_cart_line
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)
CROWD = 20


def test_themes_13_and_16_twenty_colleagues_and_the_last_seven_of_an_agreement(market: Market, crowd: Crowd) -> None:
    """Complaint 16: as many get the agreed price as it covers; nobody else is charged another than was shown."""
    market.money(minor=1_000_000)
    buyers = [market.retailer, *(market.colleague(market.retailer) for _ in range(CROWD - 1))]
    sku_id = market.goods(stock=1000, steps=ONE_EACH, multiple=1)
    found = agreement(market, {sku_id: ("2.00", 7)})
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    answers = crowd([deed(market.by(buyer), place_orders, shown=(gbp(200),)) for buyer in buyers])
    assert kinds(answers)["Placed"] == 7
    assert set(kinds(answers)) <= {"Placed", "CapacityShort", "CartChanged"}
    assert consumed(market, found) == [7]
    assert market.balance("escrow", market.supplier) == 7 * 200
    orders = [order_id for (order_id,) in market.rows("SELECT id FROM orders")]
    crowd([deed(market.by(market.retailer), cancel_order, order_id, reason="x") for order_id in orders])
    assert consumed(market, found) == [0]


def test_theme_7_prices_change_while_twenty_buyers_check_out(market: Market, crowd: Crowd) -> None:
    """Complaint 7: no deadlock, and nobody pays a price that was not shown."""
    market.money(minor=1_000_000)
    buyers = [market.retailer, *(market.colleague(market.retailer) for _ in range(CROWD - 1))]
    goods = [market.goods(stock=1000, steps=ONE_EACH, multiple=1) for _ in range(3)]
    for buyer in buyers:
        for sku_id in goods:
            set_cart_line(market.by(buyer), sku_id, quantity=1)
    deeds = [deed(market.by(buyer), place_orders, shown=(gbp(750),)) for buyer in buyers]
    market.at += timedelta(seconds=1)
    dearer = [Step(1, Decimal("2.60"))]
    deeds += [deed(market.by(market.supplier), set_ladder, sku_id, steps=dearer) for sku_id in goods]
    answers = crowd(deeds)
    assert set(kinds(answers)) <= {"Placed", "CartChanged", "UUID"}
    placed = kinds(answers)["Placed"]
    assert market.balance("escrow", market.supplier) == placed * 750
