"""What cells mean: nothing that can be read in two ways is ever guessed (theme 9)."""

from __future__ import annotations

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.cells import CountFault, Grouping, find_header, folded, moment_of, read_count
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


@pytest.mark.parametrize(
    ("text", "utc"),
    [
        ("2026-05-04 17:30", "2026-05-04T09:30:00"),
        ("2026/5/4 7:05:09", "2026-05-03T23:05:09"),
        ("２０２６年5月4日 17：30", "2026-05-04T09:30:00"),
        ("2026-05-04T17:30:00Z", "2026-05-04T17:30:00"),
        ("2026-05-04T17:30+02:00", "2026-05-04T15:30:00"),
        *((text, "") for text in ("2026-05-04", "17:30", "", "2026-02-30 10:00", "0001-01-01 00:00", "4/5/2026 10:00")),
    ],
)
def test_a_moment_is_read_in_its_zone_and_a_day_alone_is_none(text: str, utc: str) -> None:
    found = moment_of(text, ZoneInfo("Asia/Shanghai"))
    assert found == (datetime.fromisoformat(utc).replace(tzinfo=UTC) if utc else None)


@given(st.text(max_size=40))
def test_no_text_breaks_the_reading_of_moments(text: str) -> None:
    found = moment_of(text, ZoneInfo("America/New_York"))
    assert found is None or found.tzinfo is not None
