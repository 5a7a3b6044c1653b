"""A list goes on where its page ended; a cursor that somebody made up begins it anew and never hurts."""

from __future__ import annotations

import base64
import json
from datetime import UTC, date, datetime
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.ids import new_id
from trade.kernel.paging import Page, from_cursor, page_of, to_cursor

KINDS = st.lists(st.sampled_from([int, str, UUID, datetime]), min_size=1, max_size=3)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=True) | st.text(),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=3), inner, max_size=3),
    max_leaves=8,
)


def cursor(key: object) -> str:
    return base64.urlsafe_b64encode(json.dumps(key).encode()).decode().rstrip("=")


def test_a_cursor_says_the_same_when_it_is_read_back() -> None:
    key, at = new_id(), datetime(2026, 3, 1, 12, 30, 5, 7, tzinfo=UTC)
    assert from_cursor(to_cursor((7, "蓝壶\u3000A", str(key), at.isoformat())), int, str, UUID, datetime) == (
        7,
        "蓝壶\u3000A",
        key,
        at,
    )


def test_no_cursor_is_the_beginning() -> None:
    assert from_cursor(None, int) is None
    assert from_cursor("", int) is None


@pytest.mark.parametrize(
    ("kind", "part"),
    [
        (int, "1"), (int, "²"), (int, True), (int, 2**31), (int, 1.5), (int, None),
        (str, "a\0b"), (str, "\ud800"), (str, ""), (str, 1),
        (UUID, "no id"), (UUID, 1), (UUID, ""),
        (date, "zzz"), (date, "2026-02-30"), (date, 20260301),
        (datetime, "2026-03-01T00:00:00"), (datetime, "soon"), (datetime, 1),
    ],
)  # fmt: skip
def test_a_part_that_no_list_of_ours_writes_begins_anew(kind: type, part: object) -> None:
    assert from_cursor(cursor([part]), kind) is None


@pytest.mark.parametrize("text", ["%%%", "é", "A", "[" * 1500, cursor({"a": 1}), cursor([1, 2]), "A" * 5000])
def test_what_is_no_cursor_begins_anew(text: str) -> None:
    assert from_cursor(text, int) is None


def test_an_instant_at_the_edge_of_the_calendar_begins_anew() -> None:
    assert from_cursor(cursor(["0001-01-01T00:00:00+14:00"]), datetime) is None


def test_a_cursor_nested_without_end_begins_anew() -> None:
    nested = base64.urlsafe_b64encode(b"[" * 1400).decode()
    assert from_cursor(nested, int) is None


@given(st.text() | JSON.map(cursor) | st.lists(JSON, max_size=3).map(cursor), KINDS)
def test_whatever_is_sent_as_a_cursor_is_read_or_passed_over(text: str, kinds: list[type]) -> None:
    found = from_cursor(text, *kinds)
    assert found is None or [type(part) for part in found] == kinds


def test_a_page_names_where_the_next_one_begins() -> None:
    assert page_of([1, 2, 3], 2, lambda row: (row,)) == Page([1, 2], to_cursor((2,)))
    assert page_of([1, 2], 2, lambda row: (row,)) == Page([1, 2], None)
    assert page_of([], 2, lambda row: (row,)) == Page([], None)
