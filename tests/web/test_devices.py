"""A browser keeps a number of its own past signing out; beside its sign-ins lies the hash, for a while."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import select

from tests import makers
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.parties.actions import forget_devices
from trade.parties.credentials import token_hash
from trade.parties.models import SignIn
from web.devices import this_device


def sign_in(desk, login):
    entries = {"E-mail or phone number": login, "Password": makers.PASSWORD}
    return desk.press(desk.get("auth.sign_in"), "Sign in", entries, expect=303)


def device_of(desk):
    cookie = desk.browser.get_cookie("device")
    return cookie.value if cookie else None


def hashes(session):
    return list(session.scalars(select(SignIn.device_hash).order_by(SignIn.created_at, SignIn.id)))


def test_two_people_on_one_browser_leave_the_same_hash_and_its_cookie_names_nobody(desk, session, app):
    first, second = makers.make_member(session), makers.make_member(session)
    answer = sign_in(desk, first.person.email).answer
    (made,) = [one for one in answer.headers.getlist("Set-Cookie") if one.startswith("device=")]
    assert {"HttpOnly", "SameSite=Lax"} <= set(made.split("; "))
    number = device_of(desk)
    desk.post("auth.sign_out")
    assert device_of(desk) == number, "signing out keeps it"
    sign_in(desk, second.person.email)

    one, other = hashes(session)
    assert one is not None
    assert one == other
    with app.test_request_context(headers={"Cookie": f"device={number}"}):
        assert one == token_hash(this_device()), "nothing but the hash of what the cookie holds"


def test_another_browser_and_a_number_that_we_did_not_give_are_others(desk, session, app):
    member = makers.make_member(session)
    sign_in(desk, member.person.email)
    given = device_of(desk)
    desk.post("auth.sign_out")
    for forged in ("a" * 43, given[:-2] + "xx", ""):
        desk.browser.set_cookie("device", forged)
        sign_in(desk, member.person.email)
        desk.post("auth.sign_out")
    assert len(set(hashes(session))) == 4


def test_visitors_and_wrong_passwords_get_no_number(desk, session):
    desk.get("shop.landing")
    entries = {"E-mail or phone number": "nobody@example.com", "Password": "wrong password"}
    desk.press(desk.get("auth.sign_in"), "Sign in", entries, expect=422)
    assert device_of(desk) is None


@pytest.mark.parametrize(("days", "is_known"), [(89, True), (90, False)])
def test_it_is_forgotten_once_no_claim_asks_for_it(market: Market, days: int, is_known: bool) -> None:
    with market.as_system() as session:
        member = makers.make_member(session)
        ended = market.at - timedelta(days=days)
        makers.make_sign_in(session, member, device_hash=token_hash("till"), expires_at=ended)
        session.commit()
    forget_devices(market.by(Actor.system()))
    assert market.rows("SELECT count(*) FROM sign_ins WHERE device_hash IS NOT NULL") == [(int(is_known),)]
    assert market.rows("SELECT count(*) FROM sign_ins WHERE token_hash IS NOT NULL AND expires_at < created_at") == [
        (1,)
    ]
