"""Themes 8 and 9, S7: the range as a file, and back from one, with a look at what would change before anything does."""

from __future__ import annotations

import csv
from datetime import date
from decimal import Decimal
from io import BytesIO, StringIO

import pytest
from openpyxl import load_workbook

from tests.trade.looking import snapshot
from trade.catalogue.actions import SKUSheet, add_sku, set_marks, set_properties
from trade.catalogue.rules import Borne, Mark, Said

HEAD = "Code,Name,Category,Smallest order,Sold in multiples of,Barcode,Step 1: from,Step 1: price\n"


def category(market):
    return market.rows("SELECT name FROM categories WHERE id = :id", id=market.category_id)[0][0]


def told(market, code, marks, properties):
    [(product_id,)] = market.rows("SELECT product_id FROM skus WHERE code = :code", code=code)
    set_marks(market.by(market.supplier), product_id, marks)
    set_properties(market.by(market.supplier), product_id, properties)


def look(owner, sheet: str, expect: int = 200):
    return owner.press(
        owner.get("supplier.product_sheet"), "Look at what would change", {"Or paste the rows": sheet}, expect=expect
    )


def exported(owner, kind="csv", **view: str):
    answer = owner.get(f"supplier.products_{kind}", **view).answer
    return answer.get_data() if kind == "xlsx" else answer.get_data(as_text=True)


def test_the_file_holds_exactly_the_view_and_nothing_in_it_runs(owner, market):
    market.goods(code="00123", name="=1+1")
    market.goods(code="K-2", name="Red pan", is_offered=False)
    market.goods(market.rival, code="R-1")

    rows = list(csv.DictReader(StringIO(exported(owner).removeprefix("\ufeff"))))

    assert [(row["Code"], row["Name"], row["State"]) for row in rows] == [
        ("00123", "'=1+1", "For sale"),
        ("K-2", "Red pan", "Withdrawn"),
    ]
    assert (rows[0]["Step 1: price"], rows[0]["Left to sell"]) == ("2.95", "100")
    assert "00123" not in exported(owner, state="withdrawn")
    book = load_workbook(BytesIO(exported(owner, "xlsx"))).active
    assert book is not None
    assert (book["A2"].value, book["B2"].value, book["B2"].data_type) == ("00123", "=1+1", "s")


@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_theme_8_rows_that_were_refused_come_back_as_a_file_and_are_taken_in_once_mended(owner, market, language):
    shelf = category(market)
    page = look(owner, HEAD + f'00777,Cup,{shelf},6,6,,6,3.5\n00123,=1+1,{shelf},7,6,,7,"1,5"\nK-5,Lost,Nowhere,,,,,\n')

    owner.post("auth.set_language", {"locale": language})
    book = load_workbook(BytesIO(owner.press(page, "Rows to fix, as a file", expect=200).answer.get_data()))
    sheet = book.worksheets[0]
    rows = [[cell.value for cell in row] for row in sheet.rows]
    assert [row[0] for row in rows[1:]] == ["00123", "K-5"]
    assert rows[1][1] == "=1+1"
    assert all(row[-1] for row in rows)
    for column, text in ((4, "6"), (6, "6"), (7, "1.5")):
        sheet.cell(2, column).value = text
    sheet.delete_rows(3)
    book.save(mended := BytesIO())
    mended.seek(0)
    found = owner.post("supplier.look_at_products", {"file": (mended, "rows-to-fix.xlsx")}, expect=200)
    owner.post("auth.set_language", {"locale": "en"})
    assert found.soup.find(attrs={"name": "packed"})
    assert not found.soup.find("button", attrs={"formaction": True})
    owner.press(found, "Take in all rows" if language == "en" else "导入全部行")
    assert market.rows(
        "SELECT p.name, s.moq FROM skus s JOIN products p ON p.id = product_id WHERE s.code = '00123'"
    ) == [("=1+1", 6)]


@pytest.mark.parametrize("kind", ["csv", "xlsx"])
@pytest.mark.parametrize("language", ["en", "zh-Hans"])
def test_theme_9_a_file_comes_back_as_it_left(owner, market, session, kind, language):
    market.goods(code="00123", name="=1+1")
    market.goods(code="K-2", name="-pan", is_offered=False)
    told(
        market,
        "00123",
        [Borne(Mark.CE, "NB;1", date(2027, 3, 31)), Borne(Mark.VEGAN)],
        [Said("Weight", "", "1|2", "", "g")],
    )
    owner.post("auth.set_language", {"locale": language})
    content = owner.get(f"supplier.products_{kind}").answer.get_data()
    owner.post("auth.set_language", {"locale": "en"})
    before = snapshot(session)

    page = owner.post("supplier.look_at_products", {"file": (BytesIO(content), f"products.{kind}")}, expect=200)

    assert "0 products are new, 0 change, 2 stay as they are." in page.words()
    assert not page.has_button("Take in all rows")
    assert snapshot(session) == before


