"""What permits are asked for, how their numbers are read, when their end is announced: no database."""

from __future__ import annotations

from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from trade.admission.numbers import canonical_number
from trade.admission.rules import (
    WARNED_AHEAD,
    AdmissionState,
    Held,
    Lack,
    PermitKind,
    PermitState,
    check_last_day,
    lacking,
    move,
    needed,
    warning_due,
)
from trade.admission.rules.life import MOVES
from trade.kernel.errors import InvalidInput, MoveRefused
from trade.parties.rules import OrganisationKind

B, F, T = PermitKind.BUSINESS, PermitKind.FOOD, PermitKind.TAX
S, P = AdmissionState, PermitState
TODAY = date(2026, 3, 2)
SIGNS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("kind", "country", "sells_food", "asked"),
    [
        (OrganisationKind.SUPPLIER, "CN", False, (B,)),
        (OrganisationKind.SUPPLIER, "CN", True, (B, F)),
        (OrganisationKind.SUPPLIER, "GB", False, (B, T)),
        (OrganisationKind.DISTRIBUTOR, "DE", True, (B, F, T)),
        (OrganisationKind.RETAILER, "GB", False, (B,)),
        (OrganisationKind.RETAILER, "GB", True, (B, F)),
    ],
)
def test_what_is_asked_for_depends_on_who_where_and_what(kind, country, sells_food, asked):
    assert needed(kind, country, sells_food=sells_food) == asked


@pytest.mark.parametrize(
    ("kind", "country", "typed", "kept"),
    [
        (B, "CN", " 9111 0000 6000 37341l", "91110000600037341L"),
        (B, "CN", "９１１１００００６０００３７３４１Ｌ", "91110000600037341L"),
        (T, "GB", "980 7806 84", "GB980780684"),
        (F, "CN", "jy 1310 1080 0000 01", "JY13101080000001"),
        (B, "GB", "  oc 301 540 ", "OC 301 540"),
    ],
)
def test_numbers_are_read_leniently_and_kept_in_one_spelling(kind, country, typed, kept):
    assert canonical_number(kind, country, typed) == kept


@pytest.mark.parametrize(
    ("kind", "country", "typed", "code"),
    [
        (B, "CN", "91110000600037342L", "credit_code_wrong"),
        (B, "CN", "12345678", "credit_code_wrong"),
        (T, "GB", "980 7806 85", "tax_number_wrong"),
        (F, "CN", "JY1310108000000", "food_number_wrong"),
        (B, "GB", "<script>", "permit_number_wrong"),
        (B, "GB", "1" * 41, "permit_number_wrong"),
        (F, "GB", "   ", "required"),
    ],
)
def test_a_number_that_is_none_is_refused_with_what_is_wrong(kind, country, typed, code):
    with pytest.raises(InvalidInput) as refused:
        canonical_number(kind, country, typed)

    assert (refused.value.field, refused.value.code) == ("number", code)


@given(st.text(SIGNS[:10], min_size=8, max_size=8), st.text(SIGNS, min_size=9, max_size=9), st.integers(0, 17))
def test_no_credit_code_is_taken_with_one_sign_changed(digits, organisation, place):
    number = digits + organisation
    whole = number + uscc.calc_check_digit(number)
    changed = whole[:place] + ("1" if whole[place] == "0" else "0") + whole[place + 1 :]

    assert canonical_number(B, "CN", whole) == whole
    with pytest.raises(InvalidInput):
        canonical_number(B, "CN", changed)


@given(st.text(max_size=60), st.sampled_from(PermitKind), st.sampled_from(["CN", "GB", "DE"]))
def test_whatever_is_typed_is_kept_short_or_refused(text, kind, country):
    try:
        kept = canonical_number(kind, country, text)
    except InvalidInput:
        return
    assert 0 < len(kept) <= 40
    assert canonical_number(kind, country, kept) == kept


def test_a_last_day_counts_itself_and_no_day_before():
    check_last_day(F, TODAY, TODAY)
    check_last_day(B, None, TODAY)
    for kind, day, code in ((F, None, "food_ends"), (B, TODAY - timedelta(1), "permit_over"),
                            (B, TODAY.replace(year=2990), "permit_too_long")):  # fmt: skip
        with pytest.raises(InvalidInput) as refused:
            check_last_day(kind, day, TODAY)
        assert (refused.value.field, refused.value.code) == ("last_day", code)


@given(st.lists(st.builds(Held, st.sampled_from(PermitKind), st.sampled_from(PermitState),
                          st.none() | st.dates(TODAY - timedelta(9), TODAY + timedelta(9))), max_size=6))  # fmt: skip
def test_nothing_is_in_order_without_an_accepted_permit_that_still_holds(held):
    found = lacking((B, F), held, TODAY)
    for kind in (B, F):
        good = any(one.kind is kind and one.state is P.ACCEPTED and (one.last_day or TODAY) >= TODAY for one in held)
        assert (kind not in found) == good
    assert T not in found


def test_what_is_lacking_says_why():
    old = TODAY - timedelta(1)
    assert lacking((B,), [], TODAY) == {B: Lack.MISSING}
    assert lacking((B,), [Held(B, P.ACCEPTED, old)], TODAY) == {B: Lack.EXPIRED}
    assert lacking((B,), [Held(B, P.EXPIRED, old), Held(B, P.GIVEN, None)], TODAY) == {B: Lack.GIVEN}
    assert lacking((B,), [Held(B, P.RETURNED, None)], TODAY) == {B: Lack.RETURNED}


@given(st.sets(st.integers(-5, 60)))
def test_every_warning_is_told_once_and_the_nearest_only_however_seldom_the_job_comes_round(days):
    warned, told = None, []
    for left in sorted(days, reverse=True):
        due = warning_due(TODAY + timedelta(left), TODAY, warned)
        if due is not None:
            told.append((left, due))
            warned = due
    assert [due for _, due in told] == sorted({due for _, due in told}, reverse=True)
    for left, due in told:
        assert 0 <= left <= due
        assert due in WARNED_AHEAD
        assert not any(left <= nearer < due for nearer in WARNED_AHEAD)
    for ahead in WARNED_AHEAD:
        if ahead in days:
            assert any(due <= ahead for left, due in told if left >= ahead or due == ahead)


@given(st.lists(st.sampled_from(AdmissionState)))
def test_whoever_trades_was_checked_first(wishes):
    state, walked = S.DRAFT, [S.DRAFT]
    for wish in wishes:
        if wish in MOVES[state]:
            state = move(state, wish)
            walked.append(state)
        else:
            with pytest.raises(MoveRefused):
                move(state, wish)
    if S.APPROVED in walked:
        assert walked[-3:] == [S.SUBMITTED, S.CHECKED, S.APPROVED]
