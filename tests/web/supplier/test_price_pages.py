"""Price lists, levels, agreements and the preview, as a seller works with them."""

from __future__ import annotations

from io import BytesIO

import pytest
from openpyxl import load_workbook

from tests.trade.deals import code_of


def begin(owner, market):
    """Begin a list for the retailer alone; answer where it is."""
    owner.get("supplier.new_price_list")
    said = {
        "name": "Corner",
        "whom": "buyer",
        "level": "",
        "region_code": "",
        "buyer": code_of(market, market.retailer),
    }
    return owner.post("supplier.begin_price_list", said).goes_to


def test_a_list_is_begun_pasted_and_looked_at_with_the_buyers_eyes(owner, market):
    market.goods(code="K-1", name="Blue kettle")
    code = code_of(market, market.retailer)
    address = begin(owner, market)

    owner.press(owner.get(address), "Set these prices", {"Prices": "code\tfrom\tprice\nK-1\t6\t2.22\nK-1\t60\t2.00"})

    row = owner.get(address).rows("Prices of this list")[0]
    assert (row[0], row[2], row[5]) == ("K-1", "6+ £2.22 · 60+ £2.00", "Holds now")
    preview = owner.get("supplier.price_preview", buyer=code, sku="k-1", quantity="12")
    assert preview.facts()["Comes to"] == "£26.64"
    assert "Your own prices, Corner: from 6 up £2.22 each, so 12 come to £26.64. This one counts." in preview.words()
    other = owner.get("supplier.price_preview", buyer=code_of(market, market.neighbour), sku="K-1", quantity="12")
    assert other.facts()["Comes to"] == "£35.40"


@pytest.mark.parametrize(
    ("pasted", "said"),
    [
        ("K-9\t6\t2.22", "Line 1, K-9, 6, 2.22: You have no product with this code."),
        ("K-1\t6\t2,22", "Line 1, K-1, 6, 2,22: The price must have a point before its fraction, such as 2.95."),
        ("K-1\t6", "Line 1, K-1, 6: Write code, quantity and price, with a tab between them."),
        ("K-1\t6\t2\nK-1\t12\t3", "The price must fall from step to step"),
        ("K-1\t0\t2", "Line 1, K-1, 0, 2:"),
        ("K-1\t1e309\t2", "Line 1, K-1, 1e309, 2: The quantity must be a whole number such as 12."),
        ("K-1\t６\t-1", "The price must have a point"),
        ("code\tfrom\tprice", "Fill this in."),
    ],
)
def test_a_pasted_line_that_is_wrong_is_named_and_nothing_is_saved(owner, market, pasted, said):
    market.goods(code="K-1")
    address = begin(owner, market)

    page = owner.press(owner.get(address), "Set these prices", {"Prices": pasted}, expect=422)

    assert said in page.words()
    assert page.field("Prices").get_text().strip() == pasted.strip()
    assert market.rows(
        "SELECT count(*) FROM ladders l JOIN price_lists p ON p.id = price_list_id WHERE audience <> 'base'"
    ) == [(0,)]


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_only_the_right_prices_are_set_and_the_rest_comes_back_as_a_file(owner, market, language):
    for code in ("K-1", "K-2", "K-3"):
        market.goods(code=code)
    address = begin(owner, market)
    lines = "K-1\t6\t2.22\nK-2\t6\t2.10\nK-2\t60\t2,00\nK-3\t7\t2\nK-9\t6\t1"
    page = owner.press(owner.get(address), "Set these prices", {"Prices": lines}, expect=422)
    assert "No prices yet" in owner.get(address).words()

    owner.post("auth.set_language", {"locale": language})
    file = owner.press(page, "Rows to fix, as a file", expect=200).answer.get_data()
    rows = [[cell.value for cell in row] for row in load_workbook(BytesIO(file)).worksheets[0].rows]
    assert [row[:3] for row in rows[1:]] == [
        ["K-2", "6", "2.10"], ["K-2", "60", "2,00"], ["K-3", "7", "2"], ["K-9", "6", "1"]
    ]  # fmt: skip
    assert all(row[3] for row in rows)
    sent = owner.post(f"{address}/prices", {"file": (BytesIO(file), "rows-to-fix.xlsx"), "pasted": ""}, expect=422)
    owner.post("auth.set_language", {"locale": "en"})
    assert "K-2\t6\t2.10" in sent.soup.find("textarea").get_text()

    owner.press(page, "Set only the product that is right")
    assert [(row[0], row[2]) for row in owner.get(address).rows("Prices of this list")] == [("K-1", "6+ £2.22")]