def test_theme_8_a_sheet_is_looked_at_and_only_what_is_sound_is_taken_in_once(owner, market, session):
    sku_id = market.goods(code="K-1", name="Blue kettle")
    shelf = category(market)
    sheet = HEAD + (
        f"K-1,Green kettle,{shelf},,,,6,2.90\n"
        f"00777,Cup,{shelf},6,6,0690123456789,6,3.5\n"
        f'K-3,Bad,{shelf},7,6,,7,"1,5"\n'
        f"k-1,Again,{shelf},,,,,\n"
        "K-5,Lost,Nowhere,,,,,\n"
        f"K-6,Nought,{shelf},0,6,,6,3.5\n"
    )
    before = snapshot(session)

    page = look(owner, sheet)

    assert snapshot(session) == before
    assert "One product is new, one changes," in page.words()
    wrong = {row[0]: row[2] for row in page.rows("Rows that cannot be taken in")}
    assert list(wrong) == ["4", "5", "6", "7"]
    assert "Step 1: price: Enter an amount" in wrong["4"]
    assert "Smallest order: The smallest order must be a multiple of 6." in wrong["4"]
    assert wrong["5"] == "Code: Row 2 has this code already."
    assert wrong["6"] == "Category: Write the name of one of the market's categories. “Nowhere”"
    assert wrong["7"] == "Smallest order: Enter a whole number such as 12. “0”"
    assert "Blue kettle → Green kettle" in page.rows("Changes")[0][2]

    owner.press(page, "Take in the valid rows")

    assert market.rows("SELECT p.name, s.barcode, s.moq FROM skus s JOIN products p ON p.id = s.product_id"
                       " WHERE s.code IN ('K-1', '00777') ORDER BY s.code") == [
        ("Cup", "0690123456789", 6), ("Green kettle", "", 6)]  # fmt: skip
    held = "SELECT unit_prices FROM ladders WHERE sku_id = :id AND valid_until IS NULL"
    assert market.rows(held, id=sku_id) == [([Decimal("2.9")],)]
    assert [row[0] for row in owner.get("supplier.product_list", q="cup").rows("Products")] == ["00777"]
    after = snapshot(session)
    again = owner.press(page, "Take in the valid rows", expect=None)  # the old page, pressed once more
    assert again.answer.status_code == 303
    assert snapshot(session) == after
    assert "0 products are new, 0 change," in look(owner, sheet).words()


def test_what_was_changed_meanwhile_is_shown_and_not_overwritten(owner, market, session):
    market.goods(code="K-1", name="Blue kettle")
    page = look(owner, "Code,Name\nK-1,Green kettle\n")
    other = look(owner, "Code,Name\nK-1,Red kettle\n")
    owner.press(other, "Take in all rows")
    before = snapshot(session)

    again = owner.press(page, "Take in all rows", expect=409)

    assert "Your products have changed since you looked" in again.alert()
    assert "Red kettle → Green kettle" in again.rows("Changes")[0][2]
    assert snapshot(session) == before


@pytest.mark.parametrize("packed", ["", "[]", "{", '[["x", 1]]', '[[1e309, {"code": "x"}]]'])
def test_a_made_up_confirmation_takes_nothing_in(owner, session, market, packed):
    before = snapshot(session)
    page = owner.post("supplier.take_in_products", {"packed": packed, "shown": "x"}, expect=422)
    assert "There is nothing to take in." in page.words()
    assert snapshot(session) == before


def test_what_is_no_sheet_of_products_is_refused_in_words(owner, market):
    assert "No row has titles." in look(owner, "1,2\n3,4\n", expect=422).alert()
    assert "Send at most 10,000 rows" in look(owner, "Code\n" + "x\n" * 10_001, expect=422).alert()


def test_the_statements_do_not_grow_with_the_rows(owner, market, statements):
    shelf = category(market)

    def taken_in(first: int, count: int) -> int:
        for name in ("Cup", "Mug"):  # all new, then all changed
            rows = "".join(
                f"C-{n},{name} {n},{shelf},6,6,,6,{3 if name == 'Cup' else 4}\n" for n in range(first, first + count)
            )
            page = look(owner, HEAD + rows)
            with statements() as asked:
                owner.press(page, "Take in all rows")
        return len(asked)

    assert taken_in(0, 2) == taken_in(100, 40)


