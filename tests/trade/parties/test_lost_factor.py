"""A phone is lost: codes on paper, a new generator, a reset by others; and how the secret is kept."""

from __future__ import annotations

from typing import Any
from uuid import UUID, uuid4

import pyotp
import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from tests import makers
from tests.trade.looking import constraint_of
from tests.trade.market import Market
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.parties import actions
from trade.parties.credentials import recovery_codes, recovery_hash
from trade.parties.errors import NoSecondFactor, OwnFactor, SecondPersonNeeded, WrongCode
from trade.parties.models import Member
from trade.parties.rules import FactorNews, Role
from trade.parties.sealing import Seal, SealBrokenError

OLD, NEW = "the former secret of the application", "the present secret of the application"


class Postbox:
    """Keeps what was written to whom."""

    def __init__(self) -> None:
        self.letters: list[tuple[str, FactorNews]] = []

    def deliver_factor_news(self, to: Any, news: FactorNews) -> None:
        self.letters.append((to.login, news))


@given(st.text(), st.uuids(), st.uuids())
def test_a_sealed_secret_opens_for_its_owner_alone(secret: str, owner: UUID, other: UUID) -> None:
    seal = Seal((NEW,))
    sealed = seal.close(secret, owner)

    assert seal.open(sealed, owner) == secret
    assert not secret or secret not in sealed or len(secret) < 4
    if other != owner:
        with pytest.raises(SealBrokenError):
            seal.open(sealed, other)


@pytest.mark.parametrize("at", [9, 20, 30, -2])
def test_a_changed_letter_breaks_the_seal(at: int) -> None:
    seal, owner = Seal((NEW,)), uuid4()
    sealed = seal.close(makers.SECRET, owner)
    letter = "A" if sealed[at] != "A" else "B"

    with pytest.raises(SealBrokenError):
        seal.open(sealed[:at] + letter + sealed[at:][1:], owner)


def test_a_former_secret_opens_until_it_is_taken_out() -> None:
    owner = uuid4()
    sealed = Seal((OLD,)).close("x", owner)

    both = Seal((NEW, OLD))
    assert both.open(sealed, owner) == "x"
    assert not both.is_current(sealed)
    assert both.is_current(both.close("x", owner))
    with pytest.raises(SealBrokenError):
        Seal((NEW,)).open(sealed, owner)


def test_what_is_stored_makes_no_code_and_nothing_unsealed_is_taken(market: Market) -> None:
    person, token = staff(market)
    code = pyotp.TOTP(makers.SECRET).at(market.at)
    [(stored,)] = market.rows("SELECT totp_secret FROM credentials WHERE person_id = :id", id=person.person_id)
    assert makers.SECRET not in stored

    market.rows(
        "UPDATE credentials SET totp_secret = :planted WHERE person_id = :id RETURNING 1",
        planted=makers.SECRET, id=person.person_id,
    )  # fmt: skip
    with pytest.raises(SealBrokenError):
        actions.prove_second_factor(market.by(person), makers.SEAL, code, token, "new")


def test_a_new_secret_of_the_application_seals_anew_what_is_there(market: Market) -> None:
    person, token = staff(market)
    turned = Seal(("a new secret, and a long one, of the application", makers.SECRET_KEY))

    assert actions.seal_anew(market.by(Actor.system()), turned) >= 1
    assert actions.seal_anew(market.by(Actor.system()), turned) == 0

    only_new = Seal(turned.secrets[:1])
    actions.prove_second_factor(market.by(person), only_new, pyotp.TOTP(makers.SECRET).at(market.at), token, "new")


def staff(market: Market, role: Role = Role.SUPPORT) -> tuple[Actor, str]:
    """Somebody of the platform, signed in, as who acts before the code is proven."""
    acting = market.colleague(market.support, role)
    with market.as_system() as session:
        member = session.query(Member).filter_by(person_id=acting.person_id).one()
        token = makers.make_sign_in(session, member, proven=False)
    return Actor(Scope.NOBODY, acting.person_id), token


def codes_of(market: Market, person: Actor, key: str = "a-key-of-the-page") -> list[str]:
    assert person.person_id is not None
    actions.make_recovery_codes(market.by(person), makers.PASSWORD, makers.SECRET_KEY, key)
    return recovery_codes(makers.SECRET_KEY, person.person_id, key, 10)


