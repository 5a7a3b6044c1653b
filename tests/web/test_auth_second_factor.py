"""The code generator of those who see other people's money."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest
import time_machine
from sqlalchemy import select

from adapters import clock
from tests import makers
from tests.web.test_auth import sign_in
from trade.parties.models import Credentials, SignIn

PLATFORM = "platform"


@pytest.fixture
def frozen():
    with time_machine.travel("2026-11-23T12:00:10Z", tick=False):
        yield


@pytest.fixture
def staff(session):
    return makers.make_member(session, makers.make_organisation(session, PLATFORM))


def code_now():
    return pyotp.TOTP(makers.SECRET).now()


def test_staff_reach_nothing_before_the_code(desk, staff, frozen):
    sign_in(desk, staff.person.email)

    assert desk.get("auth.organisations", expect=303).goes_to == "/second-factor?next=/organisations"


def test_the_code_lets_staff_in_under_a_new_token(desk, session, staff, frozen):
    sign_in(desk, staff.person.email)
    before = session.scalars(select(SignIn)).one().token_hash
    page = desk.get("auth.second_factor", next="/organisations")

    answer = desk.press(page, "Continue", {"Code": code_now()})

    assert answer.goes_to == "/organisations"
    row = session.scalars(select(SignIn)).one()
    assert row.token_hash != before
    assert row.second_factor_at is not None
    desk.get("auth.organisations")


def test_a_code_counts_once(desk, app, session, staff, frozen):
    code = code_now()
    sign_in(desk, staff.person.email)
    desk.press(desk.get("auth.second_factor"), "Continue", {"Code": code})
    desk.post("auth.sign_out")
    sign_in(desk, staff.person.email)

    page = desk.press(desk.get("auth.second_factor"), "Continue", {"Code": code}, expect=422)

    assert "not the code that counts now" in page.alert()


@pytest.mark.parametrize("minutes", [-2, 2])
def test_an_old_or_early_code_is_refused(desk, staff, frozen, minutes):
    sign_in(desk, staff.person.email)
    page = desk.get("auth.second_factor")
    wrong = pyotp.TOTP(makers.SECRET).at(clock.now() + timedelta(minutes=minutes))

    desk.press(page, "Continue", {"Code": wrong}, expect=422)


@pytest.mark.parametrize("typed", ["", "12345", "1234567", "abcdef", "１２３４５６7"])
def test_what_is_no_code_is_said_beside_the_field(desk, staff, frozen, typed):
    sign_in(desk, staff.person.email)

    page = desk.press(desk.get("auth.second_factor"), "Continue", {"Code": typed}, expect=422)

    assert list(page.errors()) == ["Code"]


def test_a_code_may_be_typed_in_two_groups(desk, staff, frozen):
    sign_in(desk, staff.person.email)
    code = code_now()

    desk.press(desk.get("auth.second_factor"), "Continue", {"Code": f"{code[:3]} {code[3:]}"})


def test_guessing_ends_after_five_tries(desk, staff, frozen):
    sign_in(desk, staff.person.email)
    page = desk.get("auth.second_factor")
    for _ in range(5):
        desk.press(page, "Continue", {"Code": "000000"}, expect=422)

    page = desk.press(page, "Continue", {"Code": code_now()}, expect=429)

    assert page.heading() == "Too many attempts"
    assert int(page.answer.headers["Retry-After"]) <= 300


def test_new_staff_set_a_generator_up(desk, session, frozen):
    person = makers.make_person(session)
    makers.make_member(session, makers.make_organisation(session, PLATFORM), person)
    sign_in(desk, person.email)
    assert desk.get("auth.organisations", expect=303).goes_to == "/second-factor/setup?next=/organisations"
    page = desk.get("auth.second_factor_setup", next="/organisations")

    assert desk.press(page, "Start").goes_to == "/second-factor/setup?next=/organisations"
    page = desk.get("auth.second_factor_setup", next="/organisations")
    secret = makers.SEAL.open(str(session.get_one(Credentials, person.id).totp_secret), person.id)
    assert page.soup.select_one('svg[role="img"] title').get_text() == "The key as a picture"
    desk.press(page, "Take it into use", {"Code": "000000"}, expect=422)
    answer = desk.press(page, "Take it into use", {"Code": pyotp.TOTP(secret).now()})

    assert answer.goes_to == "/second-factor/recovery-codes?next=/organisations"
    page = desk.get("auth.recovery", next="/organisations")
    assert "You have none yet" in page.words()
    assert page.link("Not now") == "/organisations"


def test_the_secret_is_never_shown_again(desk, staff, frozen):
    sign_in(desk, staff.person.email)

    assert desk.get("auth.second_factor_setup", expect=303).goes_to == "/second-factor"
    assert desk.post("auth.start_second_factor").goes_to == "/second-factor"


def test_retailers_need_none(desk, session):
    member = makers.make_member(session)
    sign_in(desk, member.person.email)

    desk.get("auth.organisations")
