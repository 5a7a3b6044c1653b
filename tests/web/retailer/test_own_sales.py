"""Sold today: told on a phone, shown where one orders again, and refused at its field."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from trade.forecasting.actions import note_own_sales


@pytest.fixture
def bought(market, monkeypatch):
    """Tea that the shop buys every week, the last time today."""
    sku_id = market.goods(name="Weekly tea", stock=2000)
    market.money(minor=10_000_000)
    for _ in range(4):
        market.order({sku_id: 24})
        market.later(days=7)
    monkeypatch.setattr("adapters.clock.now", lambda: market.at)
    return sku_id


def test_before_the_first_order_it_says_what_will_be_here(shop):
    assert "Nothing to tell yet" in shop.get("retailer.own_sales").words()


def test_sales_are_told_and_the_order_page_knows_how_long_the_shelf_lasts(shop, market, bought):
    page = shop.get(shop.get("retailer.lists").link("Sold today"))
    shop.press(page, "Write down", {"Weekly tea": "３"})
    assert market.rows("SELECT quantity FROM own_sales") == [(3,)]
    page = shop.get("retailer.own_sales")
    assert "about 21 left, lasts about 7 days: 3 sold in 1 day told" in page.words()
    assert "about 21 left" in shop.get("retailer.lists").words()


def test_a_shelf_that_lasts_for_months_is_warned_of_though_its_rhythm_is_due(shop, market, bought):
    for back in range(20):
        day = market.at.date() - timedelta(days=back)
        note_own_sales(market.by(market.retailer), day, {bought: 1 if back == 15 else 0})
    page = shop.get("retailer.lists")
    (line,) = page.items("Slower than usual")
    assert "about 24 left, lasts about 480 days: 1 sold in 20 days told" in line
    assert "Due now" not in [tag.get("aria-label") for tag in page.soup.select("ul")]


@pytest.mark.parametrize(
    ("entry", "said"), [("x", "Enter a whole number"), ("-4", "Enter a whole number"), ("", "at least one product")]
)
def test_nonsense_is_refused_at_its_field_and_kept(shop, market, bought, entry, said):
    data = {"day": market.at.date().isoformat(), f"sold-{bought.hex}": entry}
    page = shop.post("retailer.tell_own_sales", data, expect=422)
    assert said in page.words()
    if entry:
        assert page.soup.select_one(f"#sold-{bought.hex}")["value"] == entry
    for wrong in ({"day": "x"}, {"day": "2999-01-01"}, {"sold-zz": "4"}):
        shop.post("retailer.tell_own_sales", data | {f"sold-{bought.hex}": "4"} | wrong, expect=422)
    assert market.rows("SELECT count(*) FROM own_sales") == [(0,)]


def test_a_list_from_the_till_fills_in_the_form_and_is_written_when_it_was_looked_at(shop, market, bought):
    ((code,),) = market.rows("SELECT code FROM skus WHERE id = :id", id=bought)
    content = f"Item,Sold\n{code.lower()},2\nNOPE-1,4\n{code},3\n{code},two\n".encode()
    page = shop.post("retailer.read_own_sales", {"file": (BytesIO(content), "till.csv")}, expect=200)
    assert "One product is filled in from the file" in page.words()
    assert "not among the products below: NOPE-1" in page.words()
    assert "no whole number in row: 5" in page.words()
    assert market.rows("SELECT count(*) FROM own_sales") == [(0,)]
    shop.press(page, "Write down")
    assert market.rows("SELECT quantity FROM own_sales") == [(5,)]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "Choose a file"),
        (b"NOPE,1", "names none of the products below"),
        (b"\x89PNG\r\n\x1a\n\0\0", "This is no spreadsheet"),
    ],
)
def test_a_file_that_says_nothing_is_refused_at_its_field(shop, market, bought, content, said):
    data = {"file": (BytesIO(content), "till.csv" if content else "")}
    page = shop.post("retailer.read_own_sales", data, expect=422)
    assert said in page.words()
    assert market.rows("SELECT count(*) FROM own_sales") == [(0,)]