def test_a_recovery_code_works_once_however_it_is_typed(market: Market) -> None:
    person, token = staff(market)
    codes = codes_of(market, person)
    assert len(set(codes)) == 10

    typed = codes[3].upper().replace("-", " ")
    assert actions.prove_by_recovery_code(market.by(person), typed, token, "second") == 9
    with market.refuses(WrongCode):
        actions.prove_by_recovery_code(market.by(person), codes[3], "second", "third")
    assert actions.prove_by_recovery_code(market.by(person), codes[4], "second", "third") == 8


def test_new_codes_void_the_old_and_nobody_elses_work(market: Market) -> None:
    person, token = staff(market)
    other, _ = staff(market)
    old, foreign = codes_of(market, person), codes_of(market, other)
    codes_of(market, person, "another-key")

    for code in (old[0], foreign[0], "", "aaaa-aaaa-aaaa-aaaa"):
        with market.refuses(WrongCode):
            actions.prove_by_recovery_code(market.by(person), code, token, "second")


def test_only_hashes_of_the_codes_are_stored(market: Market) -> None:
    person, _ = staff(market)
    codes = codes_of(market, person)

    stored = market.rows("SELECT code_hash FROM recovery_codes WHERE person_id = :id", id=person.person_id)
    assert {bytes(row[0]) for row in stored} == {recovery_hash(code) for code in codes}


@pytest.mark.parametrize("verb", ["codes", "replace"])
def test_whoever_sits_at_an_open_screen_needs_the_password(market: Market, verb: str) -> None:
    person, _ = staff(market)
    with market.refuses(InvalidInput, field="password"):
        if verb == "codes":
            actions.make_recovery_codes(market.by(person), "guessed", makers.SECRET_KEY, "key")
        else:
            actions.replace_totp(market.by(person), "guessed")


def test_a_replaced_generator_and_its_codes_are_gone(market: Market) -> None:
    person, token = staff(market)
    codes = codes_of(market, person)
    actions.replace_totp(market.by(person), makers.PASSWORD)

    with market.refuses(WrongCode):
        actions.prove_by_recovery_code(market.by(person), codes[0], token, "second")
    with market.refuses(NoSecondFactor):
        actions.make_recovery_codes(market.by(person), makers.PASSWORD, makers.SECRET_KEY, "key")


def careful(market: Market, organisation: Actor) -> tuple[Member, Actor]:
    """A colleague who has a code generator though nobody asked for it."""
    with market.as_system() as session:
        person = makers.make_person(session, second_factor=True)
        organisation_row = session.query(Member).filter_by(person_id=organisation.person_id).one().organisation
        member = makers.make_member(session, organisation_row, person, ["sales"])
        makers.make_sign_in(session, member)
        return member, makers.actor_of(member)


def standing(market: Market, member: Member) -> tuple[bool, int]:
    """Whether a second factor is set up, and how many sessions are open."""
    found = market.rows(
        "SELECT p.totp_confirmed_at IS NOT NULL AND c.totp_secret IS NOT NULL,"
        " (SELECT count(*) FROM sign_ins s WHERE s.person_id = p.id AND s.ended_at IS NULL)"
        " FROM people p JOIN credentials c ON c.person_id = p.id WHERE p.id = :id",
        id=member.person_id,
    )
    return bool(found[0][0]), int(found[0][1])


def carry_out(market: Market) -> list[tuple[str, FactorNews]]:
    postbox = Postbox()
    for (reset_id,) in market.rows("SELECT id FROM factor_resets"):
        for _ in range(2):
            actions.carry_out_factor_reset(market.by(Actor.system()), postbox, reset_id)  # type: ignore[arg-type]
    return postbox.letters


@pytest.mark.parametrize("who", ["supplier", "support"])
def test_an_owner_or_the_platform_resets_a_lost_generator_and_a_letter_says_so(market: Market, who: str) -> None:
    member, _ = careful(market, market.supplier)
    assert standing(market, member) == (True, 1)

    waits = actions.reset_factor_of(market.by(getattr(market, who)), member.id, makers.PASSWORD)

    assert not waits
    assert carry_out(market) == [(member.person.email, FactorNews.RESET)]
    assert standing(market, member) == (False, 0)
    assert "parties.second_factor_reset" in market.verbs(member.organisation_id)


