"""What members and the seller of a pool are told of it, and when."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

from adapters.news_words import said
from tests.trade.market import Market
from tests.trade.news.told import inbox, kinds, take, tell
from tests.trade.pooling.pooled import close, finish, join, pool, shops
from trade.kernel.actor import Actor
from trade.parties.rules import Role
from trade.pooling.actions import extend_pool, fail_not_ready, tell_step, warn_of_close, withdraw_commitment


def newest(market: Market, actor: Actor) -> str:
    row = inbox(market, actor)[0]
    return said(row.kind, row.facts, str, ZoneInfo("Europe/London"), chinese=False)


def steps(market: Market) -> None:
    """Do the errands that tell of steps."""
    for (arguments,) in market.rows("SELECT arguments FROM outbox WHERE job = 'tell_step' ORDER BY id"):
        facts = {name: value for name, value in arguments.items() if name != "pool_id"}
        tell_step(market.by(Actor.system()), UUID(arguments["pool_id"]), **facts)


def test_a_pool_is_told_from_joining_to_its_order(market: Market) -> None:
    pool_id, sku_id = pool(market)
    one, other = shops(market, 2)
    colleague = market.colleague(one, Role.WAREHOUSE)
    join(market, one, pool_id, sku_id, 30)
    tell(market)
    assert newest(market, one) == (
        "You are in “Kettles together” with 30. £75.00 is held; what is not spent comes back at the close."
    )
    assert kinds(market, colleague) == ["pool.joined"]

    join(market, other, pool_id, sku_id, 30)
    steps(market)
    tell(market)
    assert newest(market, one) == "“Kettles together” has reached 60: each costs £2.20 now."
    assert newest(market, market.supplier) == "“Kettles together” has reached 60: 60 are asked for by 2."

    market.later(days=6, hours=12)
    assert warn_of_close(market.by(Actor.system()), pool_id)
    tell(market)
    assert newest(market, one).startswith("“Kettles together” closes on 9 Mar 2026, 09:00.")
    assert not [row for row in inbox(market, colleague) if row.kind == "pool.closing"], "it is for those who buy"

    close(market, pool_id)
    tell(market)
    reference = market.rows("SELECT reference FROM orders WHERE buyer_id = :id", id=one.organisation)[0][0]
    assert newest(market, one) == (
        f"“Kettles together” has closed at £2.20 each: {reference} for £66.00. £9.00 of what was held is free again."
    )
    assert inbox(market, one)[0].subject_id == pool_id
    assert (
        newest(market, market.supplier)
        == "“Kettles together” has closed at £2.20 each with 60. Ship its orders together."
    )
    assert "sale.placed" not in kinds(market, market.supplier), (
        "one for each of a thousand members would drown the rest"
    )
    assert "purchase.placed" not in kinds(market, colleague)


def test_members_are_told_that_it_closes_later_and_again_when_that_is_soon(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (one,) = shops(market, 1)
    join(market, one, pool_id, sku_id, 30)
    market.later(days=6, hours=12)
    warn_of_close(market.by(Actor.system()), pool_id)
    extend_pool(market.by(market.supplier), pool_id, closes_at=market.at + timedelta(days=3))
    tell(market)
    assert newest(market, one) == (
        "“Kettles together” was extended: it closes on 11 Mar 2026, 21:00 now, and what is held for you stays held until"
        " then. You can leave it until 10 Mar 2026, 21:00."
    )
    market.later(days=2, hours=12)
    warn_of_close(market.by(Actor.system()), pool_id)
    tell(market)
    assert newest(market, one).startswith("“Kettles together” closes on 11 Mar 2026, 21:00.")
    assert kinds(market, one).count("pool.closing") == 2


def test_a_pool_that_fails_gives_back_and_says_so(market: Market) -> None:
    pool_id, sku_id = pool(market, minimum=60)
    (one,) = shops(market, 1)
    join(market, one, pool_id, sku_id, 12)
    close(market, pool_id)
    tell(market)
    assert (
        newest(market, one)
        == "“Kettles together” brings you no order this time. All of the £30.00 that was held is free again."
    )
    assert newest(market, market.supplier).endswith("Everybody has their money back.")
    assert {parcel.kind for parcel in take(market)} == {"pool.released", "offered_pool.failed"}


def test_whoever_has_left_is_told_nothing_more(market: Market) -> None:
    pool_id, sku_id = pool(market)
    one, other = shops(market, 2)
    join(market, one, pool_id, sku_id, 6)
    withdraw_commitment(market.by(one), pool_id)
    tell(market)
    before = kinds(market, one)
    join(market, other, pool_id, sku_id, 60)
    steps(market)
    tell(market)
    assert kinds(market, one) == before
    assert "pool.step" in kinds(market, other)


def test_goods_made_to_order_are_told_at_the_join_the_close_and_when_they_are_late(market: Market) -> None:
    pool_id, sku_id = pool(market, ready_by=market.at + timedelta(days=21))
    one, picky = shops(market, 2)
    join(market, one, pool_id, sku_id, 30)
    join(market, picky, pool_id, sku_id, 6, only_from=2)
    tell(market)
    assert newest(market, one) == (
        "You are in “Kettles together” with 30, made to order and here by 23 Mar 2026, 09:00. £75.00 is held; "
        "what is not spent comes back when they are here."
    )
    close(market, pool_id)
    tell(market)
    assert newest(market, one) == (
        "“Kettles together” has closed at £2.50 each. Its goods are made now, to be here by 23 Mar 2026, 09:00; "
        "what is held for you stays held until then."
    )
    assert newest(market, picky).startswith("“Kettles together” brings you no order"), "and nothing of the making"
    assert kinds(market, picky).count("pool.making") == 0
    assert newest(market, market.supplier).endswith("Make the goods, and say by 23 Mar 2026, 09:00 that they are here.")
    market.later(days=14)
    fail_not_ready(market.by(Actor.system()), pool_id)
    finish(market, pool_id)
    tell(market)
    assert newest(market, one) == (
        "The goods of “Kettles together” were not here by 23 Mar 2026, 09:00, so nobody orders. "
        "All of the £75.00 that was held is free again."
    )
    assert newest(market, market.supplier).endswith("Nobody orders, and everybody has their money back.")