def test_a_scheduled_price_stands_in_the_calendar_and_is_taken_back(owner, market):
    market.goods(code="K-1")
    address = begin(owner, market)
    entries = {"Prices": "K-1\t6\t2.22", "First day": "2199-03-01", "Last day": "2199-03-31"}
    owner.press(owner.get(address), "Set these prices", entries)
    product = market.rows("SELECT product_id FROM skus WHERE code = 'K-1'")[0][0]

    page = owner.get("supplier.product", product_id=product)
    first = page.rows("Prices over time")[0]
    assert (first[0], first[1], first[4].split(" ")[0]) == ("1 Mar 2199, 00:00", "1 Apr 2199, 00:00", "Scheduled")
    owner.press(page, "Take back")
    page = owner.get("supplier.product", product_id=product)
    assert "Scheduled" not in str(page.rows("Prices over time"))
    told = page.items("What happened")
    assert told[0].startswith("Scheduled price taken back")
    assert "Prices 6: 2.22 List Corner From 1 Mar 2199, 00:00 Until 1 Apr 2199, 00:00" in told[1].replace("  ", " ")


def test_days_in_the_wrong_order_are_refused_at_their_field(owner, market):
    market.goods(code="K-1")
    address = begin(owner, market)
    entries = {"Prices": "K-1\t6\t2.22", "First day": "2199-03-31", "Last day": "2199-03-01"}
    page = owner.press(owner.get(address), "Set these prices", entries, expect=422)
    assert page.errors() == {"Last day": "Choose a last day that is not over, and not before the first."}


def test_a_buyer_gets_a_level_by_code(owner, market):
    code = code_of(market, market.retailer)
    owner.press(owner.get("supplier.buyer_levels"), "Save", {"Code of the buyer": code.lower(), "Level": "VIP"})
    assert [row[1:3] for row in owner.get("supplier.buyer_levels").rows("Buyers with a level")] == [[code, "VIP"]]
    page = owner.press(
        owner.get("supplier.buyer_levels"), "Save", {"Code of the buyer": "nobody", "Level": "VIP"}, expect=422
    )
    assert list(page.errors()) == ["Code of the buyer"]


def test_an_agreement_is_drafted_offered_and_its_use_is_shown(owner, market, at_desk):
    market.goods(code="K-1", name="Blue kettle")
    form = owner.get("supplier.new_agreement")
    entries = {"Code of the buyer": code_of(market, market.retailer), "Title": "Tea", "Last day": "2199-12-31"}
    address = owner.press(form, "Begin the draft", entries).goes_to
    page = owner.press(
        owner.get(address), "Save this product", {"Code of the product": "K-1", "Price of one": "2"}, expect=422
    )
    assert page.errors() == {"At most, in units": "Enter how much is covered, or tick “No cap”."}
    terms = {"Code of the product": "K-1", "Price of one": "2", "At most, in units": "20"}
    owner.press(owner.get(address), "Save this product", terms)
    owner.press(owner.get(address), "Offer it to the buyer")
    assert owner.get(address).rows("What is agreed") == [
        ["K-1", "Blue kettle", "£2.00", "£2.95 – £2.55", "20", "0", "20"]
    ]

    shop = at_desk(market.retailer)
    offered = shop.get(shop.get("retailer.agreements").soup.select_one(".records a")["href"])
    assert "20 of 20 left" in offered.words()
    assert "today £2.95 / piece" in offered.words(), "what it is worth is what it costs without"
    assert "Blue kettle" in shop.get(offered.soup.select_one(".records a")["href"]).words()
    shop.press(offered, "Accept")
    assert not shop.get(offered.path).has_button("Accept")
    assert "today £" not in shop.get(offered.path).words()
    assert "Agreed" in owner.get(address).words()
    owner.post("supplier.withdraw_agreement", agreement_id=address.split("/")[-1], expect=409)


def test_a_draft_says_which_of_its_prices_is_no_better_than_everybodys(owner, market):
    market.goods(code="K-1")
    market.goods(code="K-2")
    form = owner.get("supplier.new_agreement")
    entries = {"Code of the buyer": code_of(market, market.retailer), "Title": "Tea", "Last day": "2199-12-31"}
    address = owner.press(form, "Begin the draft", entries).goes_to
    for code, price in (("K-1", "2.95"), ("K-2", "2.94")):
        terms = {"Code of the product": code, "Price of one": price, "At most, in units": "20"}
        owner.press(owner.get(address), "Save this product", terms)
    said = [row[3] for row in owner.get(address).rows("What is agreed")]
    assert ["not cheaper" in words for words in said] == [True, False]


def test_strangers_meet_no_agreement_and_no_list(market, at_desk, owner):
    market.goods(code="K-1")
    address = begin(owner, market)
    rival = at_desk(market.rival)
    rival.get(address, expect=404)
    assert "Corner" not in rival.get("supplier.price_lists").words()
