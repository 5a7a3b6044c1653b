"""What cells mean: nothing that can be read in two ways is ever guessed (theme 9)."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.cells import CountFault, Grouping, find_header, folded, read_count
from trade.kernel.ports import SheetRow


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("12", 12),
        (" 12 ", 12),
        ("１２", 12),
        ("'12", 12),
        ("012", 12),
        ("+12", 12),
        ("5.0", 5),
        ("5,00", 5),
        ("1,234,567", CountFault.TOO_LARGE),
        ("100,000,0", CountFault.NOT_A_NUMBER),
        ("1 500", 1500),
        ("1'500", 1500),
        ("1000000", 1_000_000),
        ("1000001", CountFault.TOO_LARGE),
        ("1,500", CountFault.TWO_WAYS),
        ("1.500", CountFault.TWO_WAYS),
        ("1,000", CountFault.TWO_WAYS),
        ("１，５００", CountFault.TWO_WAYS),
        ("1,5", CountFault.NOT_WHOLE),
        ("1.5", CountFault.NOT_WHOLE),
        ("0", CountFault.NOT_POSITIVE),
        ("-3", CountFault.NOT_POSITIVE),
        ("", CountFault.MISSING),
        ("　", CountFault.MISSING),
        ("dozen", CountFault.NOT_A_NUMBER),
        ("1e309", CountFault.NOT_A_NUMBER),
        ("NaN", CountFault.NOT_A_NUMBER),
        ("9" * 5000, CountFault.NOT_A_NUMBER),
        ("十二", CountFault.NOT_A_NUMBER),
    ],
)
def test_a_count_is_read_refused_or_asked_but_never_guessed_theme_9(text, value):
    assert read_count(text) == value


def test_what_a_mark_means_can_be_said_once():
    assert read_count("1,500", Grouping.THOUSANDS) == 1500
    assert read_count("1.500", Grouping.FRACTION) is CountFault.NOT_WHOLE
    assert read_count("2.000", Grouping.FRACTION) == 2
    assert read_count("1.5", Grouping.THOUSANDS) is CountFault.NOT_WHOLE


@given(st.text(max_size=30), st.sampled_from(Grouping))
def test_no_text_breaks_the_reading(text, grouping):
    found = read_count(text, grouping)
    assert isinstance(found, CountFault) or 1 <= found <= 1_000_000


def test_the_header_is_the_row_that_names_most_and_the_lower_of_two_equals():
    words = {"sku": {"sku", "货号"}, "quantity": {"quantity", "数量"}}
    head = [
        SheetRow(1, ["SKU list for November"]),
        SheetRow(2, ["Quantity", "", "SKU"]),
        SheetRow(4, ["数量", "", "货 号", "数量"]),
        SheetRow(5, ["12", "", "00123"]),
    ]
    header = find_header(head, words)
    assert header is not None
    assert (header.number, header.columns) == (4, {"quantity": 0, "sku": 2})
    assert find_header(head[3:], words) is None
    assert folded("Ｉｔｅｍ No. ") == "itemno"
