"""From the invitation to trading, and back."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

import pytest
from sqlalchemy import select

from tests import makers
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.parties import actions
from trade.parties.credentials import token_hash
from trade.parties.errors import LinkExpired, OwnOrganisation, WrongCredentials
from trade.parties.models import Invitation, Member, Organisation
from trade.parties.queries import invitation_by_token, invitations_of, organisation_detail, organisations
from trade.parties.rules import OrganisationKind, Role

NEW = actions.NewOrganisation(
    OrganisationKind.RETAILER, "Li's Corner", "Li@Example.com", currency="GBP", time_zone="Europe/London"
)


def invite(market, new=NEW):
    organisation_id = actions.invite_organisation(market.by(market.support), new)
    with market.as_system() as session:
        organisation = session.get_one(Organisation, organisation_id)
        return organisation, makers.make_invitation(session, organisation, "li@example.com", created_at=market.at)


def accept(market, token, **facts: str):
    given = {"name": "Li", "password": "four green teapots", "locale": "en", "session_token": "t", **facts}
    return actions.accept_invitation(market.by(Actor.nobody()), token, **given)


def state_of(market, organisation):
    return market.rows("SELECT state FROM organisations WHERE id = :id", id=organisation.id)[0][0]


def test_a_shop_walks_from_the_invitation_to_trading(market):
    shop, token = invite(market)
    assert state_of(market, shop) == "invited"
    accept(market, token)
    assert state_of(market, shop) == "applied"
    actions.admit_organisation(market.by(market.support), shop.id)
    assert state_of(market, shop) == "admitted"
    actions.suspend_organisation(market.by(market.support), shop.id, reason="Bad goods")
    assert state_of(market, shop) == "suspended"
    actions.reinstate_organisation(market.by(market.support), shop.id)

    assert state_of(market, shop) == "admitted"
    assert market.verbs(shop.id) == [
        "parties.organisation_invited",
        "parties.organisation_applied",
        "parties.member_joined",
        "parties.organisation_admitted",
        "parties.organisation_suspended",
        "parties.organisation_reinstated",
    ]


VERBS: dict[str, tuple[Callable[..., None], str]] = {
    "admit": (actions.admit_organisation, "applied"),
    "suspend": (lambda call, key: actions.suspend_organisation(call, key, reason="x"), "admitted"),
    "reinstate": (actions.reinstate_organisation, "suspended"),
}


@pytest.mark.parametrize("state", ["invited", "applied", "admitted", "suspended"])
@pytest.mark.parametrize("verb", VERBS)
def test_each_verb_starts_from_one_state(market, verb, state):
    act, start = VERBS[verb]
    shop = market.organisation(OrganisationKind.RETAILER, state=state)
    if state == start:
        act(market.by(market.support), shop.id)
        return

    with market.refuses(MoveRefused, what="organisation", current=state):
        act(market.by(market.support), shop.id)


@pytest.mark.parametrize("verb", VERBS)
@pytest.mark.parametrize("who", ["retailer", "supplier", "maker", "checker"])
def test_only_staff_admit_and_suspend(market, verb, who):
    act, start = VERBS[verb]
    shop = market.organisation(OrganisationKind.RETAILER, state=start)

    with market.refuses(NotAllowed):
        act(market.by(getattr(market, who)), shop.id)


@pytest.mark.parametrize("verb", VERBS)
def test_an_unknown_organisation_is_not_there(market, verb):
    act, _ = VERBS[verb]

    with market.refuses(NotFound, what="organisation"):
        act(market.by(market.support), new_id())


def test_the_platform_cannot_shut_itself_out(market):
    with market.refuses(OwnOrganisation):
        actions.suspend_organisation(market.by(market.support), market.support.organisation, reason="x")


@pytest.mark.parametrize("login", ["", "mei", "mei@", "@example.com", "mei@example", "12345", "a b@example.com"])
def test_an_invitation_needs_an_address(market, login):
    with market.refuses(InvalidInput, field="login", code="login_shape"):
        actions.invite_organisation(market.by(market.support), replace(NEW, login=login))


def test_the_same_tap_twice_invites_once(market):
    first = actions.invite_organisation(market.by(market.support, key="once-and-only"), NEW)
    second = actions.invite_organisation(market.by(market.support, key="once-and-only"), NEW)

    assert first == second
    assert market.rows("SELECT count(*) FROM invitations") == [(1,)]


def test_an_owner_invites_within_the_roles_of_the_kind(market):
    actions.invite_member(market.by(market.retailer), "li@example.com", (Role.BUYER,))

    with market.as_system() as session:
        pending = invitations_of(session, market.retailer, market.at)
    assert [(one.login, one.roles) for one in pending] == [("li@example.com", (Role.BUYER,))]
    for roles in ((), (Role.SALES,), (Role.BUYER, Role.SUPPORT)):
        with market.refuses(InvalidInput, field="roles"):
            actions.invite_member(market.by(market.retailer), "li@example.com", roles)


def test_a_buyer_invites_nobody(market):
    buyer = market.colleague(market.retailer, Role.BUYER)

    with market.refuses(NotAllowed):
        actions.invite_member(market.by(buyer), "li@example.com", (Role.BUYER,))


def test_a_link_works_once(market):
    _, token = invite(market)
    accept(market, token)

    with market.refuses(LinkExpired):
        accept(market, token)


def test_a_link_is_too_old_after_a_fortnight(market):
    _, token = invite(market)
    with market.as_system() as session:
        market.at = session.scalars(
            select(Invitation.expires_at).where(Invitation.token_hash == token_hash(token))
        ).one()
        assert invitation_by_token(session, token, market.at) is None

    with market.refuses(LinkExpired):
        accept(market, token)


def test_a_known_person_must_prove_the_password(market):
    with market.as_system() as session:
        makers.make_person(session, email="li@example.com")
    _, token = invite(market)

    with market.refuses(WrongCredentials):
        accept(market, token)


@pytest.mark.parametrize(("facts", "field"), [({"name": ""}, "name"), ({"password": "short"}, "password")])
def test_somebody_new_needs_a_name_and_a_password(market, facts, field):
    _, token = invite(market)

    with market.refuses(InvalidInput, field=field):
        accept(market, token, **facts)


def test_who_left_comes_back_with_the_new_roles_only(market):
    with market.as_system() as session:
        shop = makers.make_organisation(session)
        makers.make_member(session, shop)
        gone = makers.make_member(session, shop, makers.make_person(session, email="li@example.com"))
        gone.ended_at = market.at
        token = makers.make_invitation(session, shop, "li@example.com", roles=["buyer"])

    accept(market, token, password=makers.PASSWORD)

    with market.as_system() as session:
        back = session.get_one(Member, gone.id, populate_existing=True)
        assert (back.roles, back.ended_at) == (["buyer"], None)


def test_staff_read_the_list_page_by_page(market):
    with market.as_system() as session:
        everybody = organisations(session, market.support, limit=100).rows
        first = organisations(session, market.support, limit=2)
        second = organisations(session, market.support, limit=2, after=first.next_cursor)
        sellers = organisations(session, market.support, kind=OrganisationKind.SUPPLIER).rows

        assert [*first.rows, *second.rows] == everybody[:4]
        assert {row.kind for row in sellers} == {OrganisationKind.SUPPLIER}
        assert organisations(session, market.support, search="%").rows == []
        assert organisation_detail(session, market.support, sellers[0].organisation_id, market.at).people[0].roles == (
            Role.OWNER,
        )
        with pytest.raises(NotAllowed):
            organisations(session, market.retailer)
        with pytest.raises(NotFound):
            organisation_detail(session, market.support, new_id(), market.at)
