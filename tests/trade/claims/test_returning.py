"""Goods go back first: sent by the buyer, received by the seller, and nobody loses money by the other side's word."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.claims.claimed import TERMS, claim, delivered, standing
from tests.trade.market import Market, gbp
from trade.checks import CHECKS
from trade.claims.actions import (
    accept_claim,
    ask_return,
    decide_claim,
    dispute_claim,
    offer_replacement,
    order_return,
    receive_return,
    run_out,
    send_back,
    withdraw_claim,
)
from trade.claims.queries import claim_detail, claims_run_out
from trade.claims.rules import (
    ARRIVE_WITHIN,
    SEND_WITHIN,
    NotReturned,
    Outcome,
    Reason,
    Remedy,
    ReturnRefused,
    all_arrived,
)
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.ledger.verify import verify

SIX = 1530
LINES = st.lists(st.uuids(), min_size=1, max_size=4, unique=True)


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: books and claims are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


@pytest.fixture
def claim_id(market: Market) -> UUID:
    return claim(market, delivered(market), 6, wish=Remedy.RETURN)


def clock(market: Market) -> list[UUID]:
    due = list(claims_run_out(market.session, market.at))
    for one in due:
        run_out(market.by(Actor.system()), one, terms=TERMS)
    return due


def line_of(market: Market, claim_id: UUID) -> UUID:
    return claim_detail(market.session, market.support, claim_id).lines[0].order_line_id


def sent(market: Market, claim_id: UUID) -> UUID:
    """Let the seller ask for the goods and the buyer send them; answer the line."""
    ask_return(market.by(market.supplier), claim_id)
    send_back(market.by(market.retailer), claim_id, carrier="Parcel Post", tracking="PP 1")
    return line_of(market, claim_id)


@given(LINES, st.data())
def test_all_arrived_means_every_unit_of_every_line(lines: list[UUID], data: st.DataObject) -> None:
    claimed = {line: data.draw(st.integers(1, 9)) for line in lines}
    arrived = {line: data.draw(st.integers(0, units)) for line, units in claimed.items()}
    assert all_arrived(claimed, arrived) == (sum(arrived.values()) == sum(claimed.values()))
    line = data.draw(st.sampled_from(lines))
    for wrong in ({**arrived, line: claimed[line] + 1}, {**arrived, line: -1}, {k: 0 for k in lines if k != line}):
        with pytest.raises(InvalidInput):
            all_arrived(claimed, wrong)


def test_goods_that_came_back_settle_the_claim_at_their_sellers_cost(market: Market, claim_id: UUID) -> None:
    line = sent(market, claim_id)
    assert standing(market, claim_id)[:4] == ("returning", None, SIX, 0)
    way = claim_detail(market.session, market.retailer, claim_id).way_back
    assert way is not None
    assert (way.carrier, way.tracking, way.arrive_by) == ("Parcel Post", "PP 1", market.at + ARRIVE_WITHIN)
    assert receive_return(market.by(market.supplier), claim_id, arrived={line: 6})
    assert standing(market, claim_id)[:5] == ("settled", "seller", SIX, SIX, SIX)
    assert market.verbs(claim_id)[-3:] == ["claims.return_asked", "claims.return_sent", "claims.return_arrived"]
    with market.refuses(MoveRefused):
        receive_return(market.by(market.supplier), claim_id, arrived={line: 6})


def test_money_comes_within_24_hours_all_the_same(market: Market, claim_id: UUID) -> None:
    line = sent(market, claim_id)
    market.later(hours=24)
    assert clock(market) == [claim_id]
    assert standing(market, claim_id)[:4] == ("returning", None, SIX, SIX)
    receive_return(market.by(market.supplier), claim_id, arrived={line: 6})
    assert standing(market, claim_id)[:5] == ("settled", "seller", SIX, SIX, SIX)


@pytest.mark.parametrize("came", [0, 4])
def test_what_comes_back_short_is_for_the_platform_to_decide(market: Market, claim_id: UUID, came: int) -> None:
    line = sent(market, claim_id)
    assert not receive_return(market.by(market.supplier), claim_id, arrived={line: came})
    assert standing(market, claim_id)[:4] == ("disputed", None, SIX, 0)
    way = claim_detail(market.session, market.support, claim_id).way_back
    assert way is not None
    assert way.arrived == {line: came}
    with pytest.raises(ReturnRefused) as refused:
        order_return(market.by(market.support), claim_id, answer="Again.")
    assert refused.value.reason is NotReturned.TRIED
    decide_claim(market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(1020), answer="Four.")
    assert standing(market, claim_id)[3:5] == (1020, 1020)


def test_what_is_not_sent_in_time_is_for_the_platform_to_decide(market: Market, claim_id: UUID) -> None:
    ask_return(market.by(market.supplier), claim_id)
    market.later(hours=24)
    clock(market)
    market.at += SEND_WITHIN - timedelta(hours=25)
    assert clock(market) == []
    market.later(hours=1)
    assert clock(market) == [claim_id]
    assert standing(market, claim_id)[:4] == ("disputed", None, SIX, SIX)
    assert market.verbs(claim_id)[-1] == "claims.return_missed"
    with market.refuses(MoveRefused):
        send_back(market.by(market.retailer), claim_id, carrier="Late", tracking="")


def test_a_seller_who_says_nothing_has_them(market: Market, claim_id: UUID) -> None:
    line = sent(market, claim_id)
    market.later(hours=24)
    clock(market)
    market.at += ARRIVE_WITHIN - timedelta(hours=25)
    assert clock(market) == []
    market.later(hours=1)
    assert clock(market) == [claim_id]
    assert standing(market, claim_id)[:5] == ("settled", "seller", SIX, SIX, SIX)
    assert market.rows("SELECT order_line_id, arrived FROM returned_lines") == [(line, 6)]


def test_who_may_have_goods_back_and_which(market: Market, claim_id: UUID) -> None:
    order_id = delivered(market)
    wants_money, missing = claim(market, order_id), claim(market, order_id, 1, reason=Reason.MISSING)
    with market.refuses(ReturnRefused, reason=NotReturned.WISH):
        ask_return(market.by(market.supplier), wants_money)
    with market.refuses(ReturnRefused, reason=NotReturned.MISSING):
        order_return(market.by(market.support), missing, answer="Back.")
    with market.refuses(InvalidInput, field="answer"):
        order_return(market.by(market.support), wants_money, answer=" ")
    order_return(market.by(market.support), wants_money, answer="We want to see them.")
    with market.refuses(NotFound):
        ask_return(market.by(market.rival), claim_id)
    with market.refuses(NotAllowed):
        ask_return(market.by(market.retailer), claim_id)
    with market.refuses(MoveRefused):
        send_back(market.by(market.retailer), claim_id, carrier="Too early", tracking="")


def test_only_once_sent_are_they_received_and_only_once_are_they_sent(market: Market, claim_id: UUID) -> None:
    ask_return(market.by(market.supplier), claim_id)
    line = line_of(market, claim_id)
    with market.refuses(ReturnRefused, reason=NotReturned.NOT_SENT):
        receive_return(market.by(market.supplier), claim_id, arrived={line: 6})
    with market.refuses(InvalidInput, field="carrier", code="required"):
        send_back(market.by(market.retailer), claim_id, carrier=" ", tracking="")
    send_back(market.by(market.retailer), claim_id, carrier="Parcel Post", tracking="")
    with market.refuses(ReturnRefused, reason=NotReturned.SENT):
        send_back(market.by(market.retailer), claim_id, carrier="Another", tracking="")
    with market.refuses(InvalidInput, field="lines", code="beyond_claimed"):
        receive_return(market.by(market.supplier), claim_id, arrived={line: 7})
    with market.refuses(MoveRefused):
        offer_replacement(market.by(market.supplier), claim_id)


def test_meanwhile_it_may_be_accepted_disputed_or_taken_back(market: Market, claim_id: UUID) -> None:
    order_id = delivered(market)
    for then, ends in (
        (lambda one: accept_claim(market.by(market.supplier), one), "settled"),
        (lambda one: dispute_claim(market.by(market.supplier), one, words="Stones."), "disputed"),
        (lambda one: withdraw_claim(market.by(market.retailer), one), "withdrawn"),
    ):
        one = claim(market, order_id, 2, wish=Remedy.RETURN)
        sent(market, one)
        then(one)
        assert standing(market, one)[0] == ends
