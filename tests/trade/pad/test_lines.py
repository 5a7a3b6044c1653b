"""Reading what people paste and type: spreadsheets, chat messages, units (themes 9 and 31)."""

from __future__ import annotations

import time
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.pad.rules.amounts import base_units
from trade.pad.rules.faults import LineFault
from trade.pad.rules.lines import AMOUNT_MAX, LINES_MAX, TEXT_MAX, TypedLine, read_line, read_pasted
from trade.pad.rules.rhythm import rhythm_of


@pytest.mark.parametrize(
    ("line", "text", "amount"),
    [
        ("85123A 12", "85123A", "12"),
        ("85123A x 12", "85123A", "12"),
        ("85123A*12", "85123A", "12"),
        ("12 x 85123A", "85123A", "12"),
        ("12 85123A", "85123A", "12"),
        ("00123,5", "00123", "5"),
        ("00123;1,500", "00123", "1,500"),
        ("８５１２３Ａ，１２", "85123A", "12"),
        ("85123A：12箱。", "85123A", "12箱"),
        ("酱油12箱", "酱油", "12箱"),
        ("12箱 酱油", "酱油", "12箱"),
        ("- Blue kettle 6 pcs", "Blue kettle", "6 pcs"),
        ("\u200b85123A 12", "85123A", "12"),
        ("85123A -5", "85123A", "-5"),
        ("85123A", "85123A", ""),
        ("酸梅汤 ×１２", "酸梅汤", "12"),
        ("12箱酸梅汤", "酸梅汤", "12箱"),
        ("要12箱酸梅汤，谢谢", "酸梅汤", "12箱"),
        ("酸梅汤 两箱", "酸梅汤", "两箱"),
        ("85123A=12", "85123A", "12"),
        ("85123A — 12", "85123A", "12"),
        ("85123A - 12", "85123A", "12"),
        ("| 85123A | 12 |", "85123A", "12"),
        ("“85123A” ✖️12", "85123A", "12"),
        ("85123A 12 please", "85123A", "12"),
        ("① 85123A 12", "85123A", "12"),
        ("1\ufe0f\u20e3 85123A 12", "85123A", "12"),
        ("85123A 10²", "85123A 10²", ""),
        ("20件套餐巾纸", "20件套餐巾纸", ""),
        ("A-1 12", "A-1", "12"),
    ],
)
def test_a_line_of_a_chat_message_names_goods_and_says_how_many(line, text, amount):
    assert read_line(line) == TypedLine(text, amount)


def test_cells_of_a_spreadsheet_are_read_by_their_titles_or_by_the_one_number():
    titled = "Order for May\n货号\t名称\t数量\t单位\n001\t酱油\t5\t箱\n\n002\t醋\t6\t\n"
    assert read_pasted(titled) == [TypedLine("001", "5 箱"), TypedLine("002", "6")]
    assert read_pasted("001\tSoy\t5\n002\tVinegar\t6\t7") == [TypedLine("001", "5"), TypedLine("002", "")]
    assert read_pasted("1. 001 5\n2. 002 6") == [TypedLine("001", "5"), TypedLine("002", "6")]


@pytest.mark.parametrize(
    ("pasted", "found"),
    [
        ("酸梅汤12箱，可乐5箱、雪碧 3", [("酸梅汤", "12箱"), ("可乐", "5箱"), ("雪碧", "3")]),
        ("85123A 12; 22423 6", [("85123A", "12"), ("22423", "6")]),
        ("85123A 1,500", [("85123A", "1,500")]),
        ("Key fob, back door 24", [("Key fob, back door", "24")]),
        ("00123，5", [("00123", "5")]),
        ("老板，今天要：\n1. 85123A 12\n2. 22423 6", [("85123A", "12"), ("22423", "6")]),
        (
            "[28/11/2026, 10:12:33] Wang: 85123A 12\n28/11/2026, 10:13 - Wang: 22423 6",
            [("85123A", "12"), ("22423", "6")],
        ),
        ("王小明 2026/11/28 10:12:33\n85123A 12", [("85123A", "12")]),
    ],
)
def test_a_chat_is_read_without_who_wrote_when_and_each_line_may_name_several_goods(pasted, found):
    assert [(line.text, line.amount) for line in read_pasted(pasted)] == found


