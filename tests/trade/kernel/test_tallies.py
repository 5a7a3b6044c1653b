"""Sums of what is wrong with many rows."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.tallies import VALUE_MAX, VALUES_MAX, Tally, tallied

FOUND = st.lists(
    st.tuples(st.integers(1, 12), st.sampled_from("abc"), st.sampled_from(["", " ", "x", "y", "z", "v", "w"]))
)


@given(FOUND)
def test_every_row_is_counted_once_with_each_of_its_faults_the_most_frequent_first(found):
    sums = tallied(found)
    assert {one.fault: one.rows for one in sums} == {
        fault: len({number for number, other, _ in found if other == fault}) for _, fault, _ in found
    }
    assert [one.rows for one in sums] == sorted((one.rows for one in sums), reverse=True)
    for one in sums:
        counts = [rows for _, rows in one.values]
        assert counts == sorted(counts, reverse=True)
        assert len(counts) <= VALUES_MAX
        assert all(value.strip() and 1 <= rows <= one.rows for value, rows in one.values)


def test_a_value_is_kept_short_and_a_row_with_one_fault_twice_is_one_row():
    [one] = tallied([(2, "part", "A" * 500), (2, "part", "B"), (3, "part", "B")])
    assert one == Tally("part", 2, (("B", 2), ("A" * VALUE_MAX, 1)))
