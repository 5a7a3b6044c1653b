"""Twenty at once at the door: one session, one code, one member, one owner left."""

from __future__ import annotations

import pyotp
import pytest
from sqlalchemy.orm import Session

from tests import makers
from tests.races.conftest import Crowd, Deed, kinds, on
from tests.trade.market import Market
from trade.kernel.actor import Actor, Scope
from trade.parties import actions

TWENTY = range(20)
NOBODY = Actor.nobody()
pytestmark = pytest.mark.race


def test_one_tap_signs_in_once(market: Market, crowd: Crowd, committed: Session) -> None:
    login = str(makers.make_member(committed).person.email)
    call = market.by(NOBODY, key="the-one-tap")

    answers = crowd([lambda s: actions.sign_in(on(s, call), login, makers.PASSWORD, "token") for _ in TWENTY])

    assert set(kinds(answers)) <= {"SignedIn", "KeyInFlight"}
    assert market.rows("SELECT count(*) FROM sign_ins") == [(1,)]


def test_one_code_opens_one_of_twenty_sessions(market: Market, crowd: Crowd, committed: Session) -> None:
    member = makers.make_member(committed, makers.make_organisation(committed, "platform"))
    tokens = [makers.make_sign_in(committed, member, proven=False) for _ in TWENTY]
    call = market.by(Actor(Scope.NOBODY, member.person_id))
    code = pyotp.TOTP(makers.SECRET).at(market.at)
    committed.commit()

    def prove(token: str) -> Deed:
        return lambda s: actions.prove_second_factor(on(s, call), makers.SEAL, code, token, f"{token} proven")

    answers = crowd([prove(token) for token in tokens])

    assert kinds(answers) == {"NoneType": 1, "WrongCode": 19}
    assert market.rows("SELECT count(*) FROM sign_ins WHERE second_factor_at IS NOT NULL") == [(1,)]


def test_one_invitation_makes_one_member(market: Market, crowd: Crowd, committed: Session) -> None:
    shop = makers.make_organisation(committed, state="invited")
    token = makers.make_invitation(committed, shop, "li@example.com", created_at=market.at)
    call = market.by(NOBODY)

    def join(number: int) -> Deed:
        facts = {"name": f"Li {number}", "password": "four green teapots", "locale": "en"}
        return lambda s: actions.accept_invitation(on(s, call), token, **facts, session_token=f"t {number}")

    answers = crowd([join(number) for number in TWENTY])

    assert kinds(answers) == {"SignedIn": 1, "LinkExpired": 19}
    assert market.rows("SELECT count(*) FROM people WHERE email = 'li@example.com'") == [(1,)]


def test_owners_who_end_each_other_leave_one(market: Market, crowd: Crowd, committed: Session) -> None:
    shop = makers.make_organisation(committed)
    members = [makers.make_member(committed, shop) for _ in TWENTY]
    calls = [market.by(makers.actor_of(member)) for member in members]
    ids = [member.id for member in members]
    committed.commit()

    def end_next(number: int) -> Deed:
        return lambda s: actions.end_member(on(s, calls[number]), ids[number - 1])

    crowd([end_next(number) for number in TWENTY])

    left = market.rows(
        "SELECT count(*) FROM members WHERE organisation_id = :shop AND ended_at IS NULL",
        shop=calls[0].actor.organisation,
    )
    assert left == [(1,)]
