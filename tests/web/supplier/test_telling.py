"""A seller tells properties and marks by forms; shops see them in their language, and no mark that has expired."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters import clock


@pytest.fixture
def product(market):
    sku_id = market.goods(code="TEA", name="Tea", name_zh="茶")
    return sku_id, market.rows("SELECT id FROM products")[0][0]


def test_properties_are_typed_in_rows_and_seen_by_shops_in_their_language(owner, market, product, at_desk):
    sku_id, product_id = product
    page = owner.get("supplier.product", product_id=product_id)
    said = {
        "Row 1: name": "Net weight", "Row 1: name in Chinese": "净含量", "Row 1: value": "500", "Row 1: unit": "g",
        "Row 3: name": "Origin", "Row 3: value": "Hangzhou", "Row 3: value in Chinese": "杭州",
    }  # fmt: skip
    owner.press(page, "Save the details", said)
    shop = at_desk(market.retailer)
    words = shop.get("retailer.product", sku_id=sku_id).words()
    assert "Product details Net weight 500 g Origin Hangzhou" in words
    page = owner.get("supplier.product", product_id=product_id)
    assert page.soup.select_one("#name_1")["value"] == "Origin", "rows close up"
    owner.press(
        page,
        "Save the details",
        dict.fromkeys(said, "") | {"Row 2: name": "", "Row 2: value": "", "Row 2: value in Chinese": ""},
    )
    assert "Product details" not in shop.get("retailer.product", sku_id=sku_id).words()


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"Row 1: value": "500"}, "Enter what this is, such as Net weight, or empty the row."),
        ({"Row 1: name": "Origin"}, "Enter its value, or empty the row."),
        ({"Row 1: name": "n" * 61, "Row 1: value": "1"}, "Use at most 60 characters."),
        ({"Row 1: name": "n", "Row 1: value": "1" * 201}, "Use at most 200 characters."),
    ],
)
def test_what_is_wrong_with_a_property_stands_in_its_row(owner, market, product, entries, sentence):
    page = owner.get("supplier.product", product_id=product[1])
    page = owner.press(page, "Save the details", entries, expect=422)
    assert sentence in page.soup.select_one("#properties td .error").text
    assert market.rows("SELECT count(*) FROM properties") == [(0,)]


def test_more_rows_keep_what_was_typed(owner, market, product):
    page = owner.get("supplier.product", product_id=product[1])
    form = page.soup.select_one("#properties form")
    data = {control["name"]: control.get("value", "") for control in form.select("input[name]")}
    page = owner.post(form["action"], data | {"name_0": "Origin", "more": "1"}, expect=200)
    assert page.soup.select_one("#name_0")["value"] == "Origin"
    assert page.soup.select_one("#name_7") is not None
    assert market.rows("SELECT count(*) FROM properties") == [(0,)]


def test_marks_are_ticked_and_an_expired_one_is_shown_to_its_seller_alone(owner, market, product, at_desk):
    sku_id, product_id = product
    today = clock.now().date()
    page = owner.get("supplier.product", product_id=product_id)
    form = page.soup.select_one("#marks form")["action"]
    said = {
        "bears_vegan": "y", "bears_ce": "y", "certificate_ce": "NB-0123", "until_ce": today.isoformat(),
        "bears_halal": "y", "until_halal": (today - timedelta(days=1)).isoformat(),
    }  # fmt: skip
    owner.post(form, said)
    words = at_desk(market.retailer).get("retailer.product", sku_id=sku_id).words()
    assert "NB-0123 · valid until" in words
    assert "Contains nothing of animals" in words
    assert "Halal" not in words
    words = owner.get("supplier.product", product_id=product_id).words()
    assert "Expired, so shops are not shown it: Halal." in words
    assert owner.get("supplier.today").rows("Expired marks, no longer shown to shops")[0][:3] == ["TEA", "Tea", "Halal"]


@pytest.mark.parametrize(
    ("entries", "sentence"),
    [
        ({"certificate_ce": "1"}, "Tick the mark, or empty its row."),
        ({"bears_ce": "y", "until_ce": "tomorrow"}, "Not a valid date value."),
        ({"bears_ce": "y", "certificate_ce": "1" * 81}, "Use at most 80 characters."),
    ],
)
def test_what_is_wrong_with_a_mark_stands_in_its_row(owner, market, product, entries, sentence):
    page = owner.post("supplier.revise_marks", entries, product_id=product[1], expect=422)
    assert sentence in page.soup.select_one("#marks td .error").text
    assert market.rows("SELECT count(*) FROM product_marks") == [(0,)]
