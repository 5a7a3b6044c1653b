"""The shelf: counting, taking in, and the sheet for many counts."""

from __future__ import annotations

import pytest

from tests.trade.looking import snapshot


def row_of(page, table="Stock"):
    return page.rows(table)[0]


def code_of(market, sku_id):
    return market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)[0][0]


def test_the_shelf_shows_what_lies_there_and_what_can_be_sold(owner, market):
    sku_id = market.goods()
    market.money()
    market.order({sku_id: 36})
    market.goods(market.rival)

    page = owner.get("supplier.stock_list")

    assert len(page.rows("Stock")) == 1
    assert row_of(page)[0] == code_of(market, sku_id)
    assert row_of(page)[2:5] == ["100", "36", "64"]


def test_what_runs_out_is_marked_and_found(owner, market):
    market.goods()
    low = market.goods(stock=3)

    page = owner.get("supplier.stock_list", low="1")

    assert [[row[0], row[4]] for row in page.rows("Stock")] == [[code_of(market, low), "3 low"]]


def test_a_list_asks_the_same_few_questions_however_long_it_is(owner, market, statements):
    market.goods()
    with statements() as one:
        owner.get("supplier.stock_list")
    for _ in range(3):
        market.goods()
    with statements() as four:
        owner.get("supplier.stock_list")

    assert len(four) == len(one)
    assert len([sql for sql in four if sql.startswith("SELECT")]) <= 7  # three are what waits, for the rail


def test_a_count_says_what_it_brought_to_light(clerk, market):
    sku_id = market.goods()
    code = code_of(market, sku_id)
    page = clerk.get("supplier.stock_list", q=code)

    answer = clerk.press(page, f"Set: Counted, {code}", {f"Counted, {code}": "96"})

    assert market.stock(sku_id)[0] == 96
    assert answer.goes_to == f"/supplier/stock?q={code}#stock-{sku_id.hex}"
    assert clerk.get(answer.goes_to).status() == f"{code}: 96 counted, 4 fewer than the books said."


def test_htmx_gets_the_row_alone(clerk, market):
    sku_id = market.goods()

    page = clerk.post("supplier.receive", {"quantity": "５"}, sku_id=sku_id, htmx=True, expect=200)

    assert market.stock(sku_id)[0] == 105
    assert page.soup.select_one("tr")["id"] == f"stock-{sku_id.hex}"
    assert page.status() == "5 received."
    assert page.soup.select("table") == []


@pytest.mark.parametrize("typed", ["", "   ", "-1", "1.5", "1e309", "many", "9" * 12])
@pytest.mark.parametrize("htmx", [False, True])
def test_a_count_that_is_none_is_refused_in_its_row(clerk, market, session, typed, htmx):
    sku_id = market.goods()
    label = f"Counted, {code_of(market, sku_id)}"
    before = snapshot(session)

    page = clerk.post("supplier.count", {"counted": typed}, sku_id=sku_id, htmx=htmx, expect=422)

    assert list(page.errors()) == [label]
    assert page.field(label)["value"] == typed
    assert snapshot(session) == before


def test_what_orders_own_cannot_be_counted_away(clerk, market, session):
    sku_id = market.goods()
    market.money()
    market.order({sku_id: 36})
    before = snapshot(session)

    page = clerk.post("supplier.count", {"counted": "35"}, sku_id=sku_id, expect=409)

    assert page.errors() == {
        f"Counted, {code_of(market, sku_id)}": "Orders already own 36 of these. Count again; "
        "if it is true, cancel or close an order short first."
    }
    assert snapshot(session) == before


def test_the_same_receipt_sent_twice_comes_in_once(clerk, market):
    sku_id = market.goods()

    for _ in range(2):
        clerk.post("supplier.receive", {"quantity": "5"}, sku_id=sku_id, key="the-same-key")

    assert market.stock(sku_id)[0] == 105


def test_each_change_is_told_with_its_person(clerk, market):
    sku_id = market.goods()
    clerk.post("supplier.count", {"counted": "96", "reason": "two broken"}, sku_id=sku_id)

    page = clerk.get("supplier.stock_of_sku", sku_id=sku_id)

    assert [row[1:4] for row in page.rows("Changes")] == [["Counted", "−4", "two broken"], ["Came in", "+100", ""]]
    assert page.rows("Changes")[0][4].startswith("Mei")


def test_another_seller_s_shelf_does_not_exist(clerk, market, session):
    sku_id = market.goods(market.rival)
    before = snapshot(session)

    clerk.get("supplier.stock_of_sku", sku_id=sku_id, expect=404)
    for act, sent in (
        ("count", {"counted": "1"}),
        ("receive", {"quantity": "1"}),
        ("count_on_sheet", {"counted": "1"}),
    ):
        clerk.post(f"supplier.{act}", sent, sku_id=sku_id, expect=404)

    assert snapshot(session) == before


def test_the_sheet_keeps_the_books_to_itself_until_the_count(clerk, market):
    sku_id = market.goods(stock=770_077)  # a number that stands in no code

    page = clerk.get("supplier.count_sheet")

    assert "770,077" in clerk.get("supplier.stock_of_sku", sku_id=sku_id).words()
    assert "770,077" not in page.words()
    assert "770077" not in str(page.soup)


def test_without_javascript_a_count_leads_to_the_next_row(clerk, market):
    first, second = market.goods(code="A-1"), market.goods(code="A-2")
    page = clerk.get("supplier.count_sheet")
    assert page.field("Counted, A-1").has_attr("autofocus")

    answer = clerk.press(page, "Save: Counted, A-1", {"Counted, A-1": "96"})

    assert market.stock(first)[0] == 96
    following = clerk.get(answer.goes_to)
    assert answer.goes_to.endswith(f"#count-{second.hex}")
    assert following.field("Counted, A-2").has_attr("autofocus")
    assert not following.field("Counted, A-1").has_attr("autofocus")
    assert following.status() == "A-1: 96 counted, 4 fewer than the books said."


def test_htmx_gets_the_counted_row_of_the_sheet(clerk, market):
    sku_id = market.goods(code="A-1")

    page = clerk.post("supplier.count_on_sheet", {"counted": "100"}, sku_id=sku_id, htmx=True, expect=200)

    assert page.soup.select_one("tr")["id"] == f"count-{sku_id.hex}"
    assert page.status() == "100 counted, as the books said."


@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_count_stays_in_its_row_of_the_sheet(clerk, market, session, htmx):
    sku_id, _other = market.goods(code="A-1"), market.goods(code="A-2")
    before = snapshot(session)

    page = clerk.post("supplier.count_on_sheet", {"counted": "x"}, sku_id=sku_id, htmx=htmx, expect=422)

    assert page.errors() == {"Counted, A-1": "Enter a whole number such as 12."}
    assert page.field("Counted, A-1")["value"] == "x"
    assert snapshot(session) == before


def test_a_clerk_of_a_new_seller_is_sent_nowhere_that_is_closed(clerk):
    for endpoint in ("supplier.stock_list", "supplier.product_list"):
        page = clerk.get(endpoint)
        assert "No products yet" in page.words()
        assert not page.has_link("Add a product")
