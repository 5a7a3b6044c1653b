"""Letting a program in: made by an owner, shown once, stored as a hash, limited in number of requests."""

from __future__ import annotations

from datetime import timedelta

from redis import Redis
from sqlalchemy import text

from adapters import clock
from tests import makers
from tests.programs import Program
from trade.parties.actions import make_token
from trade.parties.rules import TokenScope


def test_an_owner_makes_a_token_sees_it_once_and_takes_it_away(app, session, desk_of):
    member = makers.make_member(session, makers.make_organisation(session, "supplier"))
    desk = desk_of(member)
    page = desk.get("connections.token_list")
    assert "No program acts for you yet" in page.words()

    entries = {"Which program": "Warehouse", "See stock": "stock:read"}
    made = desk.press(page, "Make a token", entries, expect=200)
    token = str(made.field("Token")["value"])
    assert token.startswith("pinhuo_")
    assert Program(app, session, token).get("/stock") == {"items": [], "next_cursor": None}

    listed = desk.get("connections.token_list")
    assert token not in listed.answer.text
    assert f"…{token[-4:]}" in listed.words()
    (row,) = listed.rows(f"Programs that act for {member.organisation.name}")
    assert row[:3] == [f"Warehouse …{token[-4:]}", "See stock", row[2]]
    desk.press(listed, "Revoke")
    Program(app, session, token).get("/stock", expect=401)
    assert token not in str(session.execute(text("SELECT array_agg(t::text) FROM access_tokens t")).scalar_one())
    assert token not in str(session.execute(text("SELECT array_agg(c::text) FROM commands c")).scalar_one())


def test_the_same_form_sent_twice_makes_one_token(session, desk_of):
    desk = desk_of(makers.make_member(session, makers.make_organisation(session, "supplier")))
    data = {"name": "ERP", "scopes": "stock:read", "days": "90"}
    first, second = [desk.post("connections.make_token", data, key="a-key-of-the-page", expect=200) for _ in range(2)]

    assert first.field("Token")["value"] == second.field("Token")["value"]
    assert session.execute(text("SELECT count(*) FROM access_tokens")).scalar_one() == 1


def test_a_form_without_a_scope_says_so_beside_the_field(session, desk_of):
    desk = desk_of(makers.make_member(session))
    for scopes in ("", "stock:read", "everything"):
        page = desk.post("connections.make_token", {"name": "T", "scopes": scopes, "days": "90"}, expect=422)
        assert "needs a hand" in page.alert()


def test_a_token_ends_by_itself(market):
    make_token(market.by(market.supplier), "pinhuo_y", name="ERP", scopes=(TokenScope.READ_STOCK,), days=1)
    assert market.rows("SELECT expires_at - created_at FROM access_tokens") == [(timedelta(days=1),)]


def test_when_a_token_was_last_used_is_known_to_within_minutes(market, erp, statements):
    erp.get("/stock")
    (first,) = market.rows("SELECT last_used_at FROM access_tokens WHERE last_used_at IS NOT NULL")
    with statements() as seen:
        erp.get("/stock")
    assert not [sql for sql in seen if sql.startswith("UPDATE")]
    assert abs(clock.now() - first[0]) < timedelta(minutes=1)
    assert len(seen) <= 8, seen


def test_a_program_that_asks_too_often_is_told_when_to_come_back(erp, migrated):
    first = erp.send("GET", "/stock", expect=200).headers
    left = int(first["RateLimit-Remaining"])
    assert 0 < int(first["RateLimit-Reset"]) <= 61
    assert int(erp.send("GET", "/stock", expect=200).headers["RateLimit-Remaining"]) == left - 1
    with Redis.from_url(migrated.redis_url) as redis:
        (counter,) = [key for key in redis.scan_iter() if b"token:" in key]
        assert erp.token.encode() not in counter
        redis.set(counter, 600, keepttl=True)

    refused = erp.send("GET", "/stock", expect=429)

    assert int(refused.headers["Retry-After"]) > 0
    assert refused.json["code"] == "rate-limit-exceeded"


def test_guessing_tokens_ends_soon(app, session):
    answers = [
        Program(app, session, f"pinhuo_{number:043}").send("GET", "/stock", expect=None).status_code
        for number in range(62)
    ]
    assert answers == [401] * 60 + [429] * 2
