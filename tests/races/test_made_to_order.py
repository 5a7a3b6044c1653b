"""The goods of a pool are made to order, and arrive in the very moment in which their day is over."""

from __future__ import annotations

import random
from datetime import timedelta
from uuid import UUID

from tests.races.conftest import Crowd, Deed, deed, kinds
from tests.trade.market import Market
from tests.trade.pooling.pooled import finish, good, join, money_of, shops, terms
from trade.kernel.actor import Actor
from trade.pooling.actions import (
    cancel_pool,
    close_pool,
    draft_pool,
    fail_not_ready,
    finish_next,
    offer_pool,
    report_arrival,
)
from trade.stock.actions import receive_stock

ROUNDS = 12
MEMBERS = 6
MOMENT = timedelta(milliseconds=1)


def test_goods_that_arrive_as_their_day_ends_are_ordered_or_everybody_has_the_money_back(
    market: Market, crowd: Crowd
) -> None:
    chance = random.Random(5)
    members = shops(market, MEMBERS, money=100_000_000)
    sku_id = market.goods(stock=0, multiple=6)
    ends = set()
    for number in range(ROUNDS):
        receive_stock(market.by(market.supplier), sku_id, quantity=12 * MEMBERS)
        pool_id = awaited(market, members, sku_id)
        before = [sum(money_of(market, member)) for member in members]
        deeds = last_moment(market, pool_id)
        if number < 2:  # one side alone, so that both ends are seen whatever the machine does
            deeds = deeds[:3] if number else deeds[4:]
        chance.shuffle(deeds)
        answers = kinds(crowd(deeds))
        assert answers["UUID"] + answers["bool"] + answers["NotAwaited"] + answers["MoveRefused"] == len(deeds)
        finish(market, pool_id)
        ((state, orders, open_ones),) = market.rows(
            "SELECT p.state, count(c.order_id), count(*) FILTER (WHERE c.state = 'open' OR c.captured_minor"
            " + c.released_minor <> c.held_minor) FROM pools p JOIN commitments c ON c.pool_id = p.id"
            " WHERE p.id = :id GROUP BY 1", id=pool_id,
        )  # fmt: skip
        ends.add(state)
        assert (orders, open_ones) == (MEMBERS if state == "closed" else 0, 0)
        after = [sum(money_of(market, member)) for member in members]
        assert after == [had - (2640 if state == "closed" else 0) for had in before]
        told = market.verbs(pool_id)
        assert sum(told.count(f"pooling.{verb}") for verb in ("goods_arrived", "pool_not_ready", "pool_cancelled")) == 1
        assert told.count("pooling.pool_finished") == 1
    assert {"closed", "failed"} <= ends


def awaited(market: Market, members: list[Actor], sku_id: UUID) -> UUID:
    """Let everybody join a pool and close it; its goods are awaited until a moment from now."""
    offered = terms(market, [good(sku_id)], ready_by=market.at + timedelta(days=20))
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    for member in members:
        join(market, member, pool_id, sku_id, 12)
    market.later(days=7)
    assert close_pool(market.by(Actor.system()), pool_id)
    market.later(days=13)
    return pool_id


def last_moment(market: Market, pool_id: UUID) -> list[Deed]:
    """The seller says that they are here, or calls it off; the system and whoever looks see that the day is over."""
    now, market.at = market.at, market.at - MOMENT
    seller = [deed(market.by(market.supplier), report_arrival, pool_id)] * 3
    seller.append(deed(market.by(market.supplier), cancel_pool, pool_id, reason="Broken"))
    market.at = now
    system = market.by(Actor.system())
    return seller + [deed(system, fail_not_ready, pool_id)] * 3 + [deed(system, finish_next, pool_id)] * 2
