"""Sampling plans against the published tables, and what holds of all of them."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.kernel.errors import InvalidInput
from trade.quality.rules import (
    AQLS,
    Criterion,
    Grade,
    Level,
    Sampling,
    Verdict,
    findings_of,
    letter_for,
    plan_for,
    verdict_of,
)

TABLE_1 = """
      8  A A B
     15  A B C
     25  B C D
     50  C D E
     90  C E F
    150  D F G
    280  E G H
    500  F H J
   1200  G J K
   3200  H K L
  10000  J L M
  35000  K M N
 150000  L N P
 500000  M P Q
"""
"""ISO 2859-1:1999, table 1, general inspection levels I, II, III: lots up to so many units."""

TABLE_2A = """
      n   0.065  0.10  0.15  0.25  0.40  0.65  1.0   1.5   2.5   4.0   6.5
A     2   v      v     v     v     v     v     v     v     v     v     0
B     3   v      v     v     v     v     v     v     v     v     0     ^
C     5   v      v     v     v     v     v     v     v     0     ^     v
D     8   v      v     v     v     v     v     v     0     ^     v     1
E    13   v      v     v     v     v     v     0     ^     v     1     2
F    20   v      v     v     v     v     0     ^     v     1     2     3
G    32   v      v     v     v     0     ^     v     1     2     3     5
H    50   v      v     v     0     ^     v     1     2     3     5     7
J    80   v      v     0     ^     v     1     2     3     5     7     10
K   125   v      0     ^     v     1     2     3     5     7     10    14
L   200   0      ^     v     1     2     3     5     7     10    14    21
M   315   ^      v     1     2     3     5     7     10    14    21    ^
N   500   v      1     2     3     5     7     10    14    21    ^     ^
P   800   1      2     3     5     7     10    14    21    ^     ^     ^
Q  1250   2      3     5     7     10    14    21    ^     ^     ^     ^
R  2000   3      5     7     10    14    21    ^     ^     ^     ^     ^
"""
"""The same, table 2-A, acceptance numbers of normal inspection; v and ^ point to the plan below and above."""

LOTS = st.integers(2, 100_000_000)


def table_2a() -> dict[tuple[str, Decimal], tuple[str, int, int]]:
    """Letter and AQL to the plan that is used: its letter, sample and acceptance number, along the arrows."""
    head, *lines = [line.split() for line in TABLE_2A.strip().splitlines()]
    cells = {
        (line[0], Decimal(aql)): (int(line[1]), cell)
        for line in lines
        for aql, cell in zip(head[1:], line[2:], strict=True)
    }
    letters = [line[0] for line in lines]
    found = {}
    for letter, aql in cells:
        at = letter
        while cells[at, aql][1] in "v^":
            at = letters[letters.index(at) + (1 if cells[at, aql][1] == "v" else -1)]
        found[letter, aql] = (at, cells[at, aql][0], int(cells[at, aql][1]))
    return found


def test_the_letters_are_those_of_table_1() -> None:
    smallest = 2
    for line in TABLE_1.strip().splitlines():
        most, *letters = line.split()
        for size in (smallest, int(most)):
            assert [letter_for(size, level) for level in Level] == letters
        smallest = int(most) + 1
    assert [letter_for(500_001, level) for level in Level] == ["N", "Q", "R"]


def test_the_plans_are_those_of_table_2a() -> None:
    by_letter = {letter_for(size, level): (size, level) for level in Level for size in range(2, 501)}
    by_letter |= {
        letter_for(size, level): (size, level)
        for level in Level
        for size in (1200, 3200, 10_000, 35_000, 150_000, 500_000, 500_001)
    }
    assert set(by_letter) == set("ABCDEFGHJKLMNPQR")
    for (letter, aql), (used, size, accepts) in table_2a().items():
        lot, level = by_letter[letter]
        plan = plan_for(lot, aql, level)
        assert (plan.letter, plan.size, plan.accepts) == (used, min(size, lot), accepts), (letter, aql)


@pytest.mark.parametrize(
    ("lot", "major", "minor"),
    [(100, (20, 1), (20, 2)), (1000, (80, 5), (80, 7)), (3200, (125, 7), (125, 10)), (20, (5, 0), (3, 0))],
)
def test_what_inspectors_know_by_heart(lot: int, major: tuple[int, int], minor: tuple[int, int]) -> None:
    critical, *others = Sampling(lot).criteria()
    assert [(one.size, one.accepts) for one in others] == [major, minor]
    assert (critical.size, critical.accepts) == (max(major[0], minor[0]), 0)


@given(LOTS, LOTS, st.sampled_from(AQLS), st.sampled_from(list(Level)))
def test_nobody_looks_at_more_than_there_is_and_of_a_larger_lot_never_at_less(
    lot: int, other: int, aql: Decimal, level: Level
) -> None:
    small, large = (plan_for(size, aql, level) for size in sorted((lot, other)))
    assert 0 <= small.accepts < small.rejects <= small.size <= min(lot, other)
    assert small.size <= large.size
    assert small.accepts <= large.accepts


@given(st.integers(-5, 1) | st.integers(100_000_001, 10**12))
def test_what_is_no_lot_is_refused_at_its_field(lot: int) -> None:
    with pytest.raises(InvalidInput) as refused:
        Sampling(lot).criteria()
    assert refused.value.field == "lot_size"
    with pytest.raises(ValueError, match=str(lot)):
        letter_for(lot)


@given(LOTS, st.data())
def test_a_lot_passes_exactly_where_no_grade_has_more_than_is_accepted(lot: int, data: st.DataObject) -> None:
    criteria = Sampling(lot).criteria()
    found = {one.grade: data.draw(st.integers(0, one.size)) for one in criteria}
    passed = all(found[one.grade] <= one.accepts for one in criteria)
    assert verdict_of(findings_of(criteria, found)) == (Verdict.PASS if passed else Verdict.FAIL)
    nothing = dict.fromkeys(Grade, 0)
    assert verdict_of(findings_of(criteria, nothing)) is Verdict.PASS
    assert verdict_of(findings_of(criteria, nothing | {Grade.CRITICAL: 1})) is Verdict.FAIL


def test_more_faults_than_units_is_no_finding() -> None:
    with pytest.raises(InvalidInput) as refused:
        findings_of([Criterion(Grade.MAJOR, 20, 1)], {Grade.MAJOR: 21})
    assert refused.value.field == "major"
    with pytest.raises(InvalidInput):
        findings_of([Criterion(Grade.MAJOR, 20, 1)], {})
