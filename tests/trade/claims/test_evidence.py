"""Photos and papers of a claim: seen by its three parties, used once, and the same photo again is a doubt, never a refusal."""

from __future__ import annotations

from uuid import UUID, uuid4

import pytest

from tests.trade.claims.claimed import claim, deliver, delivered, paper, photo, standing
from tests.trade.market import Market
from trade.claims.actions import dispute_claim, send_claim_message, withdraw_claim
from trade.claims.queries import claim_detail
from trade.claims.rules import Doubt
from trade.files.queries import files
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor

BOX = 0b1011


@pytest.fixture
def order_id(market: Market) -> UUID:
    """The fourth order delivered to a buyer who has never claimed: its small claims are paid at once."""
    for _ in range(4):
        order_id = delivered(market)
    return order_id


def seen_by(market: Market, actor: Actor, *file_ids: UUID) -> list[UUID]:
    bind_actor(market.session, actor)
    return [row.id for row in files(market.session, file_ids)]


def doubts(market: Market, claim_id: UUID) -> list[str]:
    return str(market.rows("SELECT doubts FROM claims WHERE id = :id", id=claim_id)[0][0]).split(",")


def test_photos_of_a_claim_are_seen_by_its_three_parties_and_by_nobody_else(market: Market, order_id: UUID) -> None:
    photos = [photo(market, market.retailer, BOX << shift) for shift in (0, 20)]
    claim_id = claim(market, order_id, photos=photos)
    for who, seen in (
        (market.retailer, photos),
        (market.supplier, photos),
        (market.support, photos),
        (market.neighbour, []),
        (market.rival, []),
        (Actor.nobody(), []),
    ):
        assert seen_by(market, who, *photos) == seen
    bind_actor(market.session, market.supplier)
    assert [row.id for row in claim_detail(market.session, market.supplier, claim_id).photos] == photos


def test_a_photo_says_what_is_wrong_without_words(market: Market, order_id: UUID) -> None:
    with market.refuses(InvalidInput, field="words"):
        claim(market, order_id, words=" ")
    claim(market, order_id, words="", photos=[photo(market, market.retailer, BOX)])


def test_a_photo_belongs_to_one_claim_and_to_whoever_sent_it(market: Market, order_id: UUID) -> None:
    mine, seven = photo(market, market.retailer, BOX), [photo(market, market.retailer, 1 << n) for n in range(7)]
    claim(market, order_id, photos=[mine, mine])
    for wrong in ([mine], seven):
        with market.refuses(InvalidInput, field="photos"):
            claim(market, order_id, photos=wrong)
    for strange in (photo(market, market.neighbour, BOX << 9), uuid4()):
        with market.refuses(NotFound, what="file"):
            claim(market, order_id, photos=[strange])


def test_the_same_photo_again_is_a_doubt_with_its_reason_and_refuses_nothing(market: Market, order_id: UUID) -> None:
    first = claim(market, order_id, photos=[photo(market, market.retailer, BOX), photo(market, market.retailer, BOX)])
    assert standing(market, first)[3] == 1530, "photos of one claim may be alike"
    smaller = claim(market, order_id, photos=[photo(market, market.retailer, BOX ^ 0b110)])
    assert doubts(market, smaller) == [Doubt.PHOTO]
    assert standing(market, smaller)[:4] == ("asked", None, 1530, 0)
    bind_actor(market.session, market.support)
    assert [one.claim_id for one in claim_detail(market.session, market.support, smaller).alike] == [first]
    for party in (market.retailer, market.supplier):
        bind_actor(market.session, party)
        assert claim_detail(market.session, party, smaller).alike == []


def test_a_photo_that_somebody_else_used_is_found_though_it_is_not_shown(market: Market) -> None:
    theirs = photo(market, market.neighbour, BOX)
    order_id = deliver(market, market.one_order(buyer=market.neighbour), market.neighbour)
    claim(market, order_id, photos=[theirs], buyer=market.neighbour)
    mine = claim(market, delivered(market), photos=[photo(market, market.retailer, BOX)])
    assert Doubt.PHOTO in doubts(market, mine)
    assert seen_by(market, market.retailer, theirs) == []


def test_a_claim_taken_back_may_be_made_again_with_its_photo(market: Market) -> None:
    order_id = delivered(market)
    first = claim(market, order_id, photos=[photo(market, market.retailer, BOX)])
    withdraw_claim(market.by(market.retailer), first)
    again = claim(market, order_id, photos=[photo(market, market.retailer, BOX)])
    assert Doubt.PHOTO not in doubts(market, again)


def test_messages_and_objections_carry_photos_and_papers_to_all_three(market: Market, order_id: UUID) -> None:
    claim_id = claim(market, order_id)
    note, letter = paper(market, market.supplier), paper(market, market.support)
    dispute_claim(market.by(market.supplier), claim_id, words="Signed for.", files=[note])
    send_claim_message(market.by(market.support), claim_id, words="Is this yours?", files=[letter])
    for who in (market.retailer, market.supplier, market.support):
        bind_actor(market.session, who)
        said = claim_detail(market.session, who, claim_id).messages
        assert [[file.id for file in one.files] for one in said] == [[note], [letter]]
    with market.refuses(NotFound, what="file"):
        send_claim_message(market.by(market.retailer), claim_id, words="Mine!", files=[note])
