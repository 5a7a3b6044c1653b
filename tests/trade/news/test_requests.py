"""Approvals and quotes that end soon: told to whom it concerns, with a letter, once."""

from __future__ import annotations

from datetime import timedelta

import pytest

from tests.trade.market import Market, gbp
from tests.trade.news.told import inbox, kinds, take, tell
from tests.trade.quoting.quoted import asked, look, quote
from trade.kernel.actor import Actor
from trade.ordering.actions import approve_request, decline_request
from trade.ordering.queries import purchase_request
from trade.parties.actions import set_limits
from trade.parties.rules import Role, SpendingLimits
from trade.quoting.actions import accept_quote, remind_of_quotes


def requester(market: Market, request_id: object) -> Actor:
    ((person_id,),) = market.rows("SELECT asked_by FROM purchase_requests WHERE id = :id", id=request_id)
    return Actor(market.retailer.scope, person_id, market.retailer.organisation_id, market.retailer.permissions)


def remind(market: Market) -> int:
    return remind_of_quotes(market.by(Actor.system()))


def test_who_may_approve_is_told_of_a_request_and_nobody_else(market: Market) -> None:
    approver, other = (market.colleague(market.retailer, role) for role in (Role.APPROVER, Role.BUYER))
    request_id = market.request(market.goods())
    tell(market)
    for actor in (approver, market.retailer):
        (row,) = inbox(market, actor)
        assert (row.kind, row.subject_id, row.facts["total"]) == (
            "request.asked", request_id, {"minor": 1770, "currency": "GBP"},
        )  # fmt: skip
    assert kinds(market, other) == kinds(market, requester(market, request_id)) == []
    assert kinds(market, market.supplier) == kinds(market, market.neighbour) == []
    assert {parcel.kind for parcel in take(market)} == {"request.asked"}


@pytest.mark.parametrize("is_approved", [True, False])
def test_the_answer_is_told_to_whoever_asked_alone(market: Market, is_approved: bool) -> None:
    market.money()
    request_id = market.request(market.goods())
    other = market.colleague(market.retailer, Role.BUYER)
    if is_approved:
        with market.as_system() as session:
            shown = purchase_request(session, market.retailer, request_id, market.at).shown
        approve_request(market.by(market.retailer), request_id, shown=shown)
    else:
        decline_request(market.by(market.retailer), request_id, reason="Next month")
    tell(market)
    word = "request.approved" if is_approved else "request.declined"
    asker = requester(market, request_id)
    assert word in kinds(market, asker)
    assert word not in kinds(market, other) + kinds(market, market.retailer)
    answer = next(row for row in inbox(market, asker) if row.kind == word)
    assert answer.facts["who"]
    assert answer.facts["reason"] == ("" if is_approved else "Next month")


def test_accepting_beyond_a_limit_is_told_to_who_may_approve(market: Market) -> None:
    buyer = market.colleague(market.retailer, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(gbp(0)))
    inquiry_id = asked(market)
    quote(market, inquiry_id)
    accept_quote(market.by(buyer), inquiry_id, version=1, quantities={})
    tell(market)
    assert kinds(market, market.retailer)[-1] == "inquiry.approval"
    assert "inquiry.approval" not in kinds(market, buyer) + kinds(market, market.supplier)


def test_a_quote_that_ends_soon_is_spoken_of_once_and_again_only_when_quoted_anew(market: Market) -> None:
    inquiry_id = asked(market)
    quote(market, inquiry_id, days=7)
    market.later(days=5, seconds=-1)
    assert remind(market) == 0
    market.later(seconds=1)
    assert (remind(market), remind(market)) == (1, 0)
    tell(market)
    row = inbox(market, market.retailer)[0]
    assert row.kind == "inquiry.expiring"
    assert row.facts["until"] == {"at": (market.at + timedelta(days=2)).isoformat()}
    assert kinds(market, market.supplier) == ["inquiry.asked"]
    quote(market, inquiry_id, days=7)
    assert remind(market) == 0
    market.later(days=6)
    assert remind(market) == 1


def test_what_is_over_decided_or_held_for_days_only_is_not_spoken_of(market: Market) -> None:
    market.money()
    over, accepted, short = (asked(market) for _ in range(3))
    for inquiry_id, days in ((over, 7), (accepted, 7), (short, 3)):
        quote(market, inquiry_id, days=days)
    accept_quote(market.by(market.retailer), accepted, version=1, quantities={})
    market.later(days=2)
    assert remind(market) == 0
    market.later(days=5)
    assert look(market, over).row.has_expired
    assert remind(market) == 0
