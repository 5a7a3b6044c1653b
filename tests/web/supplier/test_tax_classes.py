"""A seller's clerk says the tax class of a product: in its form, and in a sheet; a class without a rate is refused."""

from __future__ import annotations

import pytest

from tests.trade.looking import snapshot
from tests.trade.taxed import two_rates
from tests.web.supplier.test_product_sheets import category, exported, look
from tests.web.supplier.test_products import kettle, open_product, product_of
from trade.catalogue.actions import SKUSheet, add_sku
from trade.parties.rules import TaxClass

CLASSES = "SELECT code, tax_class FROM products ORDER BY code"


@pytest.fixture
def taxed(market):
    """A seller with two rates."""
    two_rates(market)


def test_a_class_without_a_rate_is_told_and_refused_where_it_is_chosen(owner, market, session):
    page = owner.get("supplier.new_product")
    assert "You have said no standard rate" in page.words()
    said = [option.get_text().replace("\u00a0", " ") for option in page.field("Tax class").select("option")]
    assert said == [
        "Standard rate (none was said yet)",
        "Reduced rate (none was said yet)",
        "Zero-rated, 0 %",
        "Exempt, no tax",
    ]
    before = snapshot(session)
    refused = owner.press(page, "Add the product", kettle(market, **{"Tax class": "reduced"}), expect=422)
    assert "You have said no reduced rate that holds today." in refused.errors()["Tax class"]
    assert snapshot(session) == before
    owner.press(refused, "Add the product", {"Tax class": "zero"})
    assert market.rows(CLASSES) == [("K-1", "zero")]


def test_the_class_of_a_product_is_changed_in_its_form_and_stays_where_nobody_speaks_of_it(owner, market, taxed):
    sku_id = market.goods(code="K-1")
    page = open_product(owner, market, sku_id)
    said = [option.get_text().replace("\u00a0", " ") for option in page.field("Tax class").select("option")]
    assert said == ["Standard rate, 20 %", "Reduced rate, 5 %", "Zero-rated, 0 %", "Exempt, no tax"]
    owner.press(page, "Save", {"Tax class": "reduced"})
    assert market.rows(CLASSES) == [("K-1", "reduced")]
    page = open_product(owner, market, sku_id)
    assert "Standard rate → Reduced rate" in page.words(), page.words()
    page.field("Tax class").decompose()  # a page from before there were classes
    owner.press(page, "Save", {"Name": "Old page"})
    assert market.rows("SELECT name, tax_class FROM products") == [("Old page", "reduced")]


def test_a_sheet_says_classes_and_takes_its_own_export_as_nothing_new(owner, market, taxed):
    shelf = category(market)
    market.goods(code="K-1")
    market.goods(code="K-2", tax_class=TaxClass.EXEMPT)
    page = look(owner, "Code,Name,Category,Smallest order,Tax class\n"
                       f"K-1,,,,zero-rated\nK-3,Tea,{shelf},1,低税率\nK-4,Cup,{shelf},1,half\n")  # fmt: skip
    assert page.rows("Rows that cannot be taken in")[0][2] == (
        "Tax class: Write “Standard rate”, “Reduced rate”, “Zero-rated” or “Exempt”. “half”"
    )
    assert "Tax class: Standard rate → Zero-rated" in page.rows("Changes")[0][2]
    owner.press(page, "Take in the valid rows")
    assert market.rows(CLASSES) == [("K-1", "zero"), ("K-2", "exempt"), ("K-3", "reduced")]
    for language in ("zh-Hans", "en"):
        owner.post("auth.set_language", {"locale": language})
        sheet = exported(owner)
    assert "Reduced rate" in sheet
    assert "0 products are new, 0 change, 3 stay as they are." in look(owner, sheet).words()


def test_a_sheet_cannot_choose_a_class_without_a_rate(owner, market, session):
    market.goods(code="K-1")
    before = snapshot(session)
    page = look(owner, "Code,Tax class\nK-1,Reduced\n")
    assert "Tax class: You have said no reduced rate" in page.rows("Rows that cannot be taken in")[0][2]
    assert not page.has_button("Take in all rows")
    assert snapshot(session) == before


def test_all_specifications_of_a_product_have_one_class(owner, market, taxed):
    sku_id = market.goods(code="K-1")
    other = SKUSheet(code="K-2", specification="red", barcode="", pack_size=1, moq=6, multiple=6)
    add_sku(market.by(market.supplier), product_of(market, sku_id), other)
    page = look(owner, "Code,Specification,Tax class\nK-1,blue,Exempt\nK-2,,Zero\n")
    assert [(row[1], row[2].split(":")[1][:6]) for row in page.rows("Rows that cannot be taken in")] == [
        ("K-2", " Row 2")
    ]
    owner.press(look(owner, "Code,Specification,Tax class\nK-1,blue,Exempt\nK-2,,Exempt\n"), "Take in all rows")
    assert market.rows(CLASSES) == [("K-1", "exempt")]
