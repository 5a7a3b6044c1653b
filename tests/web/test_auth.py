"""Signing in and out, as people do it."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from adapters import clock
from tests import makers
from trade.kernel.events import Event
from trade.parties.models import SignIn


def sign_in(desk, login, password=makers.PASSWORD, *, expect=303, page=None):
    page = page or desk.get("auth.sign_in")
    entries = {"E-mail or phone number": login, "Password": password}
    return desk.press(page, "Sign in", entries, expect=expect)


def test_a_member_signs_in_and_is_known(desk, session):
    member = makers.make_member(session)

    answer = sign_in(desk, member.person.email)

    assert answer.goes_to == "/"
    assert desk.get("auth.organisations").has_button(f"Continue with {member.organisation.name}")
    assert session.scalars(select(Event.verb)).all() == ["parties.signed_in"]


@pytest.mark.parametrize("typed", ["+44 20 7946 0000", " +44-20-7946-0000 ", "+442079460000"])
def test_a_phone_number_works_however_it_is_typed(desk, session, typed):
    person = makers.make_person(session, email=None, phone="+442079460000")
    makers.make_member(session, person=person)

    sign_in(desk, typed)

    assert session.scalars(select(SignIn.person_id)).one() == person.id


@pytest.mark.parametrize("login", ["mei@example.com", "nobody@example.com"])
def test_a_wrong_password_and_an_unknown_person_look_the_same(desk, session, login):
    makers.make_member(session, person=makers.make_person(session, email="mei@example.com"))

    page = sign_in(desk, login, "wrong password", expect=422)

    assert "These don't belong together" in page.alert()
    assert page.field("E-mail or phone number")["value"] == login
    assert page.field("Password").get("value", "") == ""
    assert session.scalars(select(SignIn)).all() == []
    assert session.scalars(select(Event)).all() == []


def test_empty_fields_are_named(desk):
    page = sign_in(desk, "", "", expect=422)

    assert page.errors() == {"E-mail or phone number": "Fill this in.", "Password": "Fill this in."}


def test_the_cookie_changes_at_sign_in_and_holds_no_old_token(desk, session):
    member = makers.make_member(session)
    page = desk.get("auth.sign_in")
    with desk.browser.session_transaction() as cookie:
        cookie["_user_id"] = "planted by somebody else"
        before = cookie["csrf_token"]

    sign_in(desk, member.person.email, page=page)

    with desk.browser.session_transaction() as cookie:
        assert cookie["_user_id"] != "planted by somebody else"
        assert cookie.get("csrf_token") != before


def test_the_same_tap_twice_signs_in_once(desk, session, app):
    member = makers.make_member(session)
    page = desk.get("auth.sign_in")
    twin = app.test_client()
    for cookie in desk.browser._cookies.values():
        twin.set_cookie(cookie.key, cookie.value)
    data = {
        "login": member.person.email,
        "password": makers.PASSWORD,
        "csrf_token": page.soup.select_one('main input[name="csrf_token"]')["value"],
        "idempotency_key": "the-same-key",
    }

    first = desk.browser.post("/sign-in", data=data)
    second = twin.post("/sign-in", data=data)

    assert (first.status_code, second.status_code) == (303, 303)
    assert len(session.scalars(select(SignIn)).all()) == 1
    assert twin.get("/organisations").status_code == 200, "both answers carry a cookie that works"


def test_whoever_is_in_is_not_asked_again(desk_of, session):
    desk = desk_of(makers.make_member(session))

    assert desk.get("auth.sign_in", expect=303, next="/organisations").goes_to == "/organisations"


@pytest.mark.parametrize(
    "crafted",
    ["https://evil.example/", "//evil.example", "/\\evil.example", "\\/evil", "javascript:alert(1)", "/a\nb", "", "x"],
)
def test_nobody_is_sent_to_another_site(desk, session, crafted):
    member = makers.make_member(session)
    data = {"login": member.person.email, "password": makers.PASSWORD}

    assert desk.post("auth.sign_in", data, next=crafted).goes_to == "/"


def test_sign_out_ends_the_session_and_clears_the_browser(desk_of, session):
    member = makers.make_member(session)
    desk = desk_of(member)
    page = desk.get("auth.organisations")
    with desk.browser.session_transaction() as cookie:
        token = cookie["_user_id"]

    answer = desk.press(page, "Sign out")

    assert answer.answer.headers["Clear-Site-Data"] == '"cache", "storage"'
    assert desk.get("auth.organisations", expect=303).goes_to == "/sign-in?next=/organisations"
    desk.signed_in(member, token)
    desk.get("auth.organisations", expect=303)
    assert session.scalars(select(SignIn.ended_at)).one() is not None


def test_signing_out_twice_is_no_error(desk):
    assert desk.post("auth.sign_out").goes_to == "/sign-in"


def test_a_session_ends_by_itself(desk_of, session, app):
    member = makers.make_member(session)
    desk = desk_of(member)
    sign_in_row = session.scalars(select(SignIn)).one()
    sign_in_row.expires_at = clock.now() - timedelta(seconds=1)

    assert desk.get("auth.organisations", expect=303).goes_to.startswith("/sign-in")


def test_a_member_who_left_is_out_at_the_next_request(desk_of, session):
    member = makers.make_member(session)
    desk = desk_of(member)
    desk.get("auth.organisations")
    member.ended_at = clock.now()

    assert desk.get("auth.organisations", expect=303).goes_to.startswith("/sign-in")


def test_a_lost_session_sends_htmx_away_from_the_page(stranger):
    answer = stranger.get("auth.organisations", htmx=True, expect=204)

    assert answer.goes_to == "/sign-in"


def test_htmx_comes_back_to_the_page_it_stood_on(app, stranger):
    headers = {"HX-Request": "true", "HX-Current-URL": "http://localhost/retailer/cart?x=1"}

    answer = stranger.browser.get("/organisations", headers=headers)

    assert answer.headers["HX-Redirect"] == "/sign-in?next=/retailer/cart?x%3D1"


def test_signing_in_is_one_statement_per_later_request(desk_of, session, app, statements):
    desk = desk_of(makers.make_member(session))

    with statements() as seen:
        desk.get("auth.letter_sent")

    assert len([sql for sql in seen if "parties_viewer" in sql]) == 1
    assert len([sql for sql in seen if "SAVEPOINT" not in sql]) == 1
