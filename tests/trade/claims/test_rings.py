"""One shop that claims under several names: found by address, phone number or people; told as a number, never refused."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest
from sqlalchemy import select, text

from tests import makers
from tests.trade.claims.claimed import claim, deliver, delivered
from tests.trade.market import Market
from trade.claims.actions import withdraw_claim
from trade.kernel.work import bind_actor
from trade.parties.actions import set_tax_identity
from trade.parties.credentials import token_hash
from trade.parties.models import Member, Organisation, Person
from trade.parties.tax_ids import TaxSheet


@pytest.fixture(autouse=True)
def apart(market: Market) -> None:
    """The two shops live at different places."""
    move(market, "1 Low Lane")


def move(market: Market, address: str) -> None:
    """Let the neighbour's goods go to this address from now on."""
    with market.as_system() as session:
        session.get_one(Organisation, market.neighbour.organisation).address = address


def same_address(market: Market) -> None:
    with market.as_system() as session:
        address = session.get_one(Organisation, market.retailer.organisation).address
    move(market, address)


def same_phone(market: Market) -> None:
    for who, phone in ((market.retailer, "+44 113 496 0000"), (market.neighbour, "+44 (113) 4960000")):
        set_tax_identity(market.by(who), TaxSheet("GB", "A shop", "", phone=phone))


def same_person(market: Market) -> None:
    with market.as_system() as session:
        person = session.get_one(Person, market.retailer.person_id)
        organisation = session.get_one(Organisation, market.neighbour.organisation)
    makers.make_member(market.session, organisation, person)


def neighbours(market: Market) -> int:
    """Let the neighbour claim, then the retailer; answer how many others the second claim is shown with."""
    order_id = deliver(market, market.one_order(buyer=market.neighbour), market.neighbour)
    claim(market, order_id, buyer=market.neighbour)
    mine = delivered(market)
    claim(market, mine)
    with market.as_system() as session:
        counted = text("SELECT claims_of_neighbours(:id, :since)")
        return int(session.scalar(counted, {"id": mine, "since": market.at.replace(year=2000)}))


def test_two_shops_with_nothing_in_common_are_no_ring(market: Market) -> None:
    assert neighbours(market) == 0


@pytest.mark.parametrize("alike", [same_address, same_phone, same_person])
def test_shops_that_share_something_are_told_with_the_claim(market: Market, alike: Callable[[Market], None]) -> None:
    alike(market)
    assert neighbours(market) == 1
    ((doubts,),) = market.rows("SELECT doubts FROM claims WHERE buyer_id = :id", id=market.retailer.organisation)
    assert "ring" in doubts.split(",")


def doubts(market: Market) -> list[str]:
    ((found,),) = market.rows("SELECT doubts FROM claims WHERE buyer_id = :id", id=market.retailer.organisation)
    return str(found).split(",")


def signed_in(market: Market, *devices: str, ended: tuple[int, int] = (0, 0)) -> None:
    """Let the retailer and the neighbour sign in, from a device each, in sessions that ended so many days ago."""
    with market.as_system() as session:
        for who, device, days in zip((market.retailer, market.neighbour), devices, ended, strict=True):
            member = session.scalars(
                select(Member).where(Member.person_id == who.person_id, Member.organisation_id == who.organisation_id)
            ).one()
            known = token_hash(device) if device else None
            makers.make_sign_in(session, member, device_hash=known, expires_at=market.at - timedelta(days=days))
        session.commit()


@pytest.mark.parametrize(
    ("devices", "ended", "is_told"),
    [
        (("till", "till"), (89, 89), True),
        (("till", "till"), (91, 0), False),
        (("till", "till"), (0, 91), False),
        (("till", "phone"), (0, 0), False),
        (("", ""), (0, 0), False),
    ],
)
def test_claims_from_one_device_are_told_with_the_claim_and_refuse_nothing(
    market: Market, devices: tuple[str, str], ended: tuple[int, int], is_told: bool
) -> None:
    signed_in(market, *devices, ended=ended)
    assert neighbours(market) == 0
    assert ("device" in doubts(market)) is is_told


def test_a_device_is_nothing_to_strangers_nor_is_one_whose_other_shop_claimed_nothing(market: Market) -> None:
    signed_in(market, "till", "till")
    mine = delivered(market)
    claim(market, mine)
    assert "device" not in doubts(market)
    counted = text("SELECT claims_of_devices(:id, :since)")
    since = {"id": mine, "since": market.at.replace(year=2000)}
    claim(market, deliver(market, market.one_order(buyer=market.neighbour), market.neighbour), buyer=market.neighbour)
    for who, number in ((market.support, 1), (market.supplier, 1), (market.rival, 0), (market.neighbour, 0)):
        bind_actor(market.session, who)
        assert market.session.scalar(counted, since) == number, who
        market.session.rollback()


def test_a_member_who_left_ties_nobody(market: Market) -> None:
    same_person(market)
    with market.as_system() as session:
        ended = text(
            "UPDATE members SET ended_at = now() WHERE person_id = :person AND organisation_id = :organisation"
        )
        who = {"person": market.retailer.person_id, "organisation": market.neighbour.organisation}
        session.execute(ended, who)
    assert neighbours(market) == 0


def test_a_claim_taken_back_is_no_sign_of_a_ring(market: Market) -> None:
    same_person(market)
    order_id = deliver(market, market.one_order(buyer=market.neighbour), market.neighbour)
    withdraw_claim(market.by(market.neighbour), claim(market, order_id, buyer=market.neighbour))
    claim(market, delivered(market))
    ((doubts,),) = market.rows("SELECT doubts FROM claims WHERE buyer_id = :id", id=market.retailer.organisation)
    assert "ring" not in doubts.split(",")
