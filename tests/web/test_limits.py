"""How often a stranger may try."""

from __future__ import annotations

from tests import makers
from tests.web.test_auth import sign_in


def test_guessing_a_password_ends_after_ten_tries(desk, session):
    member = makers.make_member(session)
    page = desk.get("auth.sign_in")
    for number in range(10):
        sign_in(desk, member.person.email, f"wrong password {number}", expect=422, page=page)

    page = sign_in(desk, member.person.email, expect=429, page=page)

    assert page.heading() == "Too many attempts"
    assert "Wait a few minutes" in page.alert()
    assert 0 < int(page.answer.headers["Retry-After"]) <= 86400


def test_other_people_are_not_locked_out(desk, session):
    member, other = makers.make_member(session), makers.make_member(session)
    page = desk.get("auth.sign_in")
    for number in range(10):
        sign_in(desk, member.person.email, f"wrong password {number}", expect=422, page=page)

    sign_in(desk, other.person.email, page=page)


def test_signing_in_does_not_use_up_attempts(desk, session):
    member = makers.make_member(session)
    for _ in range(12):
        sign_in(desk, member.person.email)
        desk.post("auth.sign_out")