def test_strangers_colleagues_without_the_right_and_a_wrong_password_reset_nothing(market: Market) -> None:
    member, acting = careful(market, market.supplier)
    for stranger in (market.rival, market.retailer):
        with market.refuses(NotFound, what="member"):
            actions.reset_factor_of(market.by(stranger), member.id, makers.PASSWORD)
    with market.refuses(NotAllowed):
        actions.reset_factor_of(market.by(acting), member.id, makers.PASSWORD)
    with market.refuses(InvalidInput, field="password"):
        actions.reset_factor_of(market.by(market.supplier), member.id, "guessed")


def test_nobody_resets_their_own(market: Market) -> None:
    owner = market.colleague(market.support)
    [(member_id,)] = market.rows("SELECT id FROM members WHERE person_id = :id", id=owner.person_id)

    with market.refuses(OwnFactor):
        actions.reset_factor_of(market.by(owner), member_id, makers.PASSWORD)


def test_it_takes_two_to_reset_one_of_the_platforms_people(market: Market) -> None:
    lost, first, second = market.colleague(market.support), market.support, market.colleague(market.support)
    with market.as_system() as session:
        member = session.query(Member).filter_by(person_id=lost.person_id).one()

    assert actions.reset_factor_of(market.by(first), member.id, makers.PASSWORD)
    assert carry_out(market) == []
    with market.refuses(SecondPersonNeeded):
        actions.agree_to_factor_reset(market.by(first), member.id, makers.PASSWORD)
    with market.refuses(OwnFactor):
        actions.agree_to_factor_reset(market.by(lost), member.id, makers.PASSWORD)
    market.later(hours=23)
    actions.agree_to_factor_reset(market.by(second), member.id, makers.PASSWORD)

    assert carry_out(market) == [(member.person.email, FactorNews.RESET)]
    assert standing(market, member)[0] is False


def test_an_owner_elsewhere_cannot_open_the_platforms_door_alone(market: Market) -> None:
    """A person of the platform who also has a place at a supplier: the supplier's owner is one of two, not enough."""
    with market.as_system() as session:
        person = session.query(Member).filter_by(person_id=market.maker.person_id).one().person
        supplier = session.query(Member).filter_by(person_id=market.supplier.person_id).one().organisation
        member = makers.make_member(session, supplier, person, ["sales"])

    assert actions.reset_factor_of(market.by(market.supplier), member.id, makers.PASSWORD)
    assert carry_out(market) == []


def test_a_request_that_nobody_agreed_to_within_a_day_is_gone(market: Market) -> None:
    lost, second = market.colleague(market.support), market.colleague(market.support)
    [(member_id,)] = market.rows("SELECT id FROM members WHERE person_id = :id", id=lost.person_id)
    actions.reset_factor_of(market.by(market.support), member_id, makers.PASSWORD)
    market.later(hours=25)

    with market.refuses(NotFound):
        actions.agree_to_factor_reset(market.by(second), member_id, makers.PASSWORD)
    actions.reset_factor_of(market.by(second), member_id, makers.PASSWORD)
    actions.agree_to_factor_reset(market.by(market.support), member_id, makers.PASSWORD)


@pytest.mark.parametrize(
    ("change", "constraint"),
    [
        ("agreed_by = asked_by", "ck_factor_resets_two_people"),
        ("agreed_by = person_id", "ck_factor_resets_not_their_own"),
        ("done_at = now()", "ck_factor_resets_agreed_before_done"),
    ],
)
def test_the_database_itself_insists_on_two_people(market: Market, change: str, constraint: str) -> None:
    lost = market.colleague(market.support)
    [(member_id,)] = market.rows("SELECT id FROM members WHERE person_id = :id", id=lost.person_id)
    actions.reset_factor_of(market.by(market.support), member_id, makers.PASSWORD)

    with pytest.raises(IntegrityError) as refused:
        market.rows(f"UPDATE factor_resets SET {change} RETURNING 1")
    assert constraint_of(refused.value) == constraint
    market.session.rollback()


def test_only_the_platforms_people_need_two(market: Market) -> None:
    member, _ = careful(market, market.retailer)
    assert not actions.reset_factor_of(market.by(market.retailer), member.id, makers.PASSWORD)
