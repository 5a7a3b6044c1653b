"""Reading what people upload: every spelling of a spreadsheet, and every trick of a hostile one (themes 8 and 9, promise S6)."""

from __future__ import annotations

import io
import zipfile
from datetime import datetime
from decimal import Decimal
from typing import Any

import openpyxl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from adapters.sheets import read_sheet, write_workbook
from trade.kernel.cells import escaped, find_header, restored
from trade.kernel.ports import SheetFault, SheetLimits, SheetRefused, WrittenCell

WORDS = {"sku": {"sku", "货号", "商品编码", "itemno"}, "quantity": {"quantity", "数量", "數量", "qty"}}
TABLE = "货号,名称,数量\n00123,酱油一级酿造,12\n00456,陈醋与料酒,24\n"


def rows_of(content: bytes, **how: Any) -> list[tuple[int, list[str]]]:
    with read_sheet(content, **how) as sheet:
        return [(row.number, row.cells) for row in sheet.rows]


def fault_of(content: bytes, **how: Any) -> SheetFault:
    with pytest.raises(SheetRefused) as refused:
        rows_of(content, **how)
    return refused.value.fault


def workbook(*rows: list, merged: str = "", **cells: Any) -> bytes:
    book = openpyxl.Workbook()
    sheet: Any = book.active
    for row in rows:
        sheet.append(row)
    for place, value in cells.items():
        sheet[place] = value
    if merged:
        for part in merged.split():
            sheet.merge_cells(part)
    written = io.BytesIO()
    book.save(written)
    return written.getvalue()


def saved_with_value(book: bytes, value: str) -> bytes:
    """The workbook as a spreadsheet saves it: with each formula's last value beside it."""
    saved = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(book)) as old, zipfile.ZipFile(saved, "w") as new:
        for name in old.namelist():
            content = old.read(name)
            for empty in (b"<v></v>", b"<v />", b"<v/>"):
                content = content.replace(empty, f"<v>{value}</v>".encode())
            new.writestr(name, content)
    return saved.getvalue()


def packed(**parts: bytes) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", "<workbook/>")
        for name, content in parts.items():
            archive.writestr(f"xl/worksheets/{name}.xml", content)
    return written.getvalue()


@pytest.mark.parametrize(
    ("codec", "name", "is_guess"),
    [
        ("utf-8", "utf-8", False),
        ("utf-8-sig", "utf-8", False),
        ("utf-16", "utf-16", False),
        ("utf-16-le", "utf-16", True),
        ("utf-16-be", "utf-16", True),
        ("gb18030", "gb18030", True),
    ],
)
def test_each_encoding_is_found_and_a_guess_is_called_one(codec, name, is_guess):
    with read_sheet(TABLE.encode(codec)) as sheet:
        assert (sheet.encoding, sheet.is_guess) == (name, is_guess)
        assert [row.cells for row in sheet.rows][1] == ["00123", "酱油一级酿造", "12"]


def test_short_big5_is_not_taken_for_anything_else_and_the_user_can_say_so():
    content = "貨號,名稱,數量\n00123,醬油,12\n".encode("big5")
    with read_sheet(content) as sheet:
        assert (sheet.encoding, sheet.is_guess) == ("big5", True)
        assert sheet.head[0].cells == ["貨號", "名稱", "數量"]
    assert rows_of(content, encoding="big5")[1][1] == ["00123", "醬油", "12"]
    assert fault_of(content, encoding="utf-8") is SheetFault.ENCODING


@pytest.mark.parametrize("titles", ["貨號,數量", "條碼,訂購數量", "品名,單位"])
def test_a_few_titles_are_enough_to_tell_big5_from_gb18030(titles):
    """Their bytes are rare characters of GB18030 that stand between its common ones."""
    with read_sheet(f"{titles}\n85123A,12\n".encode("big5")) as sheet:
        assert (sheet.encoding, sheet.head[0].cells) == ("big5", titles.split(","))


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_any_separator_is_found_and_quoted_cells_keep_it(separator):
    text = f'SKU{separator}Name{separator}Qty\n007{separator}"a{separator}b"{separator}"1,500"\n'
    assert rows_of(text.encode())[1] == (2, ["007", f"a{separator}b", "1,500"])


def test_leading_zeros_barcodes_and_trailing_zeros_survive_in_both_kinds_theme_9():
    from_csv = rows_of(b"SKU,Barcode,Price\n00123,6901234567890,90.750\n")[1][1]
    assert from_csv == ["00123", "6901234567890", "90.750"]
    book = workbook(["SKU", "Barcode", "Price", "Quantity"], ["00123", 6901234567890, "90.750", 5])
    assert rows_of(book)[1][1] == ["00123", "6901234567890", "90.750", "5"]


def test_a_formula_is_its_value_and_positions_are_those_of_the_spreadsheet():
    book = workbook(C3="SKU", D3="Qty", C6="00123", D6="=2*6")
    assert rows_of(book) == [(3, ["", "", "SKU", "Qty"]), (6, ["", "", "00123"])]  # saved without a value
    assert rows_of(saved_with_value(book, "12"))[1] == (6, ["", "", "00123", "12"])


def test_a_header_of_merged_rows_under_a_title_is_found():
    book = workbook(
        ["双十一订货单", None, None, None],
        ["商品", None, "数量", "备注"],
        ["商品编码", "名称", None, None],
        ["00123", "酱油", 12, ""],
        merged="A1:D1 A2:B2 C2:C3 D2:D3",
    )
    with read_sheet(book) as sheet:
        header = find_header(sheet.head, WORDS)
    assert header is not None
    assert header.number == 3
    assert header.columns == {"sku": 0, "quantity": 2}
    assert header.titles == ("商品编码", "名称", "数量", "备注")


