"""Names are folded one way for storing and for searching, so that what was typed is found."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from trade.catalogue.rules import SEARCH_TERMS_MAX, fold, like_pattern, quantity_rule_problem, search_terms
from trade.kernel.quantities import QUANTITY_MAX


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Blue  KETTLE", "blue kettle"),
        ("ＡＢＣ１２３", "abc123"),
        ("Café", "café"),
        ("蓝\u3000壶", "蓝 壶"),
        (" \t\n", ""),
    ],
)
def test_widths_cases_and_spaces_make_no_difference(typed: str, folded: str) -> None:
    assert fold(typed) == folded


@given(st.text(), st.text())
def test_folding_joins_and_folding_the_folded_changes_no_space(one: str, other: str) -> None:
    folded = fold(one, other)
    assert folded == " ".join(folded.split())
    assert folded == folded.lower().strip() or "İ" in one + other


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=500))
def test_a_search_has_a_bounded_number_of_folded_terms(typed: str) -> None:
    terms = search_terms(typed)
    assert len(terms) <= SEARCH_TERMS_MAX
    assert all(term and " " not in term for term in terms)


@pytest.mark.parametrize(("term", "pattern"), [("50%", "%50\\%%"), ("a_b", "%a\\_b%"), ("\\", "%\\\\%"), ("x", "%x%")])
def test_wildcards_that_were_typed_mean_themselves(term: str, pattern: str) -> None:
    assert like_pattern(term) == pattern


@pytest.mark.parametrize(
    ("moq", "multiple", "problem"),
    [
        (6, 6, None), (12, 6, None), (1, 1, None), (QUANTITY_MAX, 1, None),
        (0, 1, "not_positive"), (6, 0, "not_positive"), (-6, 6, "not_positive"), (6, -6, "not_positive"),
        (7, 6, "not_multiple"), (6, 12, "not_multiple"), (QUANTITY_MAX + 1, 1, "too_large"),
    ],
)  # fmt: skip
def test_a_minimum_is_positive_bounded_and_itself_a_multiple(moq: int, multiple: int, problem: str | None) -> None:
    assert quantity_rule_problem(moq, multiple) == problem
