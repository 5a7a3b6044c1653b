"""A seller makes up a pack by its form; a shop sees what is in it, orders it as any SKU, and the slip says what to take."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.market import Market
from tests.trade.packs import ONE, pack
from trade.ordering.actions import confirm_order

NEW = {
    "Code": "TEA-SET", "Name": "Tea set", "Name in Chinese": "茶具套装", "Step 1: from": "1", "Step 1: price": "9",
    "Part 1: code": "cup", "Part 1: units in one pack": "2",
}  # fmt: skip


@pytest.fixture
def goods(market: Market):
    market.money()
    return market.goods(code="CUP", name="Cup", name_zh="杯", stock=10, multiple=1, steps=ONE), market.goods(
        code="SAUCER", name="Saucer", name_zh="碟", stock=7, multiple=1, steps=ONE
    )


def test_a_pack_is_made_up_seen_ordered_and_packed(owner, market, goods, at_desk):
    page = owner.get("supplier.new_pack")
    category = page.soup.select_one("#category_id option:nth-of-type(2)")["value"]
    said = NEW | {"Category": category, "Part 2: code": "SAUCER", "Part 2: units in one pack": "3"}
    owner.press(page, "Add the pack", said)
    ((product_id,),) = market.rows("SELECT product_id FROM skus WHERE is_pack")
    page = owner.get("supplier.product", product_id=product_id)
    assert "Packs that can be sold now" in page.words()
    assert page.soup.select_one("#parts tfoot td").text == "2"
    ((pack_id,),) = market.rows("SELECT id FROM skus WHERE is_pack")
    shop = at_desk(market.retailer)
    page = shop.get("retailer.product", sku_id=pack_id)
    assert "In each pack" in page.words()
    assert "Cup CUP 2 piece" in page.words()
    market.at = clock.now()  # from when its prices hold
    (order_id,) = market.order({pack_id: 2})
    assert "In each: 2 × Cup, 3 × Saucer" in shop.get("retailer.order", order_id=order_id).words()
    confirm_order(market.by(market.supplier), order_id)
    assert "In each: 2 × Cup, 3 × Saucer" in owner.get("supplier.order", order_id=order_id).words()
    slip = owner.get("supplier.packing_slip", order_id=order_id).words()
    assert "4 piece · CUP Cup" in slip
    assert "6 piece · SAUCER Saucer" in slip


def test_a_pack_in_the_cart_says_what_is_in_it_and_how_many_are_left(market, goods, at_desk):
    cup, saucer = goods
    set_ = pack(market, {cup: 2, saucer: 3})
    shop = at_desk(market.retailer)
    shop.post("retailer.change_line", {"quantity": "3"}, sku_id=set_, on="product")
    words = shop.get("retailer.cart").words()
    assert "In each: 2 × Cup, 3 × Saucer" in words
    assert "Only 2 left" in words


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"Part 1: code": "", "Part 1: units in one pack": ""}, "Enter at least one part."),
        ({"Part 1: code": "nothing"}, "You have no product with this code."),
        ({"Part 1: units in one pack": "0"}, "Enter"),
        ({"Part 1: units in one pack": "many"}, "Enter a whole number such as 12."),
        ({"Part 1: units in one pack": "1001"}, "Enter how many are in one pack, from 1 to 1,000."),
        ({"Part 1: units in one pack": ""}, "Enter how many are in one pack, from 1 to 1,000."),
        ({"Part 2: code": "CUP", "Part 2: units in one pack": "1"}, "This part stands in another row already."),
        ({"Part 1: code": "OTHER"}, "This is a pack itself."),
    ],
)
def test_what_is_wrong_with_a_part_stands_in_its_row_and_nothing_is_made(owner, market, goods, entries, sentence):
    pack(market, {goods[0]: 1}, code="OTHER")
    page = owner.get("supplier.new_pack")
    category = page.soup.select_one("#category_id option:nth-of-type(2)")["value"]
    page = owner.press(page, "Add the pack", NEW | {"Category": category} | entries, expect=422)
    assert any(sentence in error.text for error in page.soup.select("table .error")), page.words()
    assert market.rows("SELECT count(*) FROM skus WHERE is_pack") == [(1,)]


def test_more_rows_come_without_losing_what_was_typed_and_without_saving(owner, market, goods):
    page = owner.get("supplier.new_pack")
    rows = len(page.soup.select("table[aria-describedby=parts-hint] tbody tr"))
    page = owner.press(page, "More rows", NEW, expect=200)
    assert len(page.soup.select("table[aria-describedby=parts-hint] tbody tr")) == rows + 4
    assert page.soup.select_one("#part_0")["value"] == "cup"
    assert market.rows("SELECT count(*) FROM skus WHERE is_pack") == [(0,)]


def test_a_pack_is_made_up_otherwise_and_the_form_shows_what_holds(owner, market, goods):
    cup, saucer = goods
    pack(market, {cup: 2})
    ((product_id,),) = market.rows("SELECT product_id FROM skus WHERE is_pack")
    page = owner.get("supplier.product", product_id=product_id)
    assert page.soup.select_one("#part_0")["value"] == "CUP"
    owner.press(page, "Save the parts", {"Part 2: code": "SAUCER", "Part 2: units in one pack": "1"})
    assert market.rows("SELECT part_id, quantity FROM pack_parts ORDER BY position") == [(cup, 2), (saucer, 1)]
    page = owner.get("supplier.product", product_id=product_id)
    page = owner.press(page, "Save the parts", {"Part 1: code": "gone"}, expect=422)
    assert "You have no product with this code." in page.words()


def test_a_pack_stands_on_no_shelf_and_in_no_count(owner, market, goods):
    set_ = pack(market, {goods[0]: 2}, code="SET-9")
    for page in ("supplier.stock_list", "supplier.count_sheet"):
        assert "SET-9" not in owner.get(page).words()
    owner.get("supplier.stock_of_sku", sku_id=set_, expect=404)
    words = owner.get("supplier.stock_of_sku", sku_id=goods[0]).words()
    assert "Also sold in packs, out of what lies here: SET-9" in words
    assert "2 in each" in words
    assert "SET-9" in owner.get("supplier.product_list").words()