@pytest.mark.parametrize(
    ("content", "fault"),
    [
        (b"", SheetFault.EMPTY),
        (b"\n , ,\n", SheetFault.EMPTY),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR" + bytes(range(256)), SheetFault.NOT_A_SHEET),
        (b"<html><table><tr><td>SKU</td></tr></table>", SheetFault.NOT_A_SHEET),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(500), SheetFault.OLD_WORKBOOK),
        (b"PK\x03\x04 and nothing more", SheetFault.BROKEN),
        (workbook(["SKU"])[:-900], SheetFault.BROKEN),
        (packed(), SheetFault.BROKEN),
        (b"a,b\n" * 300, SheetFault.TOO_MANY_ROWS),
        (b"," * 300 + b"x", SheetFault.TOO_MANY_COLUMNS),
        (b'SKU,Qty\n"' + b"x" * 40_000 + b'",1', SheetFault.BROKEN),
    ],
)
def test_what_is_no_sheet_is_refused_with_its_reason(content, fault):
    assert fault_of(content, limits=SheetLimits(rows=200)) is fault


def test_a_bomb_is_refused_before_it_is_parsed_promise_s6():
    row = b'<row r="1"><c r="A1"><v>1</v></c></row>'
    assert fault_of(packed(sheet1=b"<sheetData>" + row * 2_000_000)) is SheetFault.TOO_HEAVY
    assert fault_of(packed(sheet1=b"<sheetData>" + b'<row r="1048576"></row>')) is SheetFault.TOO_MANY_ROWS
    assert fault_of(packed(sheet1=b'<row r="1"><c r="XFD1"/></row>')) is SheetFault.TOO_MANY_COLUMNS
    assert fault_of(b"x" * 2000, limits=SheetLimits(file_bytes=1000)) is SheetFault.TOO_LARGE


def test_a_child_that_needs_too_much_memory_is_ended_and_we_go_on():
    wide = "\n".join(",".join("x" * 50 for _ in range(50)) for _ in range(5000)).encode()
    assert fault_of(wide, limits=SheetLimits(memory_bytes=30 * 1024 * 1024)) is SheetFault.TOO_HEAVY
    assert len(rows_of(wide)) == 5000


def test_reading_may_be_left_half_way():
    with read_sheet(b"a,b\n" * 50_000) as sheet:
        assert next(iter(sheet.rows)).cells == ["a", "b"]


def test_what_we_write_runs_nothing_and_reads_back_as_it_was_promise_s7():
    texts = ["=1+1", "+1", "-1", "@x", "\ttab", "＝1", "00123", "plain", "'quoted"]
    rows: list[list[WrittenCell]] = [[text, 7] for text in texts]
    content = write_workbook("价目", ["Code", "Count"], [*rows, ["sum", Decimal("1.5")]])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    cells = [row[0] for row in sheet.iter_rows(min_row=2)]
    assert {cell.data_type for cell in cells} == {"s"}
    assert all(cell.quotePrefix for cell in cells[:6])
    assert [cells for _, cells in rows_of(content)][1:] == [[text.strip(), "7"] for text in texts] + [["sum", "1.5"]]


def test_figures_and_instants_are_written_to_be_calculated_with():
    at = datetime(2026, 3, 9, 17, 5)  # noqa: DTZ001 - as a workbook's clocks say it
    rows: list[list[WrittenCell]] = [[7, Decimal("1234.50"), Decimal("0.0825"), at, None, ""]]
    content = write_workbook("'<Q1> & [more]'", ["a", "b"], rows, widths=[12, 30])
    book: Any = openpyxl.load_workbook(io.BytesIO(content))
    sheet = book.active
    assert [cell.value for cell in sheet[2]] == [7, 1234.5, 0.0825, at]
    assert [cell.number_format for cell in sheet[2]] == ["General", "0.00", "General", r"yyyy\-mm\-dd\ hh:mm"]
    assert (sheet.title, sheet.freeze_panes, sheet["A1"].font.b) == ("<Q1> &  more ", "A2", True)
    assert [int(sheet.column_dimensions[letter].width) for letter in "AB"] == [12, 30]


def test_a_wide_sheet_names_its_columns_as_spreadsheets_do():
    content = write_workbook("w", [str(number) for number in range(30)], [list(range(703))])
    sheet: Any = openpyxl.load_workbook(io.BytesIO(content)).active
    assert [sheet[place].value for place in ("Z2", "AA2", "AZ2", "BA2", "ZZ2", "AAA2")] == [25, 26, 51, 52, 701, 702]


@given(st.text(st.characters(exclude_categories=["Cs"]), max_size=30))
@settings(max_examples=200)
@example('<a href="x">&amp;</a> ]]>')
@example("_x0041_ \t\n\ufffe\x0b")
def test_a_text_is_what_it_was_but_for_what_xml_cannot_say(text):
    said = "".join(letter for letter in text if (letter >= " " or letter in "\t\n") and letter not in "\ufffe\uffff")
    found: Any = openpyxl.load_workbook(io.BytesIO(write_workbook("t", ["T"], [[text]]))).active
    assert (found["A2"].value or "").replace("_x005F_x", "_x") == said


@given(st.text(max_size=20))
@settings(max_examples=200)
def test_an_escaped_text_never_begins_a_formula_and_comes_back(text):
    assert escaped(text)[:1] not in set("=+-@\t\r\n\0＝＋－＠")
    assert restored(escaped(text)) == text or text.startswith("'")
