"""Warehouses, lots, transfers, stock takes and sheets of counts, as the seller's people meet them."""

from __future__ import annotations

from datetime import timedelta
from io import BytesIO

import pytest

from adapters import clock
from tests.trade.stock.places import holdings, put, warehouse
from trade.ordering.actions import confirm_order


def code_of(market, sku_id):
    return market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)[0][0]


@pytest.fixture
def today(market):
    market.at = clock.now()
    return market.at.date()


def test_a_seller_with_one_place_is_asked_nothing(owner, market):
    market.goods()
    page = owner.get("supplier.stock_list")
    assert "Transfers" not in page.words()
    assert "Too old to sell" not in page.words()
    assert "There is one warehouse" in owner.get("supplier.transfer_list").words()


def test_a_second_warehouse_is_opened_renamed_and_closed(owner, market):
    page = owner.get("supplier.warehouse_list")
    owner.press(page, "Save the name", {"Name": "Dock"})
    page = owner.get("supplier.warehouse_list")
    owner.press(page, "Open the warehouse", {"Name": "Hill"})
    page = owner.get("supplier.warehouse_list")
    assert [row[0] for row in page.rows("Warehouses")] == ["Dock", "Hill"]
    again = owner.press(page, "Open the warehouse", {"Name": "Hill"}, expect=409)
    assert "You already have a warehouse called Hill" in again.words()
    hill = market.rows("SELECT id FROM warehouses WHERE name = 'Hill'")[0][0]
    page = owner.get("supplier.warehouse", warehouse_id=hill)
    owner.press(page, "Save", {"Name": "Hilltop"})
    owner.press(owner.get("supplier.warehouse", warehouse_id=hill), "Close the warehouse")
    assert [row[0] for row in owner.get("supplier.warehouse_list").rows("Warehouses")] == ["Dock"]
    dock = market.rows("SELECT id FROM warehouses WHERE name = 'Dock'")[0][0]
    refused = owner.post("supplier.shut_warehouse", warehouse_id=dock, expect=409)
    assert "it stays open" in refused.words()


@pytest.mark.parametrize("name", ["", "   ", "x" * 81])
def test_a_warehouse_without_a_sensible_name_is_refused_at_the_field(owner, name):
    page = owner.press(owner.get("supplier.warehouse_list"), "Save the name", {"Name": name}, expect=422)
    assert page.field("Name").get("aria-invalid") == "true"


def test_lots_are_taken_in_counted_and_written_off(clerk, market, today):
    sku_id = market.goods(stock=0)
    page = clerk.get("supplier.stock_of_sku", sku_id=sku_id)
    clerk.press(page, "Take in", {"Received": "30", "Lot": "L-1", "Last day": today.isoformat()})
    page = clerk.get("supplier.stock_of_sku", sku_id=sku_id)
    assert page.rows("Where it lies")[0][1] == "L-1"
    assert "too late to sell" in page.words()
    assert [row[3] for row in clerk.get("supplier.ageing").rows("Too old to sell")] == ["L-1"]
    house = market.rows("SELECT name FROM warehouses")[0][0]
    refused = clerk.press(page, f"Write off: {house} · L-1", {f"Take off, {house} · L-1": "31"}, expect=409)
    assert "Only 30 of these lie there free" in refused.words()
    clerk.press(page, f"Write off: {house} · L-1", {f"Take off, {house} · L-1": "20"})
    clerk.press(page, f"Set: {house} · L-1", {f"Counted, {house} · L-1": "8"})
    assert market.stock(sku_id)[0] == 8
    refused = clerk.press(
        page,
        "Take in",
        {"Received": "5", "Lot": "L-1", "Last day": (today + timedelta(days=9)).isoformat()},
        expect=422,
    )
    assert "This lot is known with" in refused.words()
    page = clerk.get("supplier.stock_of_sku", sku_id=sku_id)
    clerk.press(page, "Save", {"Days to keep after delivery": "14"})
    assert market.rows("SELECT shelf_days FROM stock_levels") == [(14,)]


