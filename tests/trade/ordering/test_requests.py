"""Orders beyond a member's limits wait for somebody else; what is approved is exactly what was looked at."""

from __future__ import annotations

from decimal import Decimal
from uuid import UUID

import pytest

from tests.makers import actor_of
from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded
from trade.ordering import queries
from trade.ordering.actions import (
    approve_request,
    cancel_order,
    decline_request,
    place_orders,
    set_cart_line,
    withdraw_request,
)
from trade.ordering.rules import ApproverLimited, BelowMinimum, OwnRequest, RequesterLeft, RequestMoved
from trade.parties.actions import end_member, set_limits, set_terms
from trade.parties.models import Member
from trade.parties.rules import Role, SpendingLimits
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.stock.rules import StockShort


@pytest.fixture
def buyer(market: Market) -> Actor:
    """Somebody who buys for the retailer, and whose owner approves."""
    market.money()
    return market.colleague(market.retailer, Role.BUYER)


def limit(market: Market, who: Actor, order: int | None = None, month: int | None = None) -> None:
    (row,) = market.rows("SELECT id FROM members WHERE person_id = :id", id=who.person_id)
    limits = SpendingLimits(*(None if minor is None else gbp(minor) for minor in (order, month)))
    set_limits(market.by(market.retailer), row[0], limits=limits)


def ask(market: Market, buyer: Actor, sku_id: UUID | None = None) -> UUID:
    """Put six of something for £17.70 into the cart and order them beyond a limit of nothing."""
    limit(market, buyer, order=0)
    set_cart_line(market.by(buyer), sku_id or market.goods(), quantity=6)
    placed = place_orders(market.by(buyer), shown=(gbp(1770),))
    assert placed.order_ids == ()
    assert placed.request_id is not None
    return placed.request_id


def shown(market: Market, request_id: UUID) -> bytes:
    bind_actor(market.session, market.retailer)
    found = queries.purchase_request(market.session, market.retailer, request_id, market.at).shown
    market.session.rollback()
    return found


def test_a_limit_of_nothing_waits_and_no_limit_does_not_theme_26(market: Market, buyer: Actor) -> None:
    sku_id = market.goods()
    set_cart_line(market.by(buyer), sku_id, quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(1770),)).order_ids
    request_id = ask(market, buyer, sku_id)
    assert market.stock(sku_id) == (100, 6, 0)
    assert market.rows("SELECT count(*) FROM cart_lines") == [(0,)]
    assert market.verbs(request_id) == ["ordering.purchase_requested"]


def test_an_approval_places_the_orders_for_whoever_asked(market: Market, buyer: Actor) -> None:
    request_id = ask(market, buyer)
    (order_id,) = approve_request(market.by(market.retailer), request_id, shown=shown(market, request_id)).order_ids
    order = market.read_order(order_id)
    assert (order.placed_by, order.approved_by, order.total_minor) == (
        buyer.person_id, market.retailer.person_id, 1770,
    )  # fmt: skip
    assert market.balance("wallet", market.retailer) == 100_000 - 1770
    with market.refuses(MoveRefused):
        approve_request(market.by(market.retailer), request_id, shown=b"")


def test_nobody_approves_their_own_request_theme_26(market: Market) -> None:
    market.money()
    request_id = ask(market, market.retailer)
    content = shown(market, request_id)
    for verb, facts in ((approve_request, {"shown": content}), (decline_request, {"reason": "no"})):
        with market.refuses(OwnRequest):
            verb(market.by(market.retailer), request_id, **facts)
    other = market.colleague(market.retailer, Role.APPROVER)
    assert approve_request(market.by(other), request_id, shown=content).order_ids


def test_a_price_that_moved_voids_what_was_approved_theme_26(market: Market, buyer: Actor) -> None:
    sku_id = market.goods()
    request_id = ask(market, buyer, sku_id)
    looked_at = shown(market, request_id)
    market.later(minutes=1)
    set_ladder(market.by(market.supplier), sku_id, steps=[Step(6, Decimal(3))])
    with market.refuses(RequestMoved, now=gbp(1800)):
        approve_request(market.by(market.retailer), request_id, shown=looked_at)
    (order_id,) = approve_request(market.by(market.retailer), request_id, shown=shown(market, request_id)).order_ids
    assert market.read_order(order_id).total_minor == 1800


def test_a_request_that_was_changed_is_another_request_theme_26(market: Market, buyer: Actor) -> None:
    request_id = ask(market, buyer)
    looked_at = shown(market, request_id)
    withdraw_request(market.by(buyer), request_id)
    assert market.rows("SELECT quantity FROM cart_lines") == [(6,)]
    again = place_orders(market.by(buyer), shown=(gbp(1770),)).request_id
    assert again is not None
    with market.refuses(MoveRefused):
        approve_request(market.by(market.retailer), request_id, shown=looked_at)
    with market.refuses(RequestMoved):
        approve_request(market.by(market.retailer), again, shown=looked_at)


