"""Limits and approvals when many act at once: the last of a limit is used once, a request is decided once."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.market import Market, gbp
from tests.trade.pooling.pooled import pool, shops
from tests.trade.quoting.quoted import asked, quote
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering import queries
from trade.ordering.actions import approve_request, place_orders, set_cart_line, withdraw_request
from trade.parties.actions import set_limits
from trade.parties.rules import Role, SpendingLimits
from trade.pooling.actions import join_pool
from trade.pricing.rules import Step
from trade.quoting.actions import accept_quote

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)


def limit(market: Market, person_id: object, limits: SpendingLimits, by: Actor | None = None) -> None:
    (row,) = market.rows("SELECT id FROM members WHERE person_id = :id", id=person_id)
    set_limits(market.by(by or market.retailer), row[0], limits=limits)


def test_two_approvals_at_once_cannot_both_use_the_last_of_a_month_theme_12(market: Market, crowd: Crowd) -> None:
    market.money()
    sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    approver = market.colleague(market.retailer, Role.APPROVER)
    limit(market, approver.person_id, SpendingLimits(month=gbp(1000)))
    requests = []
    for _ in range(4):
        buyer = market.colleague(market.retailer, Role.BUYER)
        limit(market, buyer.person_id, SpendingLimits(gbp(0)))
        set_cart_line(market.by(buyer), sku_id, quantity=3)
        request_id = place_orders(market.by(buyer), shown=(gbp(750),)).request_id
        assert request_id is not None
        bind_actor(market.session, approver)
        shown = queries.purchase_request(market.session, approver, request_id, market.at).shown
        market.session.commit()
        requests.append((request_id, shown))
    answers = crowd([deed(market.by(approver), approve_request, key, shown=shown) for key, shown in requests])
    assert kinds(answers) == {"Approved": 1, "ApproverLimited": 3}
    assert market.rows("SELECT sum(total_minor) FROM orders") == [(750,)]


def test_a_request_is_approved_by_one_or_taken_back_never_both_theme_26(market: Market, crowd: Crowd) -> None:
    market.money()
    sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    buyer = market.colleague(market.retailer, Role.BUYER)
    limit(market, buyer.person_id, SpendingLimits(gbp(0)))
    approvers = [market.retailer, *(market.colleague(market.retailer, Role.APPROVER) for _ in range(7))]
    set_cart_line(market.by(buyer), sku_id, quantity=3)
    request_id = place_orders(market.by(buyer), shown=(gbp(750),)).request_id
    assert request_id is not None
    bind_actor(market.session, market.retailer)
    shown = queries.purchase_request(market.session, market.retailer, request_id, market.at).shown
    market.session.commit()
    deeds = [deed(market.by(who), approve_request, request_id, shown=shown) for who in approvers]
    answers = kinds(crowd([*deeds, deed(market.by(buyer), withdraw_request, request_id)]))
    assert answers["MoveRefused"] == len(approvers)
    orders = market.rows("SELECT count(*) FROM orders")[0][0]
    assert orders == answers["Approved"] == 1 - answers["UUID"]
    assert market.stock(sku_id) == (100, 3 * orders, 0)


def test_one_quote_becomes_one_order_however_many_accept_it_theme_22(market: Market, crowd: Crowd) -> None:
    market.money()
    inquiry_id = asked(market, market.goods())
    version = quote(market, inquiry_id)
    buyers = [market.retailer, *(market.colleague(market.retailer, Role.BUYER) for _ in range(7))]
    accept = [deed(market.by(who), accept_quote, inquiry_id, version=version, quantities={}) for who in buyers]
    assert kinds(crowd(accept)) == {"Accepted": 1, "MoveRefused": 7}
    assert market.rows("SELECT count(*), sum(total_minor) FROM orders") == [(1, 4200)]
    assert market.balance("wallet", market.retailer) == 100_000 - 4200


def test_a_pool_and_a_checkout_cannot_both_use_the_last_of_a_month(market: Market, crowd: Crowd) -> None:
    alone = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    pool_id, sku_id = pool(market)
    deeds = []
    for shop in shops(market, 6):
        buyer = market.colleague(shop, Role.BUYER)
        limit(market, buyer.person_id, SpendingLimits(month=gbp(4000)), by=shop)
        set_cart_line(market.by(buyer), alone, quantity=10)
        deeds.append(deed(market.by(buyer), place_orders, shown=(gbp(2500),)))
        deeds.append(deed(market.by(buyer), join_pool, pool_id, quantities={sku_id: 12}))
    crowd(deeds)
    spent = market.rows(
        "SELECT sum(amount) FROM (SELECT placed_by AS who, total_minor AS amount FROM orders"
        " UNION ALL SELECT person_id, held_minor FROM commitments) b GROUP BY who"
    )
    assert len(spent) == 6
    assert {int(amount) for (amount,) in spent} <= {2500, 3000}, "one of both, never both"
