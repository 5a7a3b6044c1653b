"""Who sees and changes which person and organisation, asked of the database itself: the application's checks are not there."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text

from tests import makers
from tests.trade.kernel.test_row_level_security import PARTIES, write
from tests.trade.looking import snapshot
from tests.trade.market import Market
from trade.kernel.actor import Actor, Scope
from trade.kernel.ids import new_id
from trade.kernel.work import bind_actor
from trade.parties.credentials import token_hash
from trade.parties.models import BankAccount, Member, Organisation, PasswordReset, RecoveryCode
from trade.parties.queries import names_of, viewer_by_token
from trade.parties.rules import OrganisationKind, Role

OWNED_BY = {
    "organisations": "id",
    "bank_accounts": "organisation_id",
    "payee_accounts": "organisation_id",
    "members": "organisation_id",
    "invitations": "organisation_id",
    "people": "id",
    "credentials": "person_id",
    "sign_ins": "person_id",
    "password_resets": "person_id",
    "recovery_codes": "person_id",
}
TOKEN = "the token of the letter"


@pytest.fixture
def town(market: Market) -> Market:
    """A market in which everybody is signed in, has a bank account, an open invitation and an open reset."""
    market.one_order()
    with market.as_system() as session:
        members = session.query(Member).all()
        for member in members:
            makers.make_sign_in(session, member)
            session.add(
                RecoveryCode(person_id=member.person_id, code_hash=member.person_id.bytes, created_at=market.at)
            )
            session.add(
                PasswordReset(
                    token_hash=token_hash(f"{TOKEN}{member.person_id}"), person_id=member.person_id,
                    created_at=market.at, expires_at=market.at.replace(year=2100),
                )
            )  # fmt: skip
        for organisation in session.query(Organisation).all():
            session.merge(BankAccount(organisation_id=organisation.id, account=f"GB {organisation.code}"))
            makers.make_invitation(session, organisation, f"{organisation.code}@example.com")
        session.commit()
    return market


def seen(market: Market, actor: Actor, table: str) -> set[UUID]:
    """Whose rows of a table somebody sees."""
    bind_actor(market.session, actor)
    found = set(market.session.scalars(text(f"SELECT {OWNED_BY[table]} FROM {table}")))
    market.session.rollback()
    return found


def owner(actor: Actor, table: str) -> UUID | None:
    """Under which id somebody's own rows of a table stand."""
    return actor.person_id if OWNED_BY[table] == "person_id" or table == "people" else actor.organisation_id


def platform(market: Market) -> UUID:
    return market.support.organisation


def test_the_tables_of_people_and_organisations_are_the_ones_that_are_tested() -> None:
    assert set(OWNED_BY) == PARTIES


def test_sellers_and_the_platform_are_known_to_all_and_buyers_to_who_sells_to_them(town: Market) -> None:
    sellers = {town.supplier.organisation, town.rival.organisation, platform(town)}

    assert seen(town, Actor.nobody(), "organisations") == sellers
    assert seen(town, town.neighbour, "organisations") == sellers | {town.neighbour.organisation}
    assert seen(town, town.rival, "organisations") == sellers
    assert seen(town, town.supplier, "organisations") == sellers | {town.retailer.organisation}
    assert seen(town, town.support, "organisations") >= sellers | {town.retailer.organisation}


@pytest.mark.parametrize("state", ["invited", "applied"])
def test_a_seller_that_was_not_admitted_is_nobodys_business(town: Market, state: str) -> None:
    hidden = makers.make_organisation(town.session, OrganisationKind.SUPPLIER, state)

    assert hidden.id not in seen(town, town.neighbour, "organisations") | seen(town, Actor.nobody(), "organisations")


@pytest.mark.parametrize(
    "table", ["members", "invitations", "people", "credentials", "sign_ins", "password_resets", "recovery_codes"]
)
def test_everybody_sees_their_own_and_visitors_nothing(town: Market, table: str) -> None:
    for actor in (town.neighbour, town.rival, town.supplier, town.retailer):
        assert seen(town, actor, table) == {owner(actor, table)}, actor
    assert seen(town, Actor.nobody(), table) == set()


def test_where_money_is_paid_in_is_known_and_no_other_account(town: Market) -> None:
    for actor in (town.neighbour, town.rival):
        assert seen(town, actor, "bank_accounts") == {actor.organisation_id, platform(town)}
    assert seen(town, Actor.nobody(), "bank_accounts") == set()


def test_where_money_is_paid_out_to_is_seen_by_its_owner_and_the_platform(town: Market) -> None:
    for seller in (town.supplier, town.rival):
        assert seen(town, seller, "payee_accounts") == {seller.organisation_id}
    assert {town.supplier.organisation_id, town.rival.organisation_id} <= seen(town, town.maker, "payee_accounts")
    for stranger in (town.neighbour, town.retailer, Actor.nobody()):
        assert seen(town, stranger, "payee_accounts") == set()


