"""Finding goods, and the list's price in time and bytes."""

from __future__ import annotations

import re

import brotli
import pytest

DOCUMENT_BYTES = 13 * 1024


def names(page):
    return [tag.get_text(strip=True) for tag in page.soup.select("main li h2")]


def tabs(page, label):
    return page.within(page.soup.select_one(f'nav[aria-label="{label}"]')).words()


def test_a_product_shows_my_price_its_ladder_and_what_lies_in_the_cart(shop, market, carries):
    sku_id = market.goods(name="Blue kettle")
    carries(sku_id, 36)

    page = shop.get("retailer.products")

    assert names(page) == ["Blue kettle"]
    assert "£2.55 / piece" in page.words()
    assert "6+ £2.95 36+ £2.55" in page.words()
    assert page.field("Blue kettle, piece")["value"] == "36"
    assert page.has_link("Cart 1")


def test_words_are_searched_and_categories_narrow_down(shop, market):
    market.goods(name="Blue kettle")
    market.goods(name="Red kettle", category_id=market.category("0.03"))
    [(slug, shelf_name)] = market.rows("SELECT slug, name FROM categories ORDER BY position DESC LIMIT 1")

    assert names(shop.get("retailer.products", q="KETTLE blu")) == ["Blue kettle"]
    page = shop.get("retailer.products", category=slug)
    assert names(page) == ["Red kettle"]
    assert page.heading() == shelf_name
    assert shelf_name in tabs(page, "Categories")
    assert len(names(shop.get("retailer.products", category="no such shelf"))) == 0


def test_nothing_found_says_what_to_do(shop, market):
    market.goods()

    page = shop.get("retailer.products", q="%' OR 1=1 --")

    assert "Nothing found" in page.words()
    assert page.link("Show all products") == "/retailer/products"


def test_an_empty_market_says_what_will_be_here(shop):
    assert "No products yet" in shop.get("retailer.products").words()


def test_more_products_come_by_key_and_are_appended_by_htmx(shop, market):
    for number in range(30):
        market.goods(name=f"Kettle {number:02}")
    first = shop.get("retailer.products")

    further = first.link("More products")
    second, appended = shop.get(further), shop.get(further, htmx=True)

    assert len(names(first)) == 24
    assert len(names(second)) == 6
    assert set(names(first)) | set(names(second)) == {f"Kettle {number:02}" for number in range(30)}
    assert len(appended.soup.select("li h2")) == 6
    assert appended.soup.select_one("h1") is None
    assert second.link("To the first products") == "/retailer/products"


@pytest.mark.parametrize("cursor", ["x", "WzEsMl0", "😀", "W" * 5000])
def test_a_broken_cursor_begins_anew(shop, market, cursor):
    market.goods(name="Blue kettle")

    assert names(shop.get("retailer.products", after=cursor)) == ["Blue kettle"]


def test_a_row_drawn_once_has_keys_and_token_of_its_own_each_time(shop, market, at_desk):
    for name in ("Tea & <b>cup</b>", "Plain", "Many"):
        market.goods(name=name, stock=20_000)
    others = at_desk(market.neighbour)

    pages = [shop.get("retailer.products"), shop.get("retailer.products"), others.get("retailer.products")]

    keys = [field["value"] for page in pages for field in page.soup.select("main input[name=idempotency_key]")]
    assert len(set(keys)) == len(keys) == 9
    tokens = [{field["value"] for field in page.soup.select("main input[name=csrf_token]")} for page in pages]
    assert [len(found) for found in tokens] == [1, 1, 1]
    assert all(re.fullmatch(r"[0-9a-f]{32}", key) for key in keys)
    assert rows_without_secrets(pages[0]) == rows_without_secrets(pages[1]) == rows_without_secrets(pages[2])


def test_a_row_is_drawn_anew_for_what_it_shows_and_in_whose_language(shop, market, carries):
    sku_id = market.goods(name="Kettle", name_zh="水壶")
    before = rows_without_secrets(shop.get("retailer.products"))
    carries(sku_id, 36)

    assert shop.get("retailer.products").field("Kettle, piece")["value"] == "36"
    shop.post("auth.set_language", {"locale": "zh-Hans", "next": "/"})

    assert names(shop.get("retailer.products")) == ["水壶"]
    assert "水壶" not in before


def rows_without_secrets(page) -> str:
    rows = page.soup.select_one("ul.goods")
    for field in rows.select("input[type=hidden]"):
        field["value"] = ""
    return str(rows)


def test_the_first_document_is_light_and_its_statements_do_not_grow(shop, market, statements):
    for number in range(3):
        market.goods(name=f"Kettle {number}")
    shop.get("retailer.products")
    with statements() as few:
        shop.get("retailer.products")
    for number in range(27):
        market.goods(name=f"Hand-thrown celadon bowl with a rather long name {number}")
    with statements() as many:
        page = shop.get("retailer.products")

    assert len(names(page)) == 24
    assert len(asked(many)) == len(asked(few)) <= 5
    assert len(brotli.compress(page.answer.get_data(), quality=5)) <= DOCUMENT_BYTES


def test_a_products_page_explains_its_price(shop, market, carries):
    sku_id = market.goods(name="Blue kettle", name_zh="蓝色水壶")
    carries(sku_id, 12)

    page = shop.get("retailer.product", sku_id=sku_id)

    assert page.heading() == "Blue kettle"
    assert page.facts()["Available now"] == "100"
    assert page.facts()["Sold in multiples of"] == "6"
    assert "from 6 up £2.95 each, so 12 come to £35.40. This one counts." in page.words()
    assert "24 more for £2.55 each, saves £14.40" in page.words()


def test_an_empty_cart_takes_the_whole_of_the_next_step(shop, market):
    page = shop.get("retailer.product", sku_id=market.goods())

    assert "36 more for £2.55 each" in page.words()


def test_names_are_chinese_for_those_who_read_it(shop, market):
    market.goods(name="Blue kettle", name_zh="蓝色水壶")
    market.goods(name="Red kettle", name_zh="")
    shop.post("auth.set_language", {"locale": "zh-Hans"})

    assert set(names(shop.get("retailer.products"))) == {"蓝色水壶", "Red kettle"}


def test_what_is_not_for_sale_does_not_exist(shop, market):
    hidden = market.goods(is_offered=False)

    assert names(shop.get("retailer.products")) == []
    shop.get("retailer.product", sku_id=hidden, expect=404)


def test_sold_out_goods_say_so(shop, market):
    market.goods(stock=0)

    assert "Sold out" in shop.get("retailer.products").words()


def asked(seen):
    return [statement for statement in seen if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
