"""Who buys reads how much of the prices is tax: before ordering what the order then keeps, and nothing where there is none."""

from __future__ import annotations

from decimal import Decimal

from adapters import clock
from tests.trade.taxed import two_rates
from trade.kernel.money import Money
from trade.parties.rules import TaxClass
from trade.pricing.rules import Step
from web.filters import money


def test_the_cart_says_that_prices_hold_the_tax_beside_what_changes(shop, market, carries):
    sku_id = market.goods()
    assert "Prices include any tax" not in shop.get("retailer.cart").words()
    carries(sku_id, 6)
    assert "Prices include any tax. How much it is stands on the next page." in shop.get("retailer.cart").words()


def test_the_check_page_says_the_tax_that_each_order_will_keep(shop, market, carries, statements, at_desk):
    market.at = clock.now()
    market.money()
    steps = (Step(1, Decimal("1.011")),)
    mine = [
        market.goods(steps=steps, multiple=1, tax_class=tax_class) for tax_class in (TaxClass.STANDARD, TaxClass.ZERO)
    ]
    theirs = market.goods(market.rival)
    for sku_id in (*mine, theirs):
        carries(sku_id, 6)
    with statements() as before:
        assert "Prices include tax" not in shop.get("retailer.checkout").words()
    two_rates(market)
    with statements() as after:
        page = shop.get("retailer.checkout")
    assert len(after) == len(before)
    assert page.words().count("Prices include tax") == 1
    assert "Prices include tax: £1.01." in page.words()

    shop.press(page, "Place the order")
    kept = market.rows("SELECT id, seller_id, tax_minor FROM orders ORDER BY tax_minor DESC")
    assert [tax for *_, tax in kept] == [101, 0]
    for order_id, seller_id, tax in kept:
        seller = market.supplier if seller_id == market.supplier.organisation else market.rival
        bought = shop.get("retailer.order", order_id=order_id)
        sold = at_desk(seller).get("supplier.order", order_id=order_id)
        assert bought.facts().get("Tax in the prices, as ordered", "") == (money(Money(tax, "GBP")) if tax else "")
        assert ("of which tax: £1.01" in sold.words()) == bool(tax)
