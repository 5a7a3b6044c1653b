"""Cookies, headers, origins, hosts, keys."""

from __future__ import annotations

from dataclasses import replace
from uuid import uuid4

import pytest
from flask import Flask
from sqlalchemy import select

from app import create_app
from tests import makers
from tests.desk import Desk
from trade.kernel.events import Event
from trade.kernel.idempotency import CommandRecord
from web import access
from web.access import public
from web.database import db

FOREIGN = [
    {"Sec-Fetch-Site": "cross-site"},
    {"Sec-Fetch-Site": "same-site"},
    {"Origin": "https://evil.example"},
    {"Origin": "http://localhost.evil.example"},
    {"Origin": "http://localhost:81"},
    {"Origin": "null"},
]


@pytest.mark.parametrize("headers", FOREIGN)
def test_another_sites_form_is_refused(visitor, headers):
    page = visitor.post("/try/wave", expect=403, headers=headers)

    assert "Another site sent this" in page.alert()


@pytest.mark.parametrize("headers", [{}, {"Sec-Fetch-Site": "same-origin"}, {"Origin": "http://localhost"}])
def test_our_own_form_is_taken(visitor, headers, committed):
    visitor.post("/try/wave", expect=200, headers=headers)


@pytest.mark.parametrize("token", ["", "made up", "ImMwZmZlZSI.aaaaaa.bbbbbbbbbbbbbbbbbbbbbbbbbbb"])
def test_a_form_without_this_sessions_token_is_refused_kindly(visitor, token):
    page = visitor.post("/try/wave", {"csrf_token": token}, expect=400)

    assert "what you typed is still there" in page.alert()


def test_a_token_of_another_session_is_refused(playground, visitor):
    other = Desk(playground)
    with other.browser.session_transaction() as cookie:
        cookie["csrf_token"] = "another"

    visitor.post("/try/wave", {"csrf_token": other.csrf_token()}, expect=400)


@pytest.mark.parametrize("key", ["", "short", "x" * 81, "with space in it", "ключ-ключ-ключ"])
def test_a_change_without_a_proper_key_is_refused(visitor, key):
    page = visitor.post("/try/wave", {"idempotency_key": key}, expect=422)

    assert "Load the page again" in page.alert()


def test_one_key_has_one_effect_and_one_answer(visitor, committed):
    key = uuid4().hex

    answers = [visitor.post("/try/wave", {"word": "same"}, key=key, expect=200).answer.json for _ in range(3)]

    assert answers == [{"said": "waved"}] * 3
    assert committed.scalars(select(Event.verb)).all() == ["test.waved"]


def test_a_key_may_come_as_a_header(visitor, committed):
    headers = {"Idempotency-Key": uuid4().hex}

    for _ in range(2):
        visitor.post("/try/wave", {"idempotency_key": ""}, headers=headers, expect=200)

    assert len(committed.scalars(select(CommandRecord.key)).all()) == 1


def test_the_same_key_with_other_entries_is_refused(visitor, committed):
    key = uuid4().hex
    visitor.post("/try/wave", {"word": "one"}, key=key, expect=200)

    page = visitor.post("/try/wave", {"word": "two"}, key=key, expect=422)

    assert "sent before with other entries" in page.alert()


def test_what_is_stored_does_not_help_to_guess_a_password(desk, session):
    member = makers.make_member(session)
    data = {"login": member.person.email, "password": makers.PASSWORD}
    desk.post("auth.sign_in", data, key="a-known-key-of-the-page")

    record = session.scalars(select(CommandRecord)).one()

    assert makers.PASSWORD not in str(record.answer)
    assert set(record.answer) == {"sign_in_id", "person_id"}
    assert len(record.input_hash) == 32


HOSTS = ["evil.example", "localhost.evil.example", "evil.example:80", "localhost@evil.example", "", "..", "a b"]


@pytest.mark.parametrize("host", HOSTS)
def test_a_foreign_host_is_refused_without_a_link_to_it(app, host):
    answer = app.test_client().get("/sign-in", headers={"Host": host})

    assert answer.status_code == 400
    assert not host or host not in answer.text


@pytest.mark.parametrize("header", ["X-Forwarded-Host", "X-Host", "Forwarded", "X-Original-URL"])
def test_headers_of_proxies_that_we_have_not_are_ignored(desk, header):
    answer = desk.browser.get("/organisations", headers={header: "evil.example", "X-Forwarded-Proto": "https"})

    assert answer.headers["Location"] == "/sign-in?next=/organisations"


def test_an_answer_may_do_little_in_the_browser(stranger):
    headers = stranger.get("auth.sign_in").answer.headers

    policy = dict(part.split(" ", 1) for part in headers["Content-Security-Policy"].split("; "))
    assert policy["default-src"] == "'none'"
    assert policy["script-src"] == "'self'"
    assert policy["frame-ancestors"] == "'none'"
    assert policy["style-src"].startswith("'self' 'sha256-")
    assert headers["Referrer-Policy"] == "strict-origin-when-cross-origin"
    assert "Strict-Transport-Security" not in headers


def test_over_https_the_cookie_is_bound_to_the_host(migrated):
    secure = replace(migrated, environment="production", public_url="https://market.example", host="0.0.0.0")
    app = create_app(secure)

    answer = app.test_client().get("/sign-in", base_url="https://market.example")

    cookies = answer.headers.getlist("Set-Cookie")
    assert [cookie.partition("=")[0] for cookie in cookies] == ["sheet", "__Host-pinhuo"]
    for cookie in cookies:
        assert "Secure" in cookie
        assert "HttpOnly" in cookie
        assert "SameSite=Lax" in cookie
        assert "Domain" not in cookie
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"
    assert app.test_client().get("/sign-in", base_url="https://localhost").status_code == 400
    with app.app_context():
        db.engine.dispose()


@pytest.mark.parametrize("cookie", ["", "rubbish", "a.b.c", "eyJfdXNlcl9pZCI6ImFkbWluIn0.x.y", "ü" * 40])
def test_a_broken_cookie_is_no_cookie(app, cookie):
    browser = app.test_client()
    browser.set_cookie("pinhuo", cookie)

    assert browser.get("/sign-in").status_code == 200
    assert browser.get("/organisations").headers["Location"].startswith("/sign-in")


def test_a_view_without_a_mark_stops_the_start():
    app = Flask("unmarked")
    app.add_url_rule("/open", "open", lambda: "x")
    app.add_url_rule("/marked", "marked", public(lambda: "x"))

    with pytest.raises(RuntimeError, match=r": open$"):
        access.check_marks(app)


def test_one_of_several_permissions_is_enough(playground, committed):
    seller = makers.make_member(committed, makers.make_organisation(committed, "supplier"), roles=["sales"])
    shop = makers.make_member(committed)
    for member, status in ((seller, 200), (shop, 403)):
        desk = Desk(playground).signed_in(member, makers.make_sign_in(committed, member))
        desk.browser.get("/try/selling")
        assert desk.browser.get("/try/selling").status_code == status
