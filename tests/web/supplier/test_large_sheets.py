"""Theme 8: a sheet too large to wait for: its first errors at once, a job with progress behind it, one confirmation."""

from __future__ import annotations

from io import BytesIO
from uuid import UUID

import pytest
from openpyxl import load_workbook

from blueprints.supplier import product_sheets
from tests.trade.looking import snapshot
from trade.pricing import actions
from trade.pricing.actions import sheets

AMOUNT = "Enter an amount with a point before its fraction, such as 1240.50."
HEAD = "Code,Name,Category,Smallest order,Sold in multiples of,Step 1: from,Step 1: price\n"


@pytest.fixture(autouse=True)
def _few(monkeypatch):
    """Sheets are large from six rows on, and slices are four."""
    monkeypatch.setattr(product_sheets, "LINES_MAX", 5)
    monkeypatch.setattr(sheets, "SLICE_ROWS", 4)


def sent(owner, market, *, wrong: int = 0, rows: int = 10):
    [(shelf,)] = market.rows("SELECT name FROM categories WHERE id = :id", id=market.category_id)
    bad = "".join(f'BAD-{n},Bad,{shelf},7,6,7,"1,5"\n' for n in range(wrong))
    good = "".join(f"N-{n},Cup {n},{shelf},6,6,6,3.5\n" for n in range(rows - wrong))
    answer = owner.post("supplier.look_at_products", {"file": (BytesIO((HEAD + bad + good).encode()), "range.csv")})
    return answer.answer.location, UUID(answer.answer.location.rsplit("/", 1)[1])


def work(market, step, sheet_id: UUID) -> None:
    while step(market.by(market.supplier), sheet_id):
        pass


def test_theme_8_its_first_wrong_rows_stand_on_the_page_before_the_job_has_begun(owner, market, queued):
    path, sheet_id = sent(owner, market, wrong=1)
    page = owner.get(path)
    assert "Rows are being checked 4 / 10" in page.words()
    assert "3 fine, 1 need a hand" in page.words()
    [row] = page.rows("Rows that cannot be taken in")
    assert row[:2] == ["2", "BAD-0"]
    assert "Step 1: price: Enter an amount" in row[2]
    assert page.soup.find("noscript").find("a", string="Look again")["href"].endswith("/progress")
    assert not page.has_button("Take in the valid rows")
    assert market.rows("SELECT count(*) FROM skus") == [(0,)]
    [(_, told)] = [one for one in queued if one[0] == "check_goods_sheet"]
    assert told["sheet_id"] == str(sheet_id)


def test_theme_8_checked_confirmed_once_and_taken_in_with_progress(owner, market, queued):
    path, sheet_id = sent(owner, market, wrong=1)
    work(market, actions.check_slice, sheet_id)
    page = owner.get(path)
    assert "9 products are new, 0 change, 0 stay as they are. One row cannot be taken in" in page.words()
    for _ in range(2):
        owner.press(page, "Take in the valid rows")
    assert market.rows("SELECT count(*) FROM skus") == [(0,)]
    actions.take_slice(market.by(market.supplier), sheet_id)
    progress = owner.get("supplier.large_sheet_progress", sheet_id=sheet_id, htmx=True)
    assert "3 products are written" in progress.words()
    told = {"HX-Request": "true", "If-None-Match": '"taking-10-1"'}
    assert owner.browser.get(path + "/progress", headers=told).status_code == 304
    work(market, actions.take_slice, sheet_id)
    assert "9 products are written" in owner.get(path).words()
    owner.get("supplier.large_sheet_progress", sheet_id=sheet_id, expect=303)
    book = load_workbook(BytesIO(owner.get("supplier.large_sheet_to_fix", sheet_id=sheet_id).answer.get_data()))
    rows = [[cell.value for cell in row] for row in book.worksheets[0]]
    assert [row[0] for row in rows] == ["Code", "BAD-0"]
    assert "Enter an amount" in str(rows[1][-1])
    assert "range.csv" in owner.get("supplier.product_sheet").words()