def test_what_proves_who_somebody_is_is_hidden_from_owners_and_platform(town: Market) -> None:
    colleague = town.colleague(town.neighbour)

    assert colleague.person_id in seen(town, town.neighbour, "people")
    for table in ("credentials", "password_resets", "recovery_codes"):
        assert seen(town, town.neighbour, table) == {town.neighbour.person_id}
        assert seen(town, town.support, table) == {town.support.person_id}


def test_a_person_without_a_place_chosen_sees_where_they_belong(town: Market) -> None:
    asked = Actor(Scope.NOBODY, town.neighbour.person_id)

    assert town.neighbour.organisation in seen(town, asked, "organisations")
    assert seen(town, asked, "members") == {town.neighbour.organisation}
    assert seen(town, asked, "people") == {town.neighbour.person_id}


def test_nobody_changes_or_removes_what_is_anothers(town: Market) -> None:
    before = snapshot(town.session)
    for table, column in OWNED_BY.items():
        for actor in (town.neighbour, town.rival, Actor.nobody()):
            others = f"{column} IS DISTINCT FROM '{owner(actor, table) or UUID(int=0)}'"
            assert write(town, actor, f"UPDATE {table} SET {column} = {column} WHERE {others}") == 0, table
            assert write(town, actor, f"DELETE FROM {table} WHERE {others}") == 0, table
    assert snapshot(town.session) == before


@pytest.mark.parametrize(
    "statement",
    [
        "INSERT INTO members SELECT gen_random_uuid(), '{person}', '{victim}', '{{owner}}', now()",
        (
            "INSERT INTO sign_ins (id, token_hash, person_id, created_at, expires_at)"
            " VALUES (gen_random_uuid(), 'x', '{someone}', now(), now())"
        ),
        (
            "INSERT INTO invitations (id, token_hash, organisation_id, login, roles, created_at, expires_at)"
            " VALUES (gen_random_uuid(), 'x', '{victim}', 'e@example.com', '{{owner}}', now(), now())"
        ),
        (
            "INSERT INTO password_resets (id, token_hash, person_id, created_at, expires_at)"
            " VALUES (gen_random_uuid(), 'x', '{someone}', now(), now())"
        ),
        "INSERT INTO people (id, name, email, locale, created_at) VALUES (gen_random_uuid(), 'E', 'e@e', 'en', now())",
        "INSERT INTO bank_accounts VALUES ('{empty}', 'GB66')",
        "UPDATE members SET organisation_id = '{victim}'",
        "UPDATE sign_ins SET person_id = '{someone}'",
    ],
)
def test_nobody_writes_themselves_into_anothers_place(town: Market, statement: str) -> None:
    empty = makers.make_organisation(town.session, OrganisationKind.SUPPLIER)
    for actor in (town.neighbour, town.rival, Actor.nobody()):
        words = {
            "victim": town.retailer.organisation, "someone": town.retailer.person_id, "empty": empty.id,
            "person": actor.person_id or new_id(),
        }  # fmt: skip
        assert write(town, actor, statement.format(**words)) == 0, actor


def test_an_owner_may_end_a_colleagues_session_and_do_nothing_else_to_it(town: Market) -> None:
    colleague = town.colleague(town.neighbour, Role.BUYER)
    with town.as_system() as session:
        member = session.query(Member).filter_by(person_id=colleague.person_id).one()
        makers.make_sign_in(session, member)
    theirs = f"WHERE person_id = '{colleague.person_id}'"

    assert write(town, town.neighbour, f"UPDATE sign_ins SET token_hash = 'mine' {theirs}") == 0
    assert write(town, town.neighbour, f"UPDATE sign_ins SET ended_at = now() {theirs}") == 1


def test_names_are_told_of_the_other_side_of_a_trade_alone(town: Market) -> None:
    people = {who.person_id for who in (town.supplier, town.retailer, town.neighbour, town.support)}

    def told(actor: Actor) -> set[Any]:
        bind_actor(town.session, actor)
        return set(names_of(town.session, [person for person in people if person]))

    sellers = {town.supplier.person_id, town.support.person_id}
    assert told(town.supplier) == sellers | {town.retailer.person_id}
    assert told(town.rival) == sellers
    assert told(town.neighbour) == sellers | {town.neighbour.person_id}
    assert told(Actor.nobody()) == set()


def test_a_token_opens_its_own_session_and_the_function_that_reads_it_tells_nothing_else(town: Market) -> None:
    with town.as_system() as session:
        member = session.query(Member).filter_by(person_id=town.neighbour.person_id).one()
        token = makers.make_sign_in(session, member)
    bind_actor(town.session, Actor.nobody())

    found = viewer_by_token(town.session, token, town.at)

    assert found is not None
    assert (found.person_id, found.organisation_id) == (town.neighbour.person_id, town.neighbour.organisation)
    assert found.actor() == town.neighbour
    assert viewer_by_token(town.session, token + "x", town.at) is None
