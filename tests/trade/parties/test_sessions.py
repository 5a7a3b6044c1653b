"""Sessions at the level of actions: tokens, places, rotation, leaving."""

from __future__ import annotations

from datetime import timedelta

import pyotp
import pytest

from adapters import clock
from tests import makers
from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import Call
from trade.parties import actions
from trade.parties.errors import LastOwner, SecondFactorExists, WrongCode, WrongCredentials
from trade.parties.models import Member, Organisation
from trade.parties.queries import members_of, places_of, viewer_by_token
from trade.parties.rules import OrganisationKind, Role

NOBODY = Actor.nobody()


@pytest.fixture
def member(market):
    with market.as_system() as session:
        return makers.make_member(session)


def signed_in(market, member, token="first token"):
    actions.sign_in(market.by(NOBODY), member.person.email or "", makers.PASSWORD, token)
    return token


def viewer(market, token):
    with market.as_system() as session:
        return viewer_by_token(session, token, market.at)


def person_of(member):
    return Actor(Scope.NOBODY, member.person_id)


def test_the_viewer_is_who_signed_in_and_where(market, member):
    who = viewer(market, signed_in(market, member))

    assert (who.person_id, who.organisation_id) == (member.person_id, member.organisation_id)
    assert who.actor() == makers.actor_of(member)
    assert who.may(Permission.BUY)
    assert who.places == 1


@pytest.mark.parametrize("password", ["", "wrong password", makers.PASSWORD + " "])
def test_a_wrong_password_changes_nothing(market, member, password):
    with market.refuses(WrongCredentials):
        actions.sign_in(market.by(NOBODY), member.person.email, password, "token")


def test_a_person_without_a_password_cannot_sign_in(market):
    with market.as_system() as session:
        person = makers.make_person(session, password_hash="")

    with market.refuses(WrongCredentials):
        actions.sign_in(market.by(NOBODY), str(person.email), "", "token")


@pytest.mark.parametrize(("kind", "period"), [("retailer", timedelta(days=30)), ("platform", timedelta(hours=12))])
def test_sessions_end_by_themselves_sooner_for_staff(market, kind, period):
    with market.as_system() as session:
        member = makers.make_member(session, makers.make_organisation(session, kind))
    token = signed_in(market, member)

    market.later(seconds=period.total_seconds() - 1)
    assert viewer(market, token) is not None
    market.later(seconds=1)
    assert viewer(market, token) is None


def test_staff_may_nothing_before_the_code(market):
    with market.as_system() as session:
        member = makers.make_member(session, makers.make_organisation(session, "platform"))
    who = viewer(market, signed_in(market, member))

    assert who.owes_second_factor
    assert who.actor() == Actor(Scope.NOBODY, member.person_id)


def test_a_code_is_proven_once_even_from_two_sessions(market):
    with market.as_system() as session:
        member = makers.make_member(session, makers.make_organisation(session, "platform"))
    one, two = signed_in(market, member, "one"), signed_in(market, member, "two")
    code = pyotp.TOTP(makers.SECRET).at(market.at)
    actions.prove_second_factor(market.by(person_of(member)), makers.SEAL, code, one, "one proven")

    with market.refuses(WrongCode):
        actions.prove_second_factor(market.by(person_of(member)), makers.SEAL, code, two, "two proven")

    assert viewer(market, "one proven").may(Permission.OVERSEE)
    assert viewer(market, one) is None
    assert viewer(market, two).owes_second_factor


def test_a_generator_is_set_up_once(market, member):
    call = market.by(person_of(member))
    token = signed_in(market, member)
    actions.start_totp(call, makers.SEAL)
    secret = market.rows("SELECT totp_secret FROM credentials WHERE person_id = :id", id=member.person_id)[0][0]
    actions.start_totp(call, makers.SEAL)
    assert market.rows("SELECT totp_secret FROM credentials WHERE person_id = :id", id=member.person_id) == [(secret,)]
    with market.refuses(WrongCode):
        actions.confirm_totp(call, makers.SEAL, "000000", token, "new")
    actions.confirm_totp(
        call, makers.SEAL, pyotp.TOTP(makers.SEAL.open(secret, member.person_id)).at(market.at), token, "new"
    )

    with market.refuses(SecondFactorExists):
        actions.start_totp(call, makers.SEAL)
    assert viewer(market, "new").has_second_factor


def test_a_code_belongs_to_the_persons_own_session(market, member):
    with market.as_system() as session:
        staff = makers.make_member(session, makers.make_organisation(session, "platform"))
    token = signed_in(market, member)
    code = pyotp.TOTP(makers.SECRET).at(market.at)

    with market.refuses(NotFound, what="session"):
        actions.prove_second_factor(market.by(person_of(staff)), makers.SEAL, code, token, "stolen")


def test_choosing_an_organisation_changes_actor_and_token(market, member):
    with market.as_system() as session:
        works = makers.make_organisation(session, OrganisationKind.SUPPLIER, name="Tea Works")
        makers.make_member(session, works, member.person, ["sales"])
        assert [place.name for place in places_of(session, member.person_id)][-1] == "Tea Works"
    signed_in(market, member)

    actions.choose_organisation(market.by(person_of(member)), works.id, "first token", "second token")

    assert viewer(market, "first token") is None
    assert viewer(market, "second token").may(Permission.SELL)
    assert not viewer(market, "second token").may(Permission.BUY)


def test_a_place_that_ended_cannot_be_chosen(market, member):
    with market.as_system() as session:
        other = makers.make_member(session, person=member.person)
        other.ended_at = market.at
    signed_in(market, member)

    with market.refuses(NotFound):
        actions.choose_organisation(market.by(person_of(member)), other.organisation_id, "first token", "second token")


def test_leaving_ends_every_session_of_the_place(market, member):
    token = signed_in(market, member)
    with market.as_system() as session:
        organisation = session.get_one(Organisation, member.organisation_id)
        owner = makers.make_member(session, organisation)

    actions.end_member(market.by(makers.actor_of(owner)), member.id)

    assert viewer(market, token) is None
    with market.as_system() as session:
        assert [row.member_id for row in members_of(session, makers.actor_of(owner))] == [owner.id]


def test_the_last_owner_stays(market, member):
    with market.as_system() as session:
        makers.make_member(session, member.organisation, roles=[Role.BUYER])

    with market.refuses(LastOwner):
        actions.end_member(market.by(makers.actor_of(member)), member.id)


def test_a_foreign_member_is_not_there(market, member):
    with market.as_system() as session:
        foreign = makers.make_member(session)

    for member_id in (foreign.id, new_id()):
        with market.refuses(NotFound, what="member"):
            actions.end_member(market.by(makers.actor_of(member)), member_id)


@pytest.mark.parametrize(
    "act", [lambda call: actions.start_totp(call, makers.SEAL), lambda call: actions.set_locale(call, "en")]
)
def test_visitors_have_nothing_to_set(market, act):
    with market.refuses(NotAllowed):
        act(market.by(NOBODY))


def test_a_session_is_found_by_one_statement(session, statements):
    member = makers.make_member(session)
    token = makers.make_sign_in(session, member)

    with statements() as seen:
        viewer_by_token(session, token, clock.now())

    assert len([sql for sql in seen if "parties_viewer" in sql]) == 1


def test_signing_out_needs_no_session(session):
    actions.sign_out(Call(session, NOBODY, clock.now()), "no such token")

    assert session.query(Member).count() == 0
