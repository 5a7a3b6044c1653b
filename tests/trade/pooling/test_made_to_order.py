"""Goods made to order: nothing is reserved until they are here, everybody waits for them, and no day is missed silently."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.market import Market
from tests.trade.pooling.pooled import LONDON, NORTH, close, finish, good, join, money_of, shops, terms
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor
from trade.pooling.actions import (
    cancel_pool,
    close_if_due,
    draft_pool,
    extend_pool,
    fail_not_ready,
    offer_pool,
    repeat_pool,
    report_arrival,
)
from trade.pooling.queries import own_commitment, pool_detail, unfinished_pools
from trade.pooling.rules import Failure, NotAwaited, NotCovered, PoolState, Release, problems_of
from trade.stock.actions import receive_stock

MAKING = timedelta(days=21)


def to_order(market: Market, **in_good: Any) -> tuple[UUID, UUID]:
    """Offer a week's pool of goods that do not exist yet, to be here three weeks from now; answer it and the SKU."""
    sku_id = market.goods(stock=0, multiple=6)
    offered = terms(
        market,
        [good(sku_id, **in_good)],
        regions=(LONDON, NORTH),
        ready_by=market.at + MAKING,
        quantities=(12, 60, 240),
    )
    return offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered)), sku_id


@pytest.fixture
def members(market: Market) -> list[Actor]:
    """Two shops of London, one of the north."""
    return [*shops(market, 2), *shops(market, 1, region=NORTH)]


def state(market: Market, pool_id: UUID) -> tuple[str, str]:
    ((found, because),) = market.rows("SELECT state, ended_because FROM pools WHERE id = :id", id=pool_id)
    return found, because


def test_orders_are_made_when_the_goods_are_here(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    assert market.stock(sku_id) == (0, 0, 0)
    for member, units in zip(members, (30, 24, 6), strict=True):
        join(market, member, pool_id, sku_id, units)
    close(market, pool_id)
    assert state(market, pool_id) == ("making", "")
    assert market.rows("SELECT count(*) FROM orders") == market.rows("SELECT count(*) FROM pool_shipments") == [(0,)]
    assert [money_of(market, member)[1] for member in members] == [7500, 6000, 1500], "held until the goods are here"
    with market.refuses(NotCovered):
        report_arrival(market.by(market.supplier), pool_id)
    receive_stock(market.by(market.supplier), sku_id, quantity=60)
    with market.refuses(NotFound):
        report_arrival(market.by(market.rival), pool_id)
    report_arrival(market.by(market.supplier), pool_id)
    assert market.stock(sku_id) == (60, 0, 60)
    finish(market, pool_id)
    assert market.stock(sku_id) == (60, 60, 0)
    assert [money_of(market, member) for member in members] == [(993_400, 0), (994_720, 0), (998_680, 0)]
    assert market.rows("SELECT region_code FROM pool_shipments ORDER BY 1") == [(LONDON,), (NORTH,)]
    assert market.verbs(pool_id)[2:] == ["pooling.goods_awaited", "pooling.goods_arrived", "pooling.pool_finished"]
    with market.refuses(NotAwaited):
        report_arrival(market.by(market.supplier), pool_id)


def test_whoever_gets_nothing_does_not_wait_for_the_goods(market: Market, members: list[Actor]) -> None:
    scarce, some = to_order(market, capacity=240)
    dear, other = to_order(market)
    one, small, picky = members
    join(market, one, scarce, some, 240)
    join(market, small, scarce, some, 6)  # a share of 5.85 is below the least that a member takes
    join(market, one, dear, other, 60)
    join(market, picky, dear, other, 30, only_from=2)
    for pool_id in (scarce, dear):
        close(market, pool_id)
        market.later(days=-8)
    assert [money_of(market, member)[1] for member in members] == [60_000 + 15_000, 0, 0]
    with market.as_system() as session:
        assert list(unfinished_pools(session)) == []
    assert sorted(market.rows("SELECT release FROM commitments")) == [("",), ("",), ("price",), ("short",)]


def test_a_missed_day_gives_everybody_the_money_back_once(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    for member in members:
        join(market, member, pool_id, sku_id, 12)
    close(market, pool_id)
    assert not fail_not_ready(market.by(Actor.system()), pool_id), "its day is not over yet"
    receive_stock(market.by(market.supplier), sku_id, quantity=60)
    market.later(days=13)
    with market.refuses(NotAwaited):
        report_arrival(market.by(market.supplier), pool_id)
    assert [fail_not_ready(market.by(Actor.system()), pool_id) for _ in range(2)] == [True, False]
    finish(market, pool_id)
    assert state(market, pool_id) == ("failed", Failure.NOT_READY)
    assert {money_of(market, member) for member in members} == {(1_000_000, 0)}
    assert market.stock(sku_id) == (60, 0, 0)
    bind_actor(market.session, members[0])
    own = own_commitment(market.session, members[0], pool_id)
    assert own is not None
    assert own.why_released == Release.NOT_READY
    assert market.verbs(pool_id)[-2:] == ["pooling.pool_not_ready", "pooling.pool_finished"]


def test_whoever_looks_after_the_day_ends_it(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    join(market, members[0], pool_id, sku_id, 12)
    close(market, pool_id)
    assert not close_if_due(market.by(members[0]), pool_id)
    market.later(days=13)
    assert close_if_due(market.by(members[0]), pool_id)
    assert pool_detail(market.session, members[0], pool_id, market.at).state is PoolState.FAILED


def test_a_seller_who_cannot_make_them_calls_it_off(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    join(market, members[0], pool_id, sku_id, 12)
    close(market, pool_id)
    with market.refuses(InvalidInput, field="reason"):
        cancel_pool(market.by(market.supplier), pool_id, reason=" ")
    cancel_pool(market.by(market.supplier), pool_id, reason="The kiln is broken")
    finish(market, pool_id)
    assert money_of(market, members[0]) == (1_000_000, 0)
    with market.refuses(NotAwaited):
        report_arrival(market.by(market.supplier), pool_id)


def test_the_day_is_frozen_with_the_other_terms(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    join(market, members[0], pool_id, sku_id, 12)
    with market.refuses(InvalidInput, code="pool_extension_ready"):
        extend_pool(market.by(market.supplier), pool_id, closes_at=market.at + MAKING)
    for change in ("ready_by = NULL", "ready_by = ready_by + interval '1 day'", "state = 'making'"):
        with market.as_system() as session, pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(f"UPDATE pools SET {change} WHERE id = :id"), {"id": pool_id})
    close(market, pool_id)
    for change in (
        "step = step + 1",
        "state = 'open'",
        "decided_at = NULL",
        "arrived_at = now()",
        "finished_at = now()",
    ):
        with market.as_system() as session, pytest.raises(DBAPIError), session.begin_nested():
            session.execute(text(f"UPDATE pools SET {change} WHERE id = :id"), {"id": pool_id})


def test_the_day_lies_after_the_close_and_moves_with_a_repetition(market: Market, members: list[Actor]) -> None:
    pool_id, sku_id = to_order(market)
    for wrong in (7, 98):
        offered = terms(market, [good(sku_id)], ready_by=market.at + timedelta(days=wrong))
        assert problems_of(offered, {}, market.at) == ([("ready_by", "pool_ready_by")])
    again = repeat_pool(market.by(market.supplier), pool_id, opens_at=market.at + timedelta(days=30))
    assert market.rows("SELECT ready_by - opens_at FROM pools WHERE id = :id", id=again) == [(MAKING,)]