@pytest.mark.parametrize(
    "line",
    ["1 " * 250, "1, " * 170, "酒十" * 250, "a" * 500, "1箱" * 250, "- " * 250, "12 pls" + " ." * 240, "a =|" * 125],
)
def test_no_line_takes_long_to_read(line):
    started = time.perf_counter()
    read_pasted("\n".join([line] * 20))
    assert time.perf_counter() - started < 1


@given(st.text(max_size=2000))
def test_whatever_is_pasted_is_read_into_lines_that_fit(pasted):
    for line in read_pasted(pasted):
        assert len(line.text) <= TEXT_MAX
        assert len(line.amount) <= AMOUNT_MAX
    assert len(read_pasted("x 1\n" * (LINES_MAX + 50))) == LINES_MAX + 1


@pytest.mark.parametrize(
    ("amount", "unit", "pack", "found"),
    [
        ("16", "piece", 16, 16),
        ("1 box", "piece", 16, LineFault.UNIT),
        ("1 ctn", "piece", 16, 16),
        ("2箱", "piece", 16, 32),
        ("2 ctn", "piece", 1, LineFault.UNIT),
        ("3 pcs", "piece", 16, 3),
        ("3 Boxes", "box", 1, 3),
        ("3 件", "piece", 1, 3),
        ("3 件", "piece", 16, LineFault.UNIT),
        ("3 bananas", "piece", 1, LineFault.UNIT),
        ("两箱", "piece", 16, 32),
        ("十二", "piece", 1, 12),
        ("一百二十个", "piece", 1, 120),
        ("一百零二个", "piece", 1, 102),
        ("一百二", "piece", 1, LineFault.MISSING),
        ("三五个", "piece", 1, LineFault.MISSING),
        ("零", "piece", 1, LineFault.NOT_POSITIVE),
        ("2打", "piece", 1, 24),
        ("2 dozen", "box", 1, LineFault.UNIT),
        ("10²", "piece", 1, LineFault.UNIT),
        ("1,500", "piece", 1, LineFault.TWO_WAYS),
        ("1.5 ctn", "piece", 16, LineFault.NOT_WHOLE),
        ("100000 ctn", "piece", 16, LineFault.TOO_LARGE),
        ("", "piece", 1, LineFault.MISSING),
    ],
)
def test_a_unit_is_converted_once_and_asked_where_it_is_not_certain_theme_31(amount, unit, pack, found):
    assert base_units(amount, unit, pack) == found


@given(st.integers(1, 1000), st.integers(2, 100))
def test_cartons_go_to_pieces_and_back_theme_31(count, pack):
    pieces = base_units(f"{count} cartons", "piece", pack)
    assert isinstance(pieces, int)
    assert divmod(pieces, pack) == (count, 0)


def test_a_rhythm_is_the_median_of_intervals_and_quantities():
    start = date(2026, 3, 2)
    days = [0, 14, 28, 49, 63]
    bought = [(start + timedelta(days=day), quantity) for day, quantity in zip(days, [24, 12, 24, 60, 24], strict=True)]
    rhythm = rhythm_of([*bought, (start, 6)], start + timedelta(days=76))
    assert rhythm is not None
    assert (rhythm.every, rhythm.quantity, rhythm.since, rhythm.times) == (14, 24, 13, 5)
    assert rhythm.is_due
    assert not rhythm.is_forgotten
    assert rhythm_of(bought[:2], start) is None
    early, late = rhythm_of(bought, start + timedelta(days=70)), rhythm_of(bought, start + timedelta(days=120))
    assert early is not None
    assert late is not None
    assert (early.is_due, late.is_forgotten) == (False, True)
