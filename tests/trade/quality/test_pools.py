"""Pools of goods that are held back: nobody joins, everybody has their money back at once, and nothing new is offered."""

from __future__ import annotations

from tests.trade.market import Market
from tests.trade.pooling.pooled import close, finish, good, join, money_of, pool, shops, terms
from tests.trade.quality.inspected import BAD, inspect
from trade.checks import CHECKS
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput
from trade.ledger.verify import verify
from trade.pooling.actions import close_pool, draft_pool, fail_dead, withdraw_commitment
from trade.pooling.queries import dead_pools
from trade.pooling.rules import PoolHeldBack
from trade.quality.queries import held_back_orders


def test_an_open_pool_fails_at_once_and_its_holds_are_free(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (other_id, _), (shop, leaver) = pool(market), shops(market, 2)
    for member in (shop, leaver):
        join(market, member, pool_id, sku_id, 60)
    inspect(market, sku_id, BAD)
    assert market.rows("SELECT job FROM outbox WHERE job = 'fail_dead_pools'") == [("fail_dead_pools",)]
    with market.refuses(PoolHeldBack, since=market.at):
        join(market, market.retailer, pool_id, sku_id, 12)
    withdraw_commitment(market.by(leaver), pool_id)
    assert dead_pools(market.session) == [pool_id]
    assert not fail_dead(market.by(Actor.system()), other_id)
    assert fail_dead(market.by(Actor.system()), pool_id)
    assert not fail_dead(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    assert [money_of(market, member) for member in (shop, leaver)] == [(1_000_000, 0)] * 2
    failed = market.rows("SELECT state, ended_because, total FROM pools WHERE id = :id", id=pool_id)
    assert failed == [("failed", "held_back", 60)]
    assert market.stock(sku_id) == (1000, 0, 0)
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def test_a_pool_whose_job_never_came_fails_at_its_close(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    inspect(market, sku_id, BAD)
    close(market, pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.rows("SELECT ended_because FROM pools") == [("held_back",)]


def test_a_pool_that_is_decided_goes_on_and_its_orders_wait_as_all_others(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    market.later(days=8)
    assert close_pool(market.by(Actor.system()), pool_id)
    inspect(market, sku_id, BAD)
    assert not fail_dead(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    with market.as_system() as session:
        (waiting,) = held_back_orders(session, Actor.system())
    assert waiting.units == 60


def test_nobody_offers_a_pool_of_them(market: Market) -> None:
    _, sku_id = pool(market)
    inspect(market, sku_id, BAD)
    with market.refuses(InvalidInput, field="goods", code="pool_held_back"):
        draft_pool(market.by(market.supplier), terms(market, [good(sku_id)]))