def test_specifications_share_name_and_category_and_each_goes_off_sale_alone(owner, market, session):
    first = market.goods(code="K-1", name="Kettle")
    product_id = market.rows("SELECT product_id FROM skus WHERE id = :id", id=first)[0][0]
    other = SKUSheet(code="K-2", specification="red", barcode="", pack_size=1, moq=6, multiple=6)
    add_sku(market.by(market.supplier), product_id, other)

    wrong = look(owner, "Code,Name,Specification\nK-1,Pot,blue\nK-2,Pan,\n").rows("Rows that cannot be taken in")
    assert [(row[0], row[1]) for row in wrong] == [("3", "K-2")]
    assert "Row 2 says something else of the same product" in wrong[0][2]
    same = look(owner, "Code,Specification\nK-1,Red\n")
    assert "Another specification of this product is called so." in same.words()

    owner.press(look(owner, "Code,Name,Specification,State\nK-1,Pot,blue,\nK-2,Pot,,已下架\n"), "Take in all rows")

    states = "SELECT s.code, s.specification, s.archived_at IS NULL, p.name, p.state FROM skus s JOIN products p"
    assert market.rows(f"{states} ON p.id = s.product_id ORDER BY s.code") == [
        ("K-1", "blue", True, "Pot", "offered"),
        ("K-2", "red", False, "Pot", "offered"),
    ]


def test_marks_details_and_packs_come_by_sheet_and_what_is_wrong_is_said(owner, market, session):
    for code in ("CUP", "LID"):
        market.goods(code=code)
    shelf = category(market)
    head = "Code,Name,Category,Smallest order,Marks,Product details,Parts of the pack\n"
    page = look(owner, head + (
        "CUP,,,,CE | NB-1 | 2027-03-31; 清真,Net weight: 500 g,\n"
        f"SET,Tea set,{shelf},1,,,CUP x 2; lid x 1\n"
        "LID,,,,best,Weight,CUP x 1\n"
        f"SET-2,Other,{shelf},1,,,NONE-1 x 0\n"
    ))  # fmt: skip
    wrong = {row[1]: row[2] for row in page.rows("Rows that cannot be taken in")}
    assert "Marks: “best” is no mark." in wrong["LID"]
    assert "Product details: “Weight” is no property." in wrong["LID"]
    assert "This is no pack and does not become one." in wrong["LID"]
    assert "You have no product with the code “NONE-1”." in wrong["SET-2"]
    assert "From 1 to 1000 of each part are in one pack." in wrong["SET-2"]
    assert "Marks: ce | NB-1 | 2027-03-31; halal" in page.rows("Changes")[0][2]

    owner.press(page, "Take in the valid rows")

    assert market.rows("SELECT mark, certificate FROM product_marks ORDER BY mark") == [("ce", "NB-1"), ("halal", "")]
    assert market.rows("SELECT name, value FROM properties") == [("Net weight", "500 g")]
    parts = "SELECT pack.code, part.code, quantity FROM pack_parts JOIN skus pack ON pack.id = pack_id JOIN skus part ON part.id = part_id ORDER BY position"
    assert market.rows(parts) == [("SET", "CUP", 2), ("SET", "LID", 1)]
    again = look(owner, exported(owner))
    assert "0 products are new, 0 change, 3 stay as they are." in again.words()
    owner.press(look(owner, "Code,Marks,Parts\nCUP,none,\nSET,,LID x 3\n"), "Take in all rows")
    assert market.rows("SELECT count(*) FROM product_marks") == [(0,)]
    assert market.rows(parts) == [("SET", "LID", 3)]


def test_theme_8_a_sheet_of_thirty_rows_costs_as_many_statements_as_one_of_three(owner, market, statements):
    def costs(codes: list[str], price: str) -> int:
        rows = "".join(f"{code},Cup at {price},{category(market)},6,6,,6,{price}\n" for code in codes)
        page = look(owner, HEAD + rows)
        with statements(each=True) as seen:
            owner.press(page, "Take in all rows")
        return len(seen)

    few, many = [f"F{n}" for n in range(3)], [f"M{n}" for n in range(30)]
    costs(["B-1"], "3.5")  # begins the list of prices
    assert costs(many, "3.5") == costs(few, "3.5")
    assert costs(many, "3.25") == costs(few, "3.25")
    assert market.rows("SELECT count(*) FROM ladders WHERE valid_until IS NOT NULL") == [(33,)]