@pytest.mark.parametrize("typed", ["", "0", "-1", "1e309", "many", "9" * 12])
def test_a_receipt_that_is_none_is_refused_at_the_field(clerk, market, typed):
    sku_id = market.goods(stock=0)
    page = clerk.press(clerk.get("supplier.stock_of_sku", sku_id=sku_id), "Take in", {"Received": typed}, expect=422)
    assert market.stock(sku_id) == (0, 0, 0)
    assert page.field("Received").get("aria-invalid") == "true"


def test_goods_are_sent_and_what_became_of_them_is_written_down(clerk, market):
    sku_id = market.goods(stock=40)
    code = code_of(market, sku_id)
    warehouse(market, "Home"), warehouse(market, "North")
    page = clerk.get("supplier.new_transfer")
    wrong = clerk.press(page, "Send", {"What leaves": f"{code} 1,500\nNOSUCH 3\n{code}"}, expect=422)
    assert "Line 2: you have no product with the code NOSUCH." in wrong.words()
    assert "Line 3: write a whole number" in wrong.words()
    short = clerk.press(page, "Send", {"What leaves": f"{code} 41"}, expect=409)
    assert f"{code}: Only 40 of these lie there free" in short.words(), "which of forty lines it is"
    answer = clerk.press(page, "Send", {"What leaves": f"{code}\t３０"})
    page = clerk.get(answer.goes_to)
    assert page.rows("What was sent")[0][3:8] == ["30", "0", "0", "0", "30"]
    over = clerk.press(page, "Write down", {f"Arrives now, {code}": "29", f"Is lost, {code}": "2"}, expect=409)
    assert "Only 30 are still under way" in over.words()
    odd = clerk.press(page, "Write down", {f"Arrives now, {code}": "x"}, expect=422)
    assert "Enter a whole number" in odd.words()
    clerk.press(
        page, "Write down", {f"Arrives now, {code}": "27", f"Turned away, {code}": "2", f"Is lost, {code}": "1"}
    )
    page = clerk.get(answer.goes_to)
    assert page.rows("What was sent")[0][3:8] == ["30", "27", "2", "1", "0"]
    assert clerk.get("supplier.transfer_list").rows("Transfers")[0][6] == "Arrived"
    assert holdings(market, sku_id) == {("Home", ""): (10, 0), ("North", ""): (27, 0)}


def test_a_stock_take_is_blind_and_posts_all_at_once(clerk, market):
    more, same = market.goods(stock=40), market.goods(stock=7)
    code = code_of(market, more)
    answer = clerk.press(clerk.get("supplier.take_list"), "Begin a stock take")
    sheet = clerk.get(answer.goes_to)
    shown = " ".join(text for row in sheet.rows("Sheet") for text in row)
    for own in (code, code_of(market, same), *(name for (name,) in market.rows("SELECT name FROM products"))):
        shown = shown.replace(own, "")  # a code may hold a 40
    assert "40" not in shown
    wrong = clerk.press(sheet, f"Save: Counted, {code}", {f"Counted, {code}": "x"}, expect=422)
    assert "Enter a whole number" in wrong.words()
    row = clerk.press(sheet, f"Save: Counted, {code}", {f"Counted, {code}": "42"}, htmx=True, expect=200)
    assert row.status() == "42"
    clerk.press(sheet, f"Save: Counted, {code_of(market, same)}", {f"Counted, {code_of(market, same)}": "7"})
    result = clerk.get(answer.goes_to + "/differences")
    assert [row[3:] for row in result.rows("Differences")] == [["40", "42", "+2"]]
    clerk.press(result, "Write into the books")
    assert market.stock(more)[0] == 42
    take_id = market.rows("SELECT id FROM stock_takes")[0][0]
    refused = clerk.post("supplier.post_take", take_id=take_id, expect=409)
    assert "In the books" in refused.words()


