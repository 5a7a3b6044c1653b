"""Goods instead of money: sent again for nothing, once, and never both."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest

from tests.trade.claims.claimed import TERMS, claim, deliver, delivered, standing
from tests.trade.market import WINDOW_DAYS, Market, gbp
from trade.checks import CHECKS
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    decide_claim,
    dispute_claim,
    offer_replacement,
    order_replacement,
    refuse_replacement,
    reject_claim,
    run_out,
    withdraw_claim,
)
from trade.claims.queries import claim_detail, claims_of_order, claims_run_out
from trade.claims.rules import NotReplaced, Outcome, Remedy, ReplacementRefused
from trade.forecasting.demand import read_shop, window_of
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotAllowed, NotFound
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, complete_orders
from trade.ordering.replacing import ReplacementShort
from trade.ordering.verify import verify_stock
from trade.scoring.counting import count_all
from trade.stock.actions import write_off
from trade.stock.rules import AT_HOME

SIX = 1530


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: books and stock are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()
        assert verify_stock(session) == []


@pytest.fixture
def order_id(market: Market) -> UUID:
    return delivered(market)


def wished(market: Market, order_id: UUID, units: int = 6) -> UUID:
    return claim(market, order_id, units, wish=Remedy.REPLACEMENT)


def clock(market: Market) -> list[UUID]:
    """Let the clock do what is due; answer for which claims."""
    due = list(claims_run_out(market.session, market.at))
    for claim_id in due:
        run_out(market.by(Actor.system()), claim_id, terms=TERMS)
    return due


def complete(market: Market) -> int:
    market.later(days=WINDOW_DAYS)
    return complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS)


def on_hand(market: Market) -> tuple[int, int]:
    """Units of all goods that lie there, and of these that are promised to orders."""
    ((lies, allocated),) = market.rows("SELECT sum(on_hand)::int, sum(allocated)::int FROM stock_levels")
    return lies, allocated


def test_goods_that_come_again_settle_a_claim_without_any_money(market: Market, order_id: UUID) -> None:
    claim_id, entries = wished(market, order_id), market.rows("SELECT count(*) FROM ledger_entries")
    again = offer_replacement(market.by(market.supplier), claim_id)
    assert standing(market, claim_id)[:4] == ("replacing", None, SIX, 0)
    (line,) = market.lines(again)
    assert (line.quantity, line.gross_minor, line.unit_price) == (6, 0, Decimal(0))
    for actor in (market.retailer, market.supplier, market.support):
        row = claim_detail(market.session, actor, claim_id).row
        assert row.replacement is not None
        assert row.replacement.order_id == again
        assert [one.id for one in claims_of_order(market.session, actor, again)] == [claim_id]
    deliver(market, again)
    assert complete(market) == 1, "the first order waits for its claim"
    assert clock(market) == [claim_id]
    assert standing(market, claim_id) == ("settled", "seller", SIX, 0, 0, 0, 0, 0)
    assert market.rows("SELECT count(*) FROM ledger_entries") == entries
    assert complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS) == 1
    market.settle()
    assert market.rows("SELECT count(*), sum(gross_minor)::int FROM statement_lines") == [(1, 9180)]
    assert clock(market) == []


def test_what_does_not_leave_in_time_is_called_off_and_the_claim_is_about_money_again(
    market: Market, order_id: UUID
) -> None:
    before, claim_id = on_hand(market), wished(market, order_id)
    again = offer_replacement(market.by(market.supplier), claim_id)
    assert on_hand(market) == (before[0], before[1] + 6)
    market.later(days=2)
    assert clock(market) == []
    market.later(days=1)
    assert clock(market) == [claim_id]
    assert standing(market, claim_id)[0] == "asked"
    assert market.rows("SELECT state FROM orders WHERE id = :id", id=again) == [("cancelled",)]
    assert on_hand(market) == before
    market.later(hours=24)
    assert clock(market) == [claim_id]
    assert standing(market, claim_id)[3] == SIX
    with pytest.raises(ReplacementRefused) as refused:
        order_replacement(market.by(market.support), claim_id, answer="Again.")
    assert refused.value.reason == NotReplaced.PAID


@pytest.mark.parametrize("who", ["supplier", "retailer"])
def test_who_cancels_what_is_sent_again_is_asked_for_money_and_cannot_try_again(
    market: Market, order_id: UUID, who: str
) -> None:
    claim_id = wished(market, order_id)
    again = offer_replacement(market.by(market.supplier), claim_id)
    cancel_order(market.by(getattr(market, who)), again, reason="None left.")
    assert clock(market) == [claim_id]
    with pytest.raises(ReplacementRefused) as refused:
        offer_replacement(market.by(market.supplier), claim_id)
    assert refused.value.reason == NotReplaced.TRIED
    accept_claim(market.by(market.supplier), claim_id)
    assert standing(market, claim_id)[:5] == ("settled", "seller", SIX, SIX, SIX)


def test_a_buyer_may_say_that_what_came_again_is_not_right_either(market: Market, order_id: UUID) -> None:
    claim_id = wished(market, order_id)
    again = order_replacement(market.by(market.support), claim_id, answer="Send whole ones.")
    with pytest.raises(MoveRefused):
        refuse_replacement(market.by(market.retailer), claim_id, words="Too early.", terms=TERMS)
    deliver(market, again)
    refuse_replacement(market.by(market.retailer), claim_id, words="Broken, too.", terms=TERMS)
    assert standing(market, claim_id)[0] == "asked"
    assert market.rows("SELECT text FROM claim_messages") == [("Broken, too.",)]
    decide_claim(market.by(market.support), claim_id, bearer=Outcome.SELLER, amount=gbp(1000), answer="Four.")
    assert standing(market, claim_id)[3:5] == (1000, 1000)
    assert complete(market) == 2


def test_theme_21_money_and_goods_are_either_or(market: Market, order_id: UUID) -> None:
    paid = wished(market, order_id)
    advance_claim(market.by(market.support), paid)
    with pytest.raises(ReplacementRefused):
        offer_replacement(market.by(market.supplier), paid)
    coming = wished(market, order_id)
    order_replacement(market.by(market.support), coming, answer="Send whole ones.")
    for refused in (
        lambda: advance_claim(market.by(market.support), coming),
        lambda: accept_claim(market.by(market.supplier), coming),
        lambda: reject_claim(market.by(market.support), coming, answer="No."),
        lambda: dispute_claim(market.by(market.supplier), coming, words="No."),
        lambda: withdraw_claim(market.by(market.retailer), coming),
        lambda: order_replacement(market.by(market.support), coming, answer="Twice."),
        lambda: decide_claim(market.by(market.support), coming, bearer=Outcome.SELLER, amount=gbp(1), answer="So."),
    ):
        with pytest.raises(MoveRefused):
            refused()
    assert market.rows("SELECT count(*) FROM orders WHERE replaces_id = :id", id=order_id) == [(1,)]


def test_a_seller_sends_nothing_that_was_not_wished_or_is_not_there(market: Market, order_id: UUID) -> None:
    money = claim(market, order_id)
    with pytest.raises(ReplacementRefused) as refused:
        offer_replacement(market.by(market.supplier), money)
    assert refused.value.reason == NotReplaced.MONEY
    with pytest.raises(InvalidInput):
        order_replacement(market.by(market.support), money, answer=" ")
    with pytest.raises(NotFound):
        offer_replacement(market.by(market.rival), money)
    with pytest.raises(NotAllowed):
        offer_replacement(market.by(market.retailer), money)
    wish = wished(market, order_id)
    (line,) = market.lines(order_id)
    left = market.rows("SELECT on_hand - allocated - reserved FROM stock_levels WHERE sku_id = :id", id=line.sku_id)[0][
        0
    ]
    write_off(market.by(market.supplier), line.sku_id, quantity=left - 5, reason="Water.", place=AT_HOME)
    with pytest.raises(ReplacementShort, match=line.name):
        offer_replacement(market.by(market.supplier), wish)
    assert standing(market, wish)[0] == "asked"
    assert market.rows("SELECT count(*) FROM orders WHERE replaces_id IS NOT NULL") == [(0,)]


def test_who_would_rather_have_the_goods_is_not_paid_unseen_but_by_the_clock(market: Market, order_id: UUID) -> None:
    for _ in range(3):
        delivered(market)
    assert standing(market, claim(market, order_id))[3] == SIX
    wish = wished(market, order_id)
    assert standing(market, wish)[3] == 0
    market.later(hours=24)
    assert clock(market) == [wish]
    assert standing(market, wish)[3] == SIX


def test_what_is_sent_again_counts_neither_as_demand_nor_as_an_order_of_its_own(market: Market, order_id: UUID) -> None:
    again = offer_replacement(market.by(market.supplier), wished(market, order_id))
    deliver(market, again)
    market.later(days=40)
    with market.as_system() as session:
        counts = count_all(session, market.at + timedelta(days=1))[market.supplier.organisation]
        window = window_of(market.at.date() + timedelta(days=1), "UTC")
        shop = read_shop(session, [market.lines(order_id)[0].sku_id], window)
    assert counts.delivered == 1
    assert shop is not None
    assert sum(shop.totals) == 36


def test_a_claim_that_was_late_before_its_goods_were_sent_again_is_told_late_once_more(
    market: Market, order_id: UUID
) -> None:
    """Its clocks start anew, all of them: otherwise nobody would ever be told again."""
    claim_id, small = wished(market, order_id), replace(TERMS, by_itself=1)
    market.later(hours=24)
    run_out(market.by(Actor.system()), claim_id, terms=small)
    again = order_replacement(market.by(market.support), claim_id, answer="Send whole ones.")
    cancel_order(market.by(market.supplier), again, reason="None left.")
    run_out(market.by(Actor.system()), claim_id, terms=small)
    market.later(hours=24)
    assert list(claims_run_out(market.session, market.at)) == [claim_id]
    run_out(market.by(Actor.system()), claim_id, terms=small)
    assert market.verbs(claim_id).count("claims.escalated") == 2
