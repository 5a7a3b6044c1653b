"""Marks, properties and parts in one cell: what is written is read back, whatever it says."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.catalogue.rules import (
    Borne,
    Mark,
    Said,
    Unreadable,
    marks_cell,
    marks_in,
    parts_cell,
    parts_in,
    properties_cell,
    properties_in,
)

TEXT = st.text(st.sampled_from("ab蓝;；|｜\\:x*×12 \n-"), max_size=12).map(lambda text: " ".join(text.split()))
CODE = TEXT.filter(lambda code: code not in {"", "-"})


@given(st.lists(st.builds(Borne, st.sampled_from(Mark), TEXT, st.none() | st.dates()), unique_by=lambda b: b.mark))
def test_marks_come_back(marks: list[Borne]) -> None:
    assert set(marks_in(marks_cell(marks))) == set(marks)


@given(st.lists(st.builds(Said, CODE, TEXT, CODE, TEXT, TEXT)))
def test_properties_come_back_in_their_order(properties: list[Said]) -> None:
    assert properties_in(properties_cell(properties)) == tuple(properties)


@given(st.lists(st.tuples(st.from_regex(r"[A-Z0-9][A-Z0-9;|. -]{0,9}[A-Z0-9]", fullmatch=True), st.integers(1, 999))))
def test_parts_come_back(parts: list[tuple[str, int]]) -> None:
    parts = [(" ".join(code.split()), quantity) for code, quantity in parts]
    assert parts_in(parts_cell(parts)) == tuple(parts)


def test_what_people_write_is_read() -> None:
    assert marks_in("ce；有机 | O-1｜2027-03-31\nfair trade") == (
        Borne(Mark.CE), Borne(Mark.ORGANIC, "O-1", date(2027, 3, 31)), Borne(Mark.FAIR_TRADE)
    )  # fmt: skip
    assert properties_in("Net weight: 500 g; 产地：杭州; Size | 30 | cm") == (
        Said("Net weight", "", "500 g"), Said("", "产地", "", "杭州"), Said("Size", "", "30", "", "cm")
    )  # fmt: skip
    assert parts_in("CUP x 2; LID×1；SPOON * ３; BOX") == (("CUP", 2), ("LID", 1), ("SPOON", 3), ("BOX", 1))
    assert [*marks_in("none"), *properties_in("无"), *parts_in(" - ")] == []


@pytest.mark.parametrize(
    ("read", "cell"),
    [(marks_in, "best"), (marks_in, "CE | 1 | 31.3.2027"), (marks_in, "CE|1|2027-01-01|x"), (properties_in, "Weight")],
)
def test_what_cannot_be_read_is_named(read: object, cell: str) -> None:
    with pytest.raises(Unreadable) as refused:
        read(f"; {cell}")  # type: ignore[operator]
    assert refused.value.entry == cell
