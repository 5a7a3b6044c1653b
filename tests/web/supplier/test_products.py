"""The range: products and their prices in one form, both or neither."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.desk import filled
from tests.trade.looking import snapshot
from trade.catalogue.actions import edit_product, sheet_of
from trade.catalogue.models import SKU, Product

KETTLE = {
    "Code": "K-1",
    "Name": "Blue kettle",
    "Name in Chinese": "蓝壶",
    "Unit": "piece",
    "Units in a carton": "12",
    "Smallest order": "6",
    "Sold in multiples of": "6",
    "Step 1: from": "6",
    "Step 1: price": "£2.95",
    "Step 2: from": "３６",
    "Step 2: price": "2.55",
}


def kettle(market, **changes: str):
    return {**KETTLE, "Category": str(market.category_id), **changes}


def ladders(market, sku_id):
    return market.rows(
        "SELECT quantities, unit_prices, valid_until IS NULL FROM ladders WHERE sku_id = :id ORDER BY valid_from",
        id=sku_id,
    )


def product_of(market, sku_id):
    with market.as_system() as session:
        return session.get_one(SKU, sku_id).product_id


def open_product(owner, market, sku_id):
    return owner.get("supplier.product", product_id=product_of(market, sku_id))


def test_the_range_shows_lowest_price_and_what_can_be_sold(owner, market):
    market.goods(code="K-1", name="Blue kettle")
    market.goods(market.rival)

    page = owner.get("supplier.product_list")

    assert [[row[0], row[1], row[3], row[4], row[5], row[6]] for row in page.rows("Products")] == [
        ["K-1", "Blue kettle", "6 piece", "£2.55", "100", "For sale"]
    ]


def test_the_range_is_searched_and_narrowed_down(owner, market):
    market.goods(code="K-1", name="Blue kettle")
    market.goods(code="K-2", name="Red pan", is_offered=False)

    def listed(**asked: str):
        page = owner.get("supplier.product_list", **asked)
        return [row[0] for row in page.rows("Products")] if page.soup.select("table") else []

    assert listed(q="kettle") == ["K-1"]
    assert listed(state="withdrawn") == ["K-2"]
    assert listed(q="%_") == []


def test_the_list_asks_the_same_few_questions_however_long_it_is(owner, market, statements):
    market.goods()
    with statements() as one:
        owner.get("supplier.product_list")
    for _ in range(3):
        market.goods()
    with statements() as four:
        owner.get("supplier.product_list")

    assert len(four) == len(one)
    assert len([sql for sql in four if sql.startswith("SELECT")]) <= 9  # three are what waits, for the rail


def test_a_product_is_added_with_its_prices(owner, market):
    answer = owner.press(owner.get("supplier.new_product"), "Add the product", kettle(market))

    ((sku_id, unit, pack),) = market.rows("SELECT id, unit, pack_size FROM skus WHERE code = 'K-1'")
    assert (unit, pack) == ("piece", 12)
    assert ladders(market, sku_id) == [([6, 36], [Decimal("2.95"), Decimal("2.55")], True)]
    assert answer.goes_to == f"/supplier/stock/{sku_id}"


def test_a_product_may_wait_for_its_prices(owner, market):
    steps = {label: "" for label in KETTLE if label.startswith("Step")}

    owner.press(owner.get("supplier.new_product"), "Add the product", kettle(market, **steps))

    assert [row[4] for row in owner.get("supplier.product_list").rows("Products")] == ["no price yet"]


@pytest.mark.parametrize(
    ("changes", "errors"),
    [
        ({"Name": "  "}, {"Name": "Fill this in."}),
        ({"Code": "x" * 41}, {"Code": "Use at most 40 characters."}),
        ({"Category": ""}, {"Category": "Choose a category."}),
        ({"Smallest order": "0"}, {"Smallest order": "Enter 1 or more."}),
        ({"Smallest order": "7"}, {"Smallest order": "The smallest order must be a multiple of 6."}),
        ({"Step 2: price": ""}, {"Step 2: price": "Enter the price for this quantity, or empty the row."}),
        ({"Step 1: from": ""}, {"Step 1: from": "Enter from how many up this price holds, or empty the row."}),
        (
            {"Step 1: price": "1e309"},
            {"Step 1: price": "Enter an amount with a point before its fraction, such as 1240.50."},
        ),
        (
            {"Step 2: price": "2.95"},
            {"Step 2: price": "The price must fall from step to step: make it lower than the one before."},
        ),
        ({"Step 1: from": "12"}, {"Step 1: from": "The first step must begin at the smallest order, 6."}),
        ({"Step 2: from": "37"}, {"Step 2: from": "Begin the step at a multiple of 6, such as 12."}),
    ],
)
def test_what_is_wrong_stands_beside_its_field_and_nothing_is_saved(owner, market, session, changes, errors):
    page = owner.get("supplier.new_product")
    before = snapshot(session)

    answer = owner.press(page, "Add the product", kettle(market, **changes), expect=422)

    assert answer.errors() == errors
    assert answer.field("Name in Chinese")["value"] == "蓝壶"
    assert snapshot(session) == before


def test_a_code_is_taken_once(owner, market, session):
    market.goods(code="K-1")
    page = owner.get("supplier.new_product")
    before = snapshot(session)

    answer = owner.press(page, "Add the product", kettle(market), htmx=True, expect=422)

    assert answer.errors() == {"Code": "You already have a product with this code."}
    assert snapshot(session) == before


def test_a_product_and_its_prices_are_changed_together(owner, market):
    sku_id = market.goods(code="K-1")
    page = open_product(owner, market, sku_id)

    entries = {"Name": "Green kettle", "Step 2: from": "", "Step 2: price": "", "Step 1: price": "2.75"}
    answer = owner.press(page, "Save", entries)

    shown = owner.get(answer.goes_to)
    assert shown.heading() == "Green kettle"
    assert [holds for *_, holds in ladders(market, sku_id)] == [False, True]
    assert [row[3] for row in shown.rows("Prices over time")] == ["6+ £2.75", "6+ £2.95 · 36+ £2.55"]


def test_saving_the_same_prices_begins_no_new_ladder(owner, market):
    sku_id = market.goods()

    owner.press(open_product(owner, market, sku_id), "Save", {"Name": "Green kettle"})

    assert len(ladders(market, sku_id)) == 1


def test_prices_that_no_longer_fit_are_asked_for_and_nothing_is_half_saved(owner, market, session):
    sku_id = market.goods()
    page = open_product(owner, market, sku_id)
    before = snapshot(session)

    entries = {"Smallest order": "10", "Sold in multiples of": "10"}
    answer = owner.press(page, "Save", entries, expect=422)

    assert answer.alert().startswith("One thing needs a hand The prices no longer fit the smallest order")
    assert answer.field("Smallest order")["value"] == "10"
    assert [answer.field(f"Step {n}: from")["value"] for n in (1, 2)] == ["10", "40"]
    assert snapshot(session) == before
    owner.press(answer, "Save")
    assert ladders(market, sku_id)[-1][0] == [10, 40]


def test_all_prices_cannot_be_taken_away(owner, market, session):
    sku_id = market.goods()
    page = open_product(owner, market, sku_id)
    before = snapshot(session)

    empty = {label: "" for label in KETTLE if label.startswith("Step")}
    answer = owner.press(page, "Save", empty, expect=422)

    assert answer.errors() == {"Step 1: from": "Enter at least one price. To stop selling, untick “For sale” instead."}
    assert snapshot(session) == before


def test_of_two_who_change_a_product_the_second_sees_both_meanings(owner, market, session):
    sku_id = market.goods(name="Blue kettle")
    page = open_product(owner, market, sku_id)
    with market.as_system():
        product, sku = session.get_one(Product, product_of(market, sku_id)), session.get_one(SKU, sku_id)
        theirs = sheet_of(product, sku)
    edit_product(market.by(market.supplier), product.id, sheet=market.sheet(**{**vars_of(theirs), "name": "Old kettle"}),
                 version=1)  # fmt: skip
    before = snapshot(session)

    answer = owner.press(page, "Save", {"Name": "Green kettle"}, expect=409)

    assert answer.rows("Where the two differ") == [["Name", "Old kettle", "Green kettle"]]
    assert answer.field("Name")["value"] == "Green kettle"
    assert snapshot(session) == before
    owner.press(answer, "Save")
    assert owner.get("supplier.product", product_id=product.id).heading() == "Green kettle"


def vars_of(sheet):
    return {name: getattr(sheet, name) for name in sheet.__dataclass_fields__}


def test_another_seller_s_product_does_not_exist(owner, market, session):
    product_id = product_of(market, market.goods(market.rival))
    before = snapshot(session)

    owner.get("supplier.product", product_id=product_id, expect=404)
    owner.post("supplier.revise_product", {}, product_id=product_id, expect=404)
    owner.post("supplier.preview", {}, product_id=product_id, expect=404)

    assert snapshot(session) == before


def test_a_ladder_is_shown_as_shops_will_see_it_before_it_is_saved(owner, market, session):
    page = owner.get("supplier.new_product")
    before = snapshot(session)

    sent = filled(page, page.button("Show how it looks").find_parent("form"), kettle(market))
    fragment = owner.post("supplier.preview_new", sent, htmx=True, expect=200)
    whole = owner.post("supplier.preview_new", sent, expect=200)

    assert "30 more for £2.55 each, saves £14.40" in fragment.words()
    assert "30 more for £2.55 each, saves £14.40" in whole.words()
    assert whole.field("Name")["value"] == "Blue kettle"
    assert snapshot(session) == before


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"Step 2: price": "3"}, "Step 2: The price must fall from step to step: make it lower than the one before."),
        ({"Step 2: price": ""}, "Step 2: enter quantity and price."),
        ({"Step 2: price": "x"}, "Step 2: Enter an amount with a point before its fraction, such as 1240.50."),
        ({"Smallest order": "x"}, "Step 1: The first step must begin at the smallest order, 1."),
    ],
)
def test_a_preview_says_what_is_still_missing(owner, market, typed, said):
    page = owner.get("supplier.new_product")
    sent = filled(page, page.button("Show how it looks").find_parent("form"), kettle(market, **typed))

    assert said in owner.post("supplier.preview_new", sent, htmx=True, expect=200).words()


def test_a_clerk_reads_the_range_and_changes_nothing(clerk, market):
    product_id = product_of(market, market.goods(code="K-1"))

    page = clerk.get("supplier.product_list")

    assert not page.has_link("K-1")
    assert not page.has_link("Add a product")
    clerk.get("supplier.product", product_id=product_id, expect=403)