def test_something_that_is_not_on_the_sheet_is_counted_too(clerk, market, today):
    sku_id = market.goods(stock=0)
    answer = clerk.press(clerk.get("supplier.take_list"), "Begin a stock take")
    page = clerk.get(answer.goes_to)
    refused = clerk.press(page, "Write down", {"Code": "NOSUCH", "Counted": "3"}, expect=422)
    assert "You have no product with this code." in refused.words()
    day = (today + timedelta(days=99)).isoformat()
    clerk.press(
        page, "Write down", {"Code": code_of(market, sku_id).lower(), "Counted": "3", "Lot": "N", "Last day": day}
    )
    clerk.press(clerk.get(answer.goes_to + "/differences"), "Write into the books")
    assert market.stock(sku_id) == (3, 0, 0)


def test_a_sheet_of_counts_is_looked_at_and_then_taken_in(clerk, market, today):
    first, other = market.goods(stock=40), market.goods(stock=7)
    sheet = (
        f"Code,On hand\n{code_of(market, first)},36\n{code_of(market, other)},7\nNOSUCH,1\n{code_of(market, other)},x\n"
    )
    ask = clerk.get("supplier.counts")
    page = clerk.press(ask, "Look at what would change", {"Or paste the rows": sheet}, expect=200)
    assert market.stock(first)[0] == 40
    assert [(*row[3:5], row[6]) for row in page.rows("Differences")] == [("40", "36", "36")]
    assert [row[:2] for row in page.rows("Rows that cannot be taken in")] == [
        ["4", "NOSUCH"],
        ["5", code_of(market, other)],
    ]
    assert "1 row · Enter a whole number such as 12. “x” (1)" in page.words()
    fix = clerk.press(page, "Rows to fix, as a file", expect=200).answer.get_data()
    again = clerk.post("supplier.look_at_counts", {"file": (BytesIO(fix), "rows-to-fix.xlsx")}, expect=200)
    assert [row[1:] for row in again.rows("Rows that cannot be taken in")] == [
        row[1:] for row in page.rows("Rows that cannot be taken in")
    ]
    clerk.press(page, "Take in the valid rows")
    assert (market.stock(first)[0], market.stock(other)[0]) == (36, 7)
    file = clerk.post(
        "supplier.look_at_counts",
        {"file": (BytesIO(f"{code_of(market, first)};30\n".encode("utf-16")), "c.csv")},
        expect=200,
    )
    clerk.press(file, "Take in all rows")
    assert market.stock(first)[0] == 30
    assert f"{code_of(market, first)},30,0,0,30" in clerk.get("supplier.counts_file", kind="csv").answer.get_data(
        as_text=True
    )


def looked_at(clerk, rows: str, counted_at: str = ""):
    said = {"Or paste the rows": rows, "Counted at": counted_at}
    return clerk.press(clerk.get("supplier.counts"), "Look at what would change", said, expect=200)


def test_a_sheet_comes_to_the_same_however_often_it_is_sent_and_whatever_was_sold_since_theme_35(clerk, market):
    """Complaint 35: what came and went after the count is reckoned in, so the sheet can be late, and sent twice."""
    kettle, pan = market.goods(stock=40), market.goods(stock=9)
    rows = f"Code,Counted,Counted at\n{code_of(market, kettle)},36,2026-03-02 09:05\n{code_of(market, pan)},8,\n"
    market.later(minutes=30)
    market.money()
    order_id = market.order({kettle: 6})[0]
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id)

    page = looked_at(clerk, rows)
    assert [(row[4], row[6]) for row in page.rows("Differences")] == [("36", "30"), ("8", "8")]
    clerk.press(page, "Take in all rows")
    assert (market.stock(kettle)[0], market.stock(pan)[0]) == (30, 8)
    again = looked_at(clerk, rows)
    assert "2 counts can be taken in; 2 agree with the books." in again.words()
    clerk.press(again, "Take in all rows")
    assert (market.stock(kettle)[0], market.stock(pan)[0]) == (30, 8)