def test_the_month_counts_what_was_placed_and_not_what_came_back_theme_12(market: Market, buyer: Actor) -> None:
    sku_id = market.goods()
    limit(market, buyer, month=2 * 1770)
    orders: list[UUID] = []
    for _ in range(2):
        set_cart_line(market.by(buyer), sku_id, quantity=6)
        orders += place_orders(market.by(buyer), shown=(gbp(1770),)).order_ids
    set_cart_line(market.by(buyer), sku_id, quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(1770),)).request_id
    cancel_order(market.by(buyer), orders[0], reason="")
    set_cart_line(market.by(buyer), sku_id, quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(1770),)).order_ids
    market.later(days=30)
    set_cart_line(market.by(buyer), sku_id, quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(1770),)).order_ids


def test_a_cart_over_several_sellers_is_one_order_to_the_limit_theme_12(market: Market, buyer: Actor) -> None:
    limit(market, buyer, order=1770)
    for seller in (market.supplier, market.rival):
        set_cart_line(market.by(buyer), market.goods(seller), quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(3540),)).request_id


def test_limits_are_checked_at_approval_too_theme_12(market: Market, buyer: Actor) -> None:
    request_id = ask(market, buyer)
    approver = market.colleague(market.retailer, Role.APPROVER)
    limit(market, approver, month=1769)
    with market.refuses(ApproverLimited, limit="month"):
        approve_request(market.by(approver), request_id, shown=shown(market, request_id))
    limit(market, approver, month=1770)
    approve_request(market.by(approver), request_id, shown=shown(market, request_id))
    second = ask(market, buyer)
    with market.refuses(ApproverLimited, limit="month"):
        approve_request(market.by(approver), second, shown=shown(market, second))


def test_an_approval_is_refused_like_an_order_where_it_cannot_be_one(market: Market, buyer: Actor) -> None:
    sku_id = market.goods(stock=6)
    request_id = ask(market, buyer, sku_id)
    set_terms(market.by(market.supplier), order_minimum=gbp(5000), lead_days=0)
    with market.refuses(BelowMinimum, missing=gbp(3230)):
        approve_request(market.by(market.retailer), request_id, shown=shown(market, request_id))
    set_terms(market.by(market.supplier), order_minimum=None, lead_days=0)
    market.order({sku_id: 6}, market.retailer)
    with market.refuses(StockShort):
        approve_request(market.by(market.retailer), request_id, shown=shown(market, request_id))
    poor = ask(market, buyer)
    market.order({market.goods(steps=(Step(1, Decimal(980)),), multiple=1): 1}, market.retailer)
    with market.refuses(LimitExceeded):
        approve_request(market.by(market.retailer), poor, shown=shown(market, poor))


def test_below_the_minimum_nothing_is_asked_for_either(market: Market, buyer: Actor) -> None:
    set_terms(market.by(market.supplier), order_minimum=gbp(5000), lead_days=0)
    limit(market, buyer, order=0)
    set_cart_line(market.by(buyer), market.goods(), quantity=6)
    with market.refuses(BelowMinimum):
        place_orders(market.by(buyer), shown=(gbp(1770),))


def test_requests_are_decided_by_approvers_of_the_same_house_theme_23(market: Market, buyer: Actor) -> None:
    request_id = ask(market, buyer)
    content = shown(market, request_id)
    with market.refuses(NotFound):
        approve_request(market.by(market.neighbour), request_id, shown=content)
    with market.refuses(NotFound):
        decline_request(market.by(market.neighbour), request_id, reason="")
    colleague = market.colleague(market.retailer, Role.BUYER)
    with market.refuses(NotAllowed):
        approve_request(market.by(colleague), request_id, shown=content)
    with market.refuses(NotAllowed):
        withdraw_request(market.by(colleague), request_id)
    bind_actor(market.session, market.neighbour)
    with pytest.raises(NotFound):
        queries.purchase_request(market.session, market.neighbour, request_id, market.at)


def test_what_somebody_asked_who_left_can_only_be_declined(market: Market, buyer: Actor) -> None:
    request_id = ask(market, buyer)
    with market.as_system() as session:
        member = session.query(Member).filter_by(person_id=buyer.person_id).one()
        assert actor_of(member) == buyer
    end_member(market.by(market.retailer), member.id)
    with market.refuses(RequesterLeft):
        approve_request(market.by(market.retailer), request_id, shown=shown(market, request_id))
    decline_request(market.by(market.retailer), request_id, reason="They left")
    assert market.rows("SELECT state, reason FROM purchase_requests") == [("declined", "They left")]
