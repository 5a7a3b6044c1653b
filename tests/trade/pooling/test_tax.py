"""Orders of a pool are taxed as on the day on which it closes, whatever held when somebody joined."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.trade.market import Market
from tests.trade.pooling.pooled import close, join, pool, shops
from tests.trade.taxed import becomes, found, say, two_rates
from trade.parties.rules import TaxClass


def test_a_pool_s_orders_freeze_class_and_rate_at_its_close(market: Market) -> None:
    two_rates(market)
    pool_id, sku_id = pool(market)
    for shop in shops(market, 2):
        join(market, shop, pool_id, sku_id, 30)
    becomes(market, sku_id, TaxClass.REDUCED)
    say(market, Decimal("0.1"), TaxClass.REDUCED, market.at.date() + timedelta(days=8))
    close(market, pool_id)

    lines = market.rows("SELECT tax_class, tax_rate, gross_minor, net_minor, tax_minor FROM order_lines")
    assert lines == [("reduced", Decimal("0.1"), 6600, 6000, 600)] * 2
    becomes(market, sku_id, TaxClass.EXEMPT)
    assert market.rows("SELECT DISTINCT tax_class FROM order_lines") == [("reduced",)]
    assert found(market, "orders with lines at another rate") == []