def test_rows_that_do_not_say_when_are_as_of_the_time_that_is_said_for_the_sheet(clerk, market):
    kettle = market.goods(stock=40)
    market.later(minutes=30)
    market.money()
    order_id = market.order({kettle: 6})[0]
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id)
    page = looked_at(clerk, f"{code_of(market, kettle)},36\n", counted_at="2026-03-02T09:05")
    assert [(row[4], row[6]) for row in page.rows("Differences")] == [("36", "30")]
    refused = clerk.post("supplier.look_at_counts", {"lines": "x,1", "counted_at": "2199-01-01T00:00"}, expect=422)
    assert "This time is still to come." in refused.words()


def test_a_row_whose_time_cannot_be_read_or_is_to_come_is_one_to_fix(clerk, market):
    code = code_of(market, market.goods(stock=40))
    rows = "".join(f"{code},36,,,{when}\n" for when in ("2026-03-02", "yesterday", "2199-01-01 10:00"))
    page = looked_at(clerk, rows)
    said = [row[2] for row in page.rows("Rows that cannot be taken in")]
    assert said == [
        "Enter the day and the time of the count, such as 2026-05-04 17:30. “2026-03-02”",
        "Enter the day and the time of the count, such as 2026-05-04 17:30. “yesterday”",
        "This time is still to come. “2199-01-01 10:00”",
    ]


@pytest.mark.parametrize("packed", ["", "[]", "{", '[["x", 1e309, "", "", "2026-01-01T00:00:00+00:00"]]'])
def test_a_made_up_confirmation_takes_nothing_in(clerk, market, packed):
    clerk.post("supplier.counts_to_fix", {"wrong": packed}, expect=200)
    page = clerk.post("supplier.take_in_counts", {"packed": packed}, expect=422)
    assert "There is nothing to take in." in page.words()


def test_the_packing_slip_says_from_where_and_of_which_lot(owner, market, today):
    sku_id = market.goods(stock=0)
    north = (warehouse(market, "Home"), warehouse(market, "North"))[1]
    put(market, sku_id, 20, north, "L-1", today + timedelta(days=40))
    put(market, sku_id, 20, north, "L-2", today + timedelta(days=80))
    market.money()
    order_id = market.order({sku_id: 36})[0]
    confirm_order(market.by(market.supplier), order_id)
    slip = owner.get("supplier.packing_slip", order_id=order_id).words()
    assert "20 from North · lot L-1" in slip
    assert "16 from North · lot L-2" in slip
    shipment = market.ship(order_id)
    slip = owner.get("supplier.shipment_slip", order_id=order_id, shipment_id=shipment).words()
    assert "16 from North · lot L-2" in slip


def test_theme_31_cartons_become_units_once_and_are_shown_as_cartons_again(clerk, market):
    sku_id = market.goods(stock=0, pack_size=12)
    page = clerk.get("supplier.stock_of_sku", sku_id=sku_id)
    clerk.press(page, "Take in", {"Received": "16", "Counted in cartons": "y"})
    assert market.stock(sku_id)[0] == 192
    clerk.press(clerk.get("supplier.stock_of_sku", sku_id=sku_id), "Take in", {"Received": "5"})
    assert "16 cartons of 12, and 5." in clerk.get("supplier.stock_of_sku", sku_id=sku_id).words()


def test_a_sum_below_counts_is_left_out_and_held_against_them(clerk, market):
    sku_id = market.goods(stock=40)
    page = looked_at(clerk, f"Code,Counted\n{code_of(market, sku_id)},36\nTotal,40\n")
    assert "Row 3 looks like a total and was left out. It says 40, but the rows above it come to 36" in page.words()
    assert page.has_button("Take in all rows")
