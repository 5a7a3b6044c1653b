"""How often a stranger may try."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import select

from app import create_app
from tests import makers
from tests.desk import Desk
from tests.web.test_auth import sign_in
from trade.kernel.outbox import OutboxRow
from web.database import db
from web.limits import limiter


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


@pytest.fixture
def another_limiter(monkeypatch):
    """The limiter belongs to the process: give the tests' application its own back when a second one has used it."""
    for name in ("_storage", "_limiter", "_storage_dead"):
        monkeypatch.setattr(limiter, name, getattr(limiter, name))


@pytest.mark.usefixtures("app", "another_limiter")
def test_without_redis_attempts_are_counted_in_the_process_and_letters_wait(migrated, committed, tmp_path):
    member = makers.make_member(committed)
    app = create_app(replace(migrated, redis_url=f"unix://{tmp_path}/nobody-listens.sock"))
    desk = Desk(app)

    page = desk.get("auth.forgotten_password")
    desk.press(page, "Send the link", {"E-mail or phone number": member.person.email})
    sign_in(desk, member.person.email)
    desk.post("auth.sign_out")
    for number in range(10):
        sign_in(desk, member.person.email, f"wrong password {number}", expect=422)
    sign_in(desk, member.person.email, expect=429)

    assert committed.scalars(select(OutboxRow.job)).all() == ["send_password_reset"]
    with app.app_context():
        db.engine.dispose()
