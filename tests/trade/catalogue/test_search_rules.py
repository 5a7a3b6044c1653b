"""Names are folded one way for storing and for searching, so that what was typed is found however it was written."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from adapters.script import Chinese
from trade.catalogue.rules import SEARCH_TERMS_MAX, asked, distance, fold, nearest, plain, search_terms, tokens_of

SCRIPT = Chinese()
NAMES = st.text(alphabet="蓝色水壶绿茶重庆长城铁观音藍臺灣abcké 12-/ＡＢ", max_size=20)


def finds(typed: str, *names: str, code: str = "") -> bool:
    """Ask as PostgreSQL would: every lexeme asked for is a token, or begins one."""
    tokens = tokens_of(names, [code], SCRIPT)
    wanted = alternatives(typed)
    return bool(wanted) and all(any(holds(tokens, lexeme) for lexeme in either) for either in wanted)


def alternatives(typed: str) -> list[list[str]]:
    """What is asked: of each the one or the other."""
    query = asked(search_terms(typed, SCRIPT))
    return [either.strip("()").split(" | ") for either in query.split(" & ") if either]


def holds(tokens: list[str], lexeme: str) -> bool:
    if lexeme.endswith(":*"):
        return any(token.startswith(lexeme[:-2]) for token in tokens)
    return lexeme in tokens


@pytest.mark.parametrize(
    ("typed", "folded"),
    [
        ("Blue  KETTLE", "blue kettle"),
        ("ＡＢＣ１２３", "abc123"),
        ("Café", "cafe"),
        ("蓝\u3000壶", "蓝 壶"),
        ("藍色水壺", "蓝色水壶"),
        (" \t\n", ""),
    ],
)
def test_widths_cases_accents_and_traditional_characters_make_no_difference(typed: str, folded: str) -> None:
    assert plain(typed, SCRIPT) == folded


@given(st.text(), st.text())
def test_folding_joins_and_folding_the_folded_changes_no_space(one: str, other: str) -> None:
    folded = fold(one, other)
    assert folded == " ".join(folded.split())
    assert folded == folded.lower().strip() or "İ" in one + other


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), max_size=500))
def test_a_search_has_a_bounded_number_of_folded_terms(typed: str) -> None:
    terms = search_terms(typed, SCRIPT)
    assert len(terms) <= SEARCH_TERMS_MAX
    assert all(term and " " not in term for term in terms)
    assert len(asked(terms).split(" & ")) <= 16


@given(st.text(max_size=60))
def test_what_is_asked_of_the_database_holds_letters_digits_and_ideographs_alone(typed: str) -> None:
    assert all(lexeme.removesuffix(":*").isalnum() for either in alternatives(typed) for lexeme in either)


@pytest.mark.parametrize(
    "typed",
    ["水壶", "色水", "蓝", "壺", "lanse", "lan se", "shuihu", "lssh", "ssh", "tao ci", "陶瓷壶盖", "蓝色 陶瓷"],
)
def test_theme_36_substrings_pinyin_initials_and_traditional_characters_find_a_long_chinese_run(typed: str) -> None:
    assert finds(typed, "蓝色水壶陶瓷壶盖")


@pytest.mark.parametrize("typed", ["chongqing", "zhongqing", "cq", "changcheng", "zhangcheng", "lvcha", "lucha"])
def test_theme_36_a_character_with_several_readings_is_found_by_each(typed: str) -> None:
    assert finds(typed, "重庆 长城 绿茶")


@pytest.mark.parametrize("typed", ["红壶", "壶水", "hulan", "xyz", "重", "!!!", ""])
def test_theme_36_what_does_not_stand_there_is_not_found(typed: str) -> None:
    assert not finds(typed, "蓝色水壶陶瓷壶盖")


@pytest.mark.parametrize(
    "typed", ["kettle", "kett", "ettl", "BLUE kettle", "500", "500ml", "ml", "cafe", "84029", "84-029e"]
)
def test_words_are_found_by_any_stretch_of_three_letters_and_codes_by_their_beginning(typed: str) -> None:
    assert finds(typed, "Blue Café kettle 500ml", code="84-029E")


@given(NAMES, st.integers(0, 19), st.integers(2, 6))
def test_theme_36_any_stretch_of_a_chinese_name_finds_it(name: str, start: int, length: int) -> None:
    stretch = name[start : start + length].strip()
    if stretch and all(
        ord(character) > 0x2E80 and character.isalnum() and not character.isascii() and character not in "ＡＢ"
        for character in stretch
    ):
        assert finds(stretch, name)


@given(st.text("abcde", max_size=6), st.text("abcde", max_size=6))
def test_the_distance_of_two_spellings_is_the_same_both_ways_and_nothing_for_the_same(one: str, other: str) -> None:
    assert distance(one, other) == distance(other, one) <= max(len(one), len(other))
    assert (distance(one, other) == 0) == (one == other)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("kettel", "kettle"), ("ketle", "kettle"), ("lantren", "lantern"), ("mugg", None), ("zzzzz", None)],
)
def test_a_mistyped_word_means_the_nearest_one_unless_none_is_near(typed: str, meant: str | None) -> None:
    assert nearest(typed, ["kettle", "lantern", "plate"]) == meant


@pytest.mark.parametrize("typed", ["KB-20 4", "kb204", "KB.204", "K-B204", "kb20-4"])
def test_theme_9_a_code_is_found_with_its_dashes_and_without(typed: str) -> None:
    for code in ("KB204", "KB-204"):
        assert finds(typed.replace(" ", ""), code=code), (typed, code)
    assert not finds("KB-999", code="KB204")
