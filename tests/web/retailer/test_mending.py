"""Lines of a cart that cannot be ordered as they are: each is explained, and mended by one tap."""

from __future__ import annotations

from decimal import Decimal

from tests.trade.looking import snapshot
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.queries import own_product
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.stock.actions import count_stock
from web.fragments import dom_id


def change(shop, sku_id, quantity, *, expect=200):
    return shop.post(shop.path("retailer.change_line", sku_id=sku_id), {"quantity": quantity}, expect=expect, htmx=True)


def test_less_is_left_than_the_line_asks_for(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)
    count_stock(market.by(market.supplier), kettle, counted=20)

    page = shop.get("retailer.cart")
    assert "Only 20 left" in page.words()
    shop.press(page, "Take 18")

    assert cart() == {kettle: 18}


def test_a_line_that_is_not_for_sale_any_more_can_only_leave(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)
    rewrite(market, kettle, is_offered=False)

    page = shop.get("retailer.cart")
    assert "Not for sale any more" in page.words()
    assert page.fragment("cart-totals").words() == "Total, 1 line £0.00 Check the order"
    refused = change(shop, kettle, "42", expect=409)
    assert "Blue kettle is not for sale any more." in refused.alert()
    assert cart() == {kettle: 36}
    shop.post("auth.set_language", {"locale": "zh-Hans"})
    assert shop.get("retailer.cart").has_button("移出"), "提现 would be: to be paid out"
    shop.post("auth.set_language", {"locale": "en"})
    shop.press(page, "Take it out")
    assert cart() == {}


def test_a_line_whose_seller_does_not_trade_says_so_and_is_back_when_it_does(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)
    move = "UPDATE organisations SET state = '{}' WHERE id = :id RETURNING 1"
    market.rows(move.format("suspended"), id=market.supplier.organisation)

    page = shop.get("retailer.cart")
    assert "Its seller does not trade at present." in page.words()
    assert page.fragment("cart-totals").words() == "Total, 1 line £0.00 Check the order"
    assert "The seller of Blue kettle does not trade at present." in change(shop, kettle, "42", expect=409).alert()
    market.rows(move.format("admitted"), id=market.supplier.organisation)

    assert "Its seller" not in shop.get("retailer.cart").words()
    assert cart() == {kettle: 36}


def test_a_quantity_that_is_not_sold_any_more_is_mended_by_a_tap(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 18)
    rewrite(market, kettle, moq=12, multiple=12)

    page = shop.get("retailer.cart")
    assert "Sold in another quantity now" in page.words()
    shop.press(page, "Take 24")

    assert cart() == {kettle: 24}


def test_a_price_that_moved_is_told_until_the_cart_is_changed_and_the_totals_stay_right(shop, market, carries, session):
    kettle, mug = market.goods(name="Blue kettle"), market.goods(name="Mug")
    carries(kettle, 6)
    carries(mug, 6)
    market.later(seconds=1)
    set_ladder(market.by(market.supplier), kettle, steps=[Step(6, Decimal("3.50"))])

    before = snapshot(session)
    shop.get("retailer.cart")
    page = shop.get("retailer.cart")

    assert snapshot(session) == before
    assert "was £17.70 when you put it in" in page.words()
    assert "£38.70" in page.fragment("cart-totals").words()
    form = page.soup.select_one(f"#{dom_id('cart-line', mug)} form")
    changed = shop.post(str(form["action"]), {"quantity": "12"}, expect=200, htmx=True)
    assert "£56.40" in changed.swaps()["cart-totals"].words()
    assert "was £17.70" not in shop.get("retailer.cart").words()


def rewrite(market, sku_id, **values: object):
    """Have the seller change what is said of a product."""
    [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE id = :id", id=sku_id)
    with market.as_system() as session:
        product, sku = own_product(session, market.supplier, product_id)
        sheet, version = sheet_of(product, sku), product.version
    changed = {**{name: getattr(sheet, name) for name in sheet.__slots__}, **values}
    edit_product(market.by(market.supplier), product_id, sheet=type(sheet)(**changed), version=version)
