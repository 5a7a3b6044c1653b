"""Rows of sums, told apart from goods."""

from __future__ import annotations

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from trade.kernel.cells import folded
from trade.kernel.totals import WORDS, LeftOut, left_out, named_total, says_total

WORD = st.sampled_from(sorted(WORDS))
LETTERS = st.text("abcxyz茶杯水 ", min_size=1, max_size=8)


@pytest.mark.parametrize("text", [
    "合计", "合 计：", "總計", "小计 12", "合计120件", "Total", "TOTAL:", "Ｔｏｔａｌ", "Sub-total", "Grand Total", "Total: £1,240.50",
    "Total (pcs)", "Total (3 lines): 120", "Totals", "合计（件）",
])  # fmt: skip
def test_what_people_call_the_row_of_sums_is_known(text):
    assert says_total(text)


@pytest.mark.parametrize("text", [
    "", "TOTAL-1", "TOTAL1", "Total wipes", "Colgate Total", "道达尔总计", "小计算器", "合计本", "K-1", "120", "Sum 41 beer", "总数字表",
    "totally", "total" * 20,
])  # fmt: skip
def test_a_name_or_a_code_that_holds_such_a_word_is_none(text):
    assert not says_total(text)


@given(WORD, LETTERS, LETTERS, st.booleans())
def test_a_word_of_sums_among_other_words_is_a_name(word, before, behind, is_before):
    name = f"{before}{word}{behind}" if is_before else f"{word}{behind}"
    assume(folded(name) not in WORDS)
    assert not says_total(name)


def test_only_a_row_without_a_code_is_named_by_another_cell():
    assert named_total(" ", ["1", "合计", "120"]) == "合计"
    assert named_total("K-1", ["合计"]) == ""
    assert named_total("Total", []) == "Total"


@given(st.lists(st.lists(st.one_of(st.none(), st.integers(1, 99)), max_size=5), min_size=1, max_size=4))
def test_sums_and_sums_of_sums_agree_with_the_rows_above_them_and_a_missing_row_is_seen(blocks):
    rows: list[tuple[int, bool, int | None]] = []
    for block in blocks:
        rows += [(len(rows) + n, False, count) for n, count in enumerate(block, 1)]
        rows.append((len(rows) + 1, True, sum(count or 0 for count in block)))
    everything = sum(count or 0 for block in blocks for count in block)
    rows.append((len(rows) + 1, True, everything))
    assert not any(one.differs for one in left_out(rows))
    assert left_out([*rows[:-1], (99, True, everything + 1)])[-1] == LeftOut(99, everything + 1, everything)
