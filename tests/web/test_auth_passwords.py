"""Forgotten passwords."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

import pytest
from sqlalchemy import select

from adapters import clock
from adapters.mail import postman
from tests import makers
from tests.web.test_auth import sign_in
from trade.kernel.actor import Actor
from trade.kernel.work import Call
from trade.parties import actions
from trade.parties.models import PasswordReset, SignIn


@pytest.fixture
def letters(settings):
    """Read the letters that were posted, oldest first."""
    for old in settings.mail_outbox.glob("*.eml"):
        old.unlink()
    return lambda: [path.read_text() for path in sorted(settings.mail_outbox.glob("*.eml"))]


@pytest.fixture
def work_off(session, settings, queued):
    """Run the letters' jobs that were queued, as a worker does."""

    def run():
        for job, arguments in queued:
            call = Call(session, Actor.system(), clock.now())
            if job == "send_password_reset":
                person_id, asked_at = UUID(arguments["person_id"]), datetime.fromisoformat(arguments["asked_at"])
                post = postman(settings)
                actions.send_password_reset(call, post, settings.secret_key, person_id, asked_at)
            else:
                invitation_id = UUID(arguments["invitation_id"])
                post = postman(settings)
                actions.send_invitation(call, post, settings.secret_key, invitation_id, arguments["locale"])

    return run


def ask(desk, login):
    page = desk.get("auth.forgotten_password")
    return desk.press(page, "Send the link", {"E-mail or phone number": login})


def link_in(letter):
    return next(line for line in letter.splitlines() if "/password-reset/" in line).partition("localhost:8000")[2]


def test_a_letter_sets_a_new_password_once(desk, desk_of, session, work_off, letters):
    member = makers.make_member(session)
    elsewhere = desk_of(member)
    ask(desk, member.person.email)
    work_off()
    page = desk.get(link_in(letters()[0]))

    answer = desk.press(page, "Set the password", {"New password": "four green teapots"})

    assert answer.goes_to == "/sign-in"
    page = desk.get("auth.sign_in")
    assert "Your new password is set" in page.status()
    elsewhere.get("auth.organisations", expect=303)
    sign_in(desk, member.person.email, makers.PASSWORD, page=page, expect=422)
    sign_in(desk, member.person.email, "four green teapots")
    assert "used already or is too old" in desk.get(link_in(letters()[0]), expect=409).alert()


def test_known_and_unknown_logins_are_answered_alike(desk, session, queued):
    member = makers.make_member(session)

    known, unknown = ask(desk, member.person.email), ask(desk, "nobody@example.com")

    assert known.goes_to == unknown.goes_to == "/password-reset/sent"
    assert [job for job, _ in queued] == ["send_password_reset"]
    assert "If somebody signs in with what you entered" in desk.get("auth.letter_sent").words()


def test_a_link_is_too_old_after_an_hour(desk, session, work_off, letters):
    member = makers.make_member(session)
    ask(desk, member.person.email)
    work_off()
    session.scalars(select(PasswordReset)).one().expires_at = clock.now()

    desk.get(link_in(letters()[0]), expect=409)


def test_a_job_that_runs_twice_posts_one_letter(desk, session, work_off, letters):
    member = makers.make_member(session)
    ask(desk, member.person.email)

    work_off()
    work_off()

    assert len(letters()) == 1
    assert len(session.scalars(select(PasswordReset)).all()) == 1


def test_a_job_that_comes_too_late_posts_nothing(session, settings, letters):
    person = makers.make_person(session)
    call = Call(session, Actor.system(), clock.now())
    asked_at = clock.now() - timedelta(hours=2)

    actions.send_password_reset(call, postman(settings), settings.secret_key, person.id, asked_at)

    assert letters() == []


@pytest.mark.parametrize("typed", ["", "short", "x" * 129])
def test_a_weak_password_is_refused_and_nothing_changes(desk, session, work_off, letters, typed):
    member = makers.make_member(session)
    ask(desk, member.person.email)
    work_off()

    page = desk.press(desk.get(link_in(letters()[0])), "Set the password", {"New password": typed}, expect=422)

    assert list(page.errors()) == ["New password"]
    sign_in(desk, member.person.email)


def test_letters_speak_the_persons_language(desk, session, work_off, letters):
    makers.make_member(session, person=makers.make_person(session, email="li@example.com", locale="zh_Hans"))
    ask(desk, "li@example.com")

    work_off()

    assert "密码不会改变" in letters()[0]


def test_letters_are_counted_per_login(desk, session, queued):
    makers.make_member(session, person=makers.make_person(session, email="li@example.com"))
    for _ in range(3):
        ask(desk, "li@example.com")

    page = desk.get("auth.forgotten_password")
    desk.press(page, "Send the link", {"E-mail or phone number": " LI@EXAMPLE.com "}, expect=429)

    assert len(queued) == 3
    assert session.scalars(select(SignIn)).all() == []
