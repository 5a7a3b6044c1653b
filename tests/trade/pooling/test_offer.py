"""A seller's pool: what is wrong with an offer, what freezes, and how it ends early."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.market import Market
from tests.trade.packs import pack
from tests.trade.pooling.pooled import LONDON, close, finish, good, join, money_of, place, pool, shops, terms
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, NotFound, StaleVersion
from trade.kernel.work import bind_actor
from trade.pooling.actions import (
    cancel_pool,
    change_pool,
    close_pool,
    decline_proposal,
    draft_pool,
    extend_pool,
    offer_pool,
    propose_pool,
    repeat_pool,
)
from trade.pooling.queries import pool_detail, seller_pools
from trade.pooling.rules import ExtendedBefore, NotCovered, PoolIsJoined, PoolNotOpen, problems_of

DAY = timedelta(days=1)


@pytest.mark.parametrize(
    ("values", "in_good", "field", "code"),
    [
        ({"title": " "}, {}, "title", "required"),
        ({"regions": ()}, {}, "regions", "pool_regions"),
        ({"regions": ("XX-NOWHERE",)}, {}, "regions", "unknown"),
        ({"quantities": (12, 12)}, {"unit_prices": (Decimal(2), Decimal(1))}, "quantities", "pool_steps"),
        ({"quantities": (12, 6000)}, {"unit_prices": (Decimal(2), Decimal(1))}, "quantities", "pool_steps_capacity"),
        ({"minimum": 6}, {}, "minimum", "pool_minimum"),
        ({"minimum": 606}, {}, "minimum", "pool_minimum"),
        ({}, {"multiple": 4}, "multiple_0", "pool_multiple"),
        ({}, {"member_minimum": 9}, "member_minimum_0", "pool_member_minimum"),
        ({}, {"capacity": 604}, "capacity_0", "pool_capacity"),
        ({}, {"unit_prices": (Decimal(2), Decimal(1))}, "price_0_0", "pool_prices"),
        ({}, {"unit_prices": (Decimal(2), Decimal(2), Decimal(1))}, "price_0_1", "pool_price_falls"),
        ({}, {"unit_prices": (Decimal("NaN"), Decimal(2), Decimal(1))}, "price_0_0", "unknown_price"),
    ],
)  # fmt: skip
def test_what_is_wrong_is_said_at_its_field(
    market: Market, values: dict[str, Any], in_good: dict[str, Any], field: str, code: str
) -> None:
    place(market, market.retailer)
    sku_id = market.goods(multiple=6)
    with market.refuses(InvalidInput, field=field, code=code):
        draft_pool(market.by(market.supplier), terms(market, [good(sku_id, **in_good)], **values))


def test_a_pack_is_not_pooled_but_its_parts_are(market: Market) -> None:
    place(market, market.retailer)
    part = market.goods(stock=600, multiple=6)
    packed = pack(market, {part: 6})
    with market.refuses(InvalidInput, field="goods", code="pool_pack"):
        draft_pool(market.by(market.supplier), terms(market, [good(packed)]))
    draft_pool(market.by(market.supplier), terms(market, [good(part)]))


def test_a_window_is_neither_over_nor_endless(market: Market) -> None:
    sku_id = market.goods(multiple=6)
    at = market.at
    for opens, closes, field in (
        (0, 0, "closes_at"),
        (0, 61, "closes_at"),
        (91, 95, "opens_at"),
        (-9, -1, "closes_at"),
    ):
        offered = terms(
            market,
            [good(sku_id)],
            opens_at=at + opens * DAY,
            closes_at=at + closes * DAY,
            withdraw_until=at + opens * DAY,
        )
        assert [found for found, _ in problems_of(offered, {sku_id: 6}, at)] == [field]
    early = terms(market, [good(sku_id)], withdraw_until=at - DAY)
    assert problems_of(early, {sku_id: 6}, at) == [("withdraw_until", "pool_withdraw_until")]


def test_a_pool_reserves_what_it_promises_and_gives_it_back(market: Market) -> None:
    pool_id, sku_id = pool(market, stock=700)
    assert market.stock(sku_id) == (700, 0, 600)
    again = draft_pool(market.by(market.supplier), terms(market, [good(sku_id)]))
    with market.refuses(NotCovered):
        offer_pool(market.by(market.supplier), again)
    cancel_pool(market.by(market.supplier), pool_id, reason="The kiln broke")
    assert market.stock(sku_id) == (700, 0, 0)
    offer_pool(market.by(market.supplier), again)
    assert market.stock(sku_id) == (700, 0, 600)


def test_a_pool_can_be_changed_until_it_begins(market: Market) -> None:
    pool_id, sku_id = pool(market, opens_at=market.at + DAY)
    seen = pool_detail(market.session, market.supplier, pool_id, market.at)
    smaller = terms(market, [good(sku_id, capacity=300)], opens_at=market.at + DAY, regions=(LONDON,))
    with market.refuses(StaleVersion):
        change_pool(market.by(market.supplier), pool_id, smaller, version=seen.version - 1)
    change_pool(market.by(market.supplier), pool_id, smaller, version=seen.version)
    assert market.stock(sku_id) == (1000, 0, 300)
    extend_pool(market.by(market.supplier), pool_id, closes_at=market.at + 8 * DAY)
    change_pool(market.by(market.supplier), pool_id, smaller, version=seen.version + 2)
    seen = pool_detail(market.session, market.supplier, pool_id, market.at)
    assert (seen.closes_at, seen.first_closes_at) == (market.at + 7 * DAY, None), "written anew, it was not extended"
    market.later(days=1)
    with market.refuses(PoolIsJoined):
        change_pool(market.by(market.supplier), pool_id, smaller, version=seen.version)


@pytest.mark.parametrize(
    "change",
    [
        "UPDATE pools SET minimum = minimum + 6",
        "UPDATE pools SET quantities = '{12,48,240}'",
        "UPDATE pools SET regions = '{}'",
        "UPDATE pools SET closes_at = closes_at - interval '1 hour'",
        "UPDATE pools SET closes_at = closes_at + interval '1 hour'",
        "UPDATE pool_goods SET unit_prices = '{2.60,2.30,2.00}'",
        "UPDATE pool_goods SET capacity = capacity - 6",
        "DELETE FROM pool_goods",
    ],
)
def test_the_database_freezes_the_terms_with_the_first_member(market: Market, change: str) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 12)
    bind_actor(market.session, Actor.system())
    market.session.commit()
    with pytest.raises(DBAPIError, match="frozen"):
        market.session.execute(text(change))
    market.session.rollback()


def test_the_database_opens_no_pool_without_a_sound_ladder(market: Market) -> None:
    place(market, market.retailer)
    sku_id = market.goods(stock=600, multiple=6)
    draft_pool(market.by(market.supplier), terms(market, [good(sku_id)]))
    bind_actor(market.session, Actor.system())
    market.session.commit()
    market.session.execute(text("UPDATE pool_goods SET unit_prices = '{2.50,2.60,2.00}'"))
    with pytest.raises(DBAPIError, match="cannot open"):
        market.session.execute(text("UPDATE pools SET state = 'open', offered_at = now()"))
    market.session.rollback()


def test_a_pool_is_extended_once_and_its_members_may_leave_for_as_much_longer(market: Market) -> None:
    pool_id, _ = pool(market)
    closes_at = market.at + 7 * DAY
    for wrong in (closes_at, closes_at + 15 * DAY):
        with market.refuses(InvalidInput, field="closes_at"):
            extend_pool(market.by(market.supplier), pool_id, closes_at=wrong)
    extend_pool(market.by(market.supplier), pool_id, closes_at=closes_at + 2 * DAY)
    seen = pool_detail(market.session, market.supplier, pool_id, market.at)
    assert (seen.first_closes_at, seen.withdraw_until) == (closes_at, market.at + 8 * DAY)
    with market.refuses(ExtendedBefore):
        extend_pool(market.by(market.supplier), pool_id, closes_at=closes_at + 3 * DAY)
    market.at = closes_at
    assert not close_pool(market.by(Actor.system()), pool_id)
    market.later(days=2)
    with market.refuses(PoolNotOpen):
        cancel_pool(market.by(market.supplier), pool_id, reason="Too late")
    assert close_pool(market.by(Actor.system()), pool_id)


def test_a_cancelled_pool_releases_everybody_and_keeps_its_reason(market: Market) -> None:
    pool_id, sku_id = pool(market)
    members = shops(market, 3)
    for member in members:
        join(market, member, pool_id, sku_id, 60)
    with market.refuses(InvalidInput, field="reason"):
        cancel_pool(market.by(market.supplier), pool_id, reason=" ")
    cancel_pool(market.by(market.supplier), pool_id, reason="The kiln broke")
    finish(market, pool_id)
    assert {money_of(market, member) for member in members} == {(1_000_000, 0)}
    assert market.rows("SELECT DISTINCT state, release FROM commitments") == [("released", "cancelled")]
    assert market.rows("SELECT state, reason, finished_at IS NOT NULL FROM pools") == [
        ("cancelled", "The kiln broke", True)
    ]
    with market.refuses(MoveRefused):
        offer_pool(market.by(market.supplier), pool_id)


def test_a_past_pool_is_repeated_as_it_was_first_offered(market: Market) -> None:
    pool_id, sku_id = pool(market)
    first = pool_detail(market.session, market.supplier, pool_id, market.at)
    extend_pool(market.by(market.supplier), pool_id, closes_at=first.closes_at + 2 * DAY)
    market.later(days=2)
    close(market, pool_id)
    again = repeat_pool(market.by(market.supplier), pool_id, opens_at=market.at + DAY)
    seen = pool_detail(market.session, market.supplier, again, market.at)
    assert (seen.phase, seen.opens_at, seen.closes_at - seen.opens_at) == ("draft", market.at + DAY, 7 * DAY)
    assert seen.withdraw_until - seen.opens_at == 6 * DAY
    assert seen.goods[0].sku_id == sku_id
    with market.refuses(NotFound):
        repeat_pool(market.by(market.rival), pool_id, opens_at=market.at)


def test_a_seller_agrees_to_a_proposal_with_one_click_and_its_window_begins_then(market: Market) -> None:
    place(market, market.retailer)
    sku_id = market.goods(stock=600, multiple=6)
    because = {"told": {"weeks": 4, "buyers": 9, "units": 300}}
    offered = terms(market, [good(sku_id)])
    propose = [
        propose_pool(market.by(market.support), market.supplier.organisation, offered, because=because)
        for _ in range(2)
    ]
    assert [row.proposed_because for row in seller_pools(market.session, market.supplier, market.at)] == [because] * 2
    market.later(days=3)
    offer_pool(market.by(market.supplier), propose[0])
    seen = pool_detail(market.session, market.retailer, propose[0], market.at)
    assert (seen.phase, seen.opens_at, seen.closes_at) == ("open", market.at, market.at + 7 * DAY)
    decline_proposal(market.by(market.supplier), propose[1], reason="No kiln free")
    with market.refuses(MoveRefused):
        offer_pool(market.by(market.supplier), propose[1])
    with market.refuses(NotFound):
        propose_pool(market.by(market.support), market.rival.organisation, offered, because=because)


def test_nobody_else_touches_a_sellers_pool(market: Market) -> None:
    pool_id, _ = pool(market)
    rival = market.by(market.rival)
    for act in (
        lambda: offer_pool(rival, pool_id),
        lambda: cancel_pool(rival, pool_id, reason="x"),
        lambda: extend_pool(rival, pool_id, closes_at=market.at + 8 * DAY),
        lambda: pool_detail(rival.session, market.rival, pool_id, market.at),
    ):
        bind_actor(market.session, market.rival)
        with pytest.raises(NotFound):
            act()
