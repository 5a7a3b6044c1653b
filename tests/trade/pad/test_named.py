"""What codes are sold as, to a program: each by itself, whatever lies in a cart."""

from __future__ import annotations

from decimal import Decimal

from tests.trade.deals import family
from tests.trade.market import Market
from trade.ordering.actions import set_cart_line
from trade.pad.queries import goods_named
from trade.pricing.rules import Counting


def test_a_flavour_costs_what_its_smallest_order_costs_alone_whatever_of_its_family_lies_in_the_cart(
    market: Market,
) -> None:
    """Of a ladder that counts a family, 36 of one flavour in the cart would else make the other look cheaper than it is."""
    red, blue = family(market, Counting.PRODUCT)
    codes = [row[0] for sku_id in (red, blue) for row in market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)]
    with market.as_system() as session:
        before = goods_named(session, market.retailer, codes, market.at)
    set_cart_line(market.by(market.retailer), red, quantity=36)
    with market.as_system() as session:
        found = goods_named(session, market.retailer, codes, market.at)
    assert [(one.offer.sku_id, one.price.unit_price) for one in found if one.price] == [
        (red, Decimal("2.95")),
        (blue, Decimal("2.95")),
    ]
    assert [one.price for one in found] == [one.price for one in before]
