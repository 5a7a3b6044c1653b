"""A seller adds another specification by a form; a shop orders both on one page."""

from __future__ import annotations


def test_a_specification_is_added_with_the_prices_of_the_first_and_both_stand_on_the_buyers_page(
    owner, market, at_desk
):
    first = market.goods(code="KET", name="Kettle")
    ((product_id,),) = market.rows("SELECT id FROM products")
    page = owner.get("supplier.new_sku", product_id=product_id)
    owner.press(page, "Add the specification", {"Specification": "Mint", "Code": "KET-M"})
    page = owner.get("supplier.product", product_id=product_id)
    assert "Mint" in page.words()
    shop = at_desk(market.retailer)
    page = shop.get("retailer.product", sku_id=first)
    assert "Kettle · Mint" in page.words()
    assert page.soup.select(".goods .item")


def test_what_is_wrong_with_a_specification_stands_beside_its_field(owner, market):
    market.goods(code="KET", name="Kettle")
    ((product_id,),) = market.rows("SELECT id FROM products")
    page = owner.get("supplier.new_sku", product_id=product_id)
    page = owner.press(page, "Add the specification", {"Specification": "Mint", "Code": "KET"}, expect=422)
    assert "You already have a product with this code." in page.words()
    page = owner.press(
        page, "Add the specification", {"Code": "K2", "Specification": "", "Smallest order": "0"}, expect=422
    )
    assert page.words()
    assert market.rows("SELECT count(*) FROM skus") == [(1,)]


def test_a_specification_stands_among_the_products(owner, market):
    sku_id = market.goods()

    page = owner.get("supplier.sku", sku_id=sku_id)

    assert here(page) == {"Products"}
    assert here(owner.get("supplier.today")) == {"Today"}


def here(page):
    return {place.text.strip() for place in page.soup.select("nav [aria-current=page]")}