def test_theme_8_stopped_it_says_what_is_written_already(owner, market, queued):
    path, sheet_id = sent(owner, market)
    work(market, actions.check_slice, sheet_id)
    owner.press(owner.get(path), "Take in all rows")
    actions.take_slice(market.by(market.supplier), sheet_id)
    owner.press(owner.get(path), "Stop taking in")
    page = owner.get(path)
    assert "Taking in was stopped: 4 products are written." in page.words()
    assert market.rows("SELECT count(*) FROM skus") == [(4,)]
    owner.press(page, "Go on with the rest")
    work(market, actions.take_slice, sheet_id)
    assert market.rows("SELECT count(*) FROM skus") == [(10,)]


def test_theme_8_cancelled_before_it_is_confirmed_it_touched_nothing(owner, market, session, queued):
    path, _ = sent(owner, market)
    page = owner.get(path)
    owner.press(page, "Cancel this sheet")
    assert "No product was touched." in owner.get(path).words()
    before = snapshot(session)
    owner.post(path + "/confirmation", expect=409)
    assert snapshot(session) == before
    assert market.rows("SELECT count(*) FROM skus") == [(0,)]


def test_theme_8_each_refused_value_is_shown_and_the_sums_say_what_one_mending_would_heal(owner, market, queued):
    rows = ["Z-1,Cup,Drinks,6,6,6,n/a"] + [f"D-{n},Cup,Drinks,6,6,6,3.5" for n in range(4)]
    rows += [f"P-{n},Cup,<b>Toys</b>,6,6,6,{price}" for n, price in enumerate(['"1,5"', "9" * 90, "n/a"])]
    sent_rows = {"file": (BytesIO((HEAD + "\n".join(rows)).encode()), "range.csv")}
    path = owner.post("supplier.look_at_products", sent_rows).answer.location
    sheet_id = UUID(path.rsplit("/", 1)[1])
    work(market, actions.check_slice, sheet_id)
    page = owner.get(path)
    assert [one.get_text(" ", strip=True) for one in page.soup.select("main ul.small li")] == [
        "8 rows · Category: Write the name of one of the market's categories. “Drinks” (5), “<b>Toys</b>” (3)",
        f"4 rows · Step 1: price: {AMOUNT} “n/a” (2), “1,5” (1), “{'9' * 39}…” (1)",
    ]
    told = {row[1]: row[2] for row in page.rows("Rows that cannot be taken in")}
    assert "“<b>Toys</b>”" in told["P-0"]
    assert told["P-0"].endswith("such as 1240.50. “1,5”")
    assert "“Drinks”" in told["D-3"]
    book = load_workbook(BytesIO(owner.get("supplier.large_sheet_to_fix", sheet_id=sheet_id).answer.get_data()))
    rows_of = [[cell.value for cell in row] for row in book.worksheets[1]]
    assert [row[0] for row in rows_of] == ["Rows", 8, 4]
    assert rows_of[1][2] == "“Drinks” (5), “<b>Toys</b>” (3)"


def test_a_row_of_sums_is_no_product_and_one_that_is_called_so_is(owner, market, queued):
    market.goods(code="TOTAL")
    rows = "N-1,Cup,Drinks,6,6,6,3.5\n,合计,,,,,\nSubtotal,,,,,,\ntotal,,,,,6,2.5\nSUM,Sum 41 beer,Drinks,6,6,6,1\nGrand total,Total,,,,,3"
    page = owner.post("supplier.look_at_products", {"lines": HEAD + rows}, expect=200)
    assert [row[1] for row in page.rows("Rows that cannot be taken in")] == ["N-1", "SUM"]
    assert [row[1] for row in page.rows("Changes")] == ["TOTAL"]
    for number in (3, 4, 7):
        assert f"Row {number} looks like a total and was left out." in page.words()
