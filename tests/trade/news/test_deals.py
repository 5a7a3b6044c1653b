"""Agreements and inquiries: what one side does, the other is told; nobody has to look by themselves."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from tests.trade.deals import agreement, code_of
from tests.trade.market import Market
from tests.trade.news.told import inbox, kinds, take, tell
from tests.trade.quoting.quoted import asked
from trade.parties.rules import Role
from trade.pricing.actions import draft_agreement, end_agreement, offer_agreement, set_agreement_line
from trade.pricing.rules import LineTerms, Period
from trade.quoting.actions import decline_inquiry, send_message, withdraw_inquiry


def drafted(market: Market) -> UUID:
    by_seller, period = market.by(market.supplier), Period(market.at, market.at + timedelta(days=90))
    found = draft_agreement(by_seller, buyer=code_of(market, market.retailer), title="Year of tea", period=period)
    set_agreement_line(by_seller, found, line=LineTerms(market.goods(), Decimal(2), 10))
    return found


def offered(market: Market) -> UUID:
    return offer_agreement(market.by(market.supplier), drafted(market))


def news(market: Market) -> tuple[list[str], list[str]]:
    """What the buyer and the seller were told."""
    tell(market)
    return kinds(market, market.retailer), kinds(market, market.supplier)


def test_an_offer_is_told_to_its_buyer_with_what_it_says_and_its_acceptance_to_its_seller(market: Market) -> None:
    keeper = market.colleague(market.retailer, Role.WAREHOUSE)
    found = agreement(market, {market.goods(): ("2.00", 10)})
    assert news(market) == (["agreement.offered"], ["agreement.accepted"])
    row = inbox(market, market.retailer)[0]
    assert (row.subject_id, row.facts["title"]) == (found, "Year of tea")
    assert row.facts["until"] == {"at": (market.at + timedelta(days=90)).isoformat()}
    assert kinds(market, keeper) == kinds(market, market.neighbour) == kinds(market, market.rival) == []
    assert {parcel.kind for parcel in take(market)} == {"agreement.offered", "agreement.accepted"}


def test_a_draft_that_is_given_up_was_never_there_for_its_buyer(market: Market) -> None:
    found = drafted(market)
    end_agreement(market.by(market.supplier), found)
    assert news(market) == ([], [])
    assert market.verbs(found) == ["pricing.agreement_drafted", "pricing.agreement_dropped"]


def test_an_offer_that_is_taken_back_and_one_that_is_declined_are_told_to_the_other_side(market: Market) -> None:
    end_agreement(market.by(market.supplier), offered(market))
    assert news(market) == (["agreement.offered", "agreement.withdrawn"], [])
    end_agreement(market.by(market.retailer), offered(market))
    assert news(market)[1] == ["agreement.declined"]


def test_an_agreement_that_its_buyer_ends_is_told_to_its_seller(market: Market) -> None:
    found = agreement(market, {market.goods(): ("2.00", 10)})
    end_agreement(market.by(market.retailer), found)
    assert news(market)[1] == ["agreement.accepted", "agreement.ended"]


def test_a_message_is_told_to_the_other_side_alone(market: Market) -> None:
    inquiry_id = asked(market)
    colleague = market.colleague(market.supplier, Role.SALES)
    send_message(market.by(market.supplier), inquiry_id, text="Which red?")
    assert news(market) == (["inquiry.message"], ["inquiry.asked"])
    send_message(market.by(market.retailer), inquiry_id, text="The darker one")
    assert news(market) == (["inquiry.message"], ["inquiry.asked", "inquiry.question"])
    assert kinds(market, colleague) == ["inquiry.asked", "inquiry.question"]
    row = inbox(market, market.supplier)[0]
    assert (row.subject_id, row.facts["who"]) == (inquiry_id, inbox(market, market.supplier)[1].facts["who"])


def test_a_seller_that_gives_no_price_and_a_buyer_that_needs_none_are_told_of(market: Market) -> None:
    """Both pages promise it: “the buyer reads why”, “the seller has been told”."""
    decline_inquiry(market.by(market.supplier), asked(market), reason="We print no red")
    withdraw_inquiry(market.by(market.retailer), asked(market))
    assert news(market) == (["inquiry.declined"], ["inquiry.asked", "inquiry.asked", "inquiry.withdrawn"])
    assert inbox(market, market.retailer)[0].facts["reason"] == "We print no red"
