"""Joining, raising, withdrawing: what is held, and what is refused."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.trade.market import Market, gbp
from tests.trade.pooling.pooled import LONDON, NORTH, PRICES, close, good, join, money_of, place, pool, shops, terms
from trade.credit.rules import CreditRefused, Means
from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded
from trade.ordering.actions import place_orders, set_cart_line, withdraw_request
from trade.ordering.queries import wallet_lines
from trade.ordering.spending import would_exceed
from trade.parties.actions import AddressSheet, add_address, set_limits
from trade.parties.rules import Role, SpendingLimits
from trade.pooling.actions import draft_pool, join_pool, offer_pool, raise_commitment, tell_step, withdraw_commitment
from trade.pooling.queries import own_commitment, pool_detail, pools_of_commitments, progress, saving
from trade.pooling.rules import (
    AlreadyCommitted,
    BeyondLimits,
    NotInRegion,
    OnlyRaised,
    PoolNotOpen,
    QuantityNotPooled,
    TooLateToWithdraw,
    step_for_price,
)
from trade.pricing.rules import Step


def test_held_is_the_first_step_or_the_price_that_is_insisted_on(market: Market) -> None:
    pool_id, sku_id = pool(market)
    first, second = shops(market, 2)
    join(market, first, pool_id, sku_id, 12)
    join(market, second, pool_id, sku_id, 12, only_from=step_for_price(PRICES, Decimal("2.00")))
    assert (money_of(market, first)[1], money_of(market, second)[1]) == (12 * 250, 12 * 185)
    seen = progress(market.session, pool_id, market.at)
    assert (seen.members, seen.standing.total, seen.standing.requested) == (2, 12, 24)
    assert seen.standing.next is not None
    assert (seen.standing.next.more, seen.standing.next.step) == (48, 1)


def test_joining_is_never_refused_for_capacity(market: Market) -> None:
    pool_id, sku_id = pool(market, stock=240, in_good={"capacity": 240})
    for shop in shops(market, 3):
        join(market, shop, pool_id, sku_id, 240)
    seen = progress(market.session, pool_id, market.at)
    assert (seen.standing.total, seen.standing.requested, seen.standing.step) == (240, 720, 2)


def test_a_second_tap_joins_once(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    answers = {join_pool(market.by(shop, key="k1", sent=b"12"), pool_id, quantities={sku_id: 12}) for _ in range(2)}
    assert len(answers) == 1
    assert market.rows("SELECT members, joins, requested FROM pools") == [(1, 1, [12, 0, 0])]
    with market.refuses(AlreadyCommitted, commitment_id=answers.pop()):
        join(market, shop, pool_id, sku_id, 6)


def test_a_commitment_is_refused_with_a_reason_and_changes_nothing(market: Market) -> None:
    pool_id, sku_id = pool(market, opens_at=market.at + timedelta(days=1), closes_at=market.at + timedelta(days=7))
    (shop,) = shops(market, 1, money=10_000)
    with market.refuses(PoolNotOpen, opens_at=market.at + timedelta(days=1)):
        join(market, shop, pool_id, sku_id, 12)
    market.later(days=1)
    for quantity in (3, 7, 0, -6, 1_000_002):
        with market.refuses(QuantityNotPooled, minimum=6, multiple=6):
            join(market, shop, pool_id, sku_id, quantity)
    with market.refuses(LimitExceeded):
        join(market, shop, pool_id, sku_id, 42)
    with market.refuses(CreditRefused, fault="no_line"):
        join(market, shop, pool_id, sku_id, 12, means=Means.CREDIT)
    for only_from in (-1, 3):
        with market.refuses(NotFound):
            join(market, shop, pool_id, sku_id, 12, only_from=only_from)
    other = market.goods()
    with market.refuses(NotFound):
        join(market, shop, pool_id, other, 12)
    with market.refuses(NotAllowed, permission=Permission.BUY):
        join(market, market.supplier, pool_id, sku_id, 12)
    market.later(days=6)
    with market.refuses(PoolNotOpen):
        join(market, shop, pool_id, sku_id, 12)


def test_goods_go_to_an_address_in_the_pools_regions(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1, region=NORTH)
    with market.refuses(NotFound):  # it is of no region of theirs
        join(market, shop, pool_id, sku_id, 12)
    address_id = add_address(market.by(shop), AddressSheet("Second shop", "2 Side Street", region_code=LONDON))
    usual = add_address(market.by(shop), AddressSheet("Store", "3 Side Street", region_code=NORTH))
    with market.refuses(NotInRegion, regions=(LONDON,)):
        join(market, shop, pool_id, sku_id, 12, address_id=usual)
    join(market, shop, pool_id, sku_id, 12, address_id=address_id)
    assert market.rows("SELECT delivery_address, region_code FROM commitments") == [("2 Side Street", LONDON)]


def test_a_commitment_only_grows_and_its_condition_only_loosens(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    commitment_id = join(market, shop, pool_id, sku_id, 12, only_from=1)
    for quantities, only_from in (({sku_id: 6}, None), ({sku_id: 24}, 2)):
        with market.refuses(OnlyRaised):
            raise_commitment(market.by(shop), pool_id, quantities=quantities, only_from=only_from)
    assert raise_commitment(market.by(shop), pool_id, quantities={sku_id: 24}, only_from=0) == commitment_id
    assert money_of(market, shop)[1] == 24 * 250
    assert market.rows("SELECT requested FROM pools") == [([24, 0, 0],)]
    raise_commitment(market.by(shop), pool_id, quantities={sku_id: 24})
    assert market.rows("SELECT version, held_minor FROM commitments") == [(2, 6000)]
    market.later(days=6, hours=12)  # binding by now, but it may still grow
    raise_commitment(market.by(shop), pool_id, quantities={sku_id: 60})
    assert money_of(market, shop) == (1_000_000 - 15_000, 15_000)


def test_whoever_withdraws_in_time_has_everything_back_and_may_come_again(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    first = join(market, shop, pool_id, sku_id, 60)
    withdraw_commitment(market.by(shop), pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert own_commitment(market.session, shop, pool_id) is None
    with market.refuses(NotFound):
        withdraw_commitment(market.by(shop), pool_id)
    second = join(market, shop, pool_id, sku_id, 12)
    assert second != first
    market.later(days=6)
    with market.refuses(TooLateToWithdraw):
        withdraw_commitment(market.by(shop), pool_id)
    assert market.rows("SELECT members, joins, requested FROM pools") == [(1, 2, [12, 0, 0])]


def test_a_step_that_is_reached_is_told_once_and_not_by_whom(
    market: Market, queued: list[tuple[str, dict[str, Any]]]
) -> None:
    pool_id, sku_id = pool(market)
    for shop, quantity in zip(shops(market, 3), (6, 48, 600), strict=True):
        join(market, shop, pool_id, sku_id, quantity)
    asked = [arguments for job, arguments in queued if job == "tell_step"]
    for arguments in (*asked, *asked):
        rest = {name: value for name, value in arguments.items() if name != "pool_id"}
        tell_step(market.by(Actor.system()), UUID(arguments["pool_id"]), **rest)
    told = market.rows(
        "SELECT after->>'step', after->>'total', organisation_id, parties FROM events"
        " WHERE verb = 'pooling.step_reached' ORDER BY number"
    )
    assert told == [
        ("0", "54", None, [market.supplier.organisation]),
        ("2", "600", None, [market.supplier.organisation]),
    ]
    close(market, pool_id)
    tell_step(market.by(Actor.system()), pool_id, step=1, total=66, members=3)
    assert market.verbs(pool_id).count("pooling.step_reached") == 2, "after the close everybody is told how it ended"


def test_nobody_commits_beyond_what_they_may_answer_for(market: Market) -> None:
    pool_id, sku_id = pool(market)
    other, other_sku = pool(market)
    (shop,) = shops(market, 1)
    buyer = market.colleague(shop, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    set_limits(market.by(shop), member_id, limits=SpendingLimits(order=gbp(4000), month=gbp(5000)))
    with market.refuses(BeyondLimits, limit="order", amount=gbp(4500)):
        join(market, buyer, pool_id, sku_id, 18)
    join(market, buyer, pool_id, sku_id, 12)
    with market.refuses(BeyondLimits, limit="month", amount=gbp(3000)):
        join(market, buyer, other, other_sku, 12)
    with market.refuses(BeyondLimits, limit="order"):
        raise_commitment(market.by(buyer), pool_id, quantities={sku_id: 18})
    join(market, shop, other, other_sku, 12)


def test_what_is_promised_to_a_pool_counts_when_its_member_orders_alone_until_it_is_theirs_no_more(
    market: Market,
) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    buyer = market.colleague(shop, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    set_limits(market.by(shop), member_id, limits=SpendingLimits(month=gbp(5000)))
    join(market, buyer, pool_id, sku_id, 12)
    alone = market.goods(steps=(Step(6, Decimal("3.50")),))
    bind_actor(market.session, buyer)
    assert would_exceed(market.session, buyer, [gbp(2100)], market.at) == "month"
    assert would_exceed(market.session, buyer, [gbp(2000)], market.at) is None
    assert would_exceed(market.session, shop, [gbp(2100)], market.at) is None, "a colleague's is not theirs"
    set_cart_line(market.by(buyer), alone, quantity=6)
    placed = place_orders(market.by(buyer), shown=(gbp(2100),))
    assert placed.request_id is not None, "it waits for somebody with wider limits"
    withdraw_request(market.by(buyer), placed.request_id)
    withdraw_commitment(market.by(buyer), pool_id)
    set_cart_line(market.by(buyer), alone, quantity=6)
    assert place_orders(market.by(buyer), shown=(gbp(2100),)).request_id is None


def test_buying_together_saves_against_buying_alone(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    seen = pool_detail(market.session, shop, pool_id, market.at)
    now = saving(market.session, shop, seen, {sku_id: 12}, market.at)
    best = saving(market.session, shop, seen, {sku_id: 12}, market.at, only_from=2)
    assert (now.pooled, now.ceiling, now.alone, now.saved) == (gbp(3000), gbp(3000), gbp(3540), gbp(540))
    assert best.saved == gbp(3540 - 12 * 185)
    assert (now.reaches, now.succeeds, best.reaches) == (True, True, False)
    join(market, shop, pool_id, sku_id, 54)
    seen, own = pool_detail(market.session, shop, pool_id, market.at), own_commitment(market.session, shop, pool_id)
    more = saving(market.session, shop, seen, {sku_id: 60}, market.at, own=own)
    assert (more.pooled, more.ceiling, more.reaches) == (gbp(60 * 220), gbp(60 * 250), True)
    insisting = saving(market.session, shop, seen, {sku_id: 60}, market.at, own=own, only_from=1)
    assert (insisting.pooled, insisting.reaches) == (gbp(60 * 220), True), "it is counted among those who reach it"


def test_a_combination_counts_its_goods_together(market: Market) -> None:
    place(market, market.retailer)
    red, blue = market.goods(stock=600, multiple=6), market.goods(stock=600, multiple=6)
    dearer = tuple(price + 1 for price in PRICES)
    offered = terms(market, [good(red, capacity=120), good(blue, capacity=120, unit_prices=dearer)])
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    first, second = shops(market, 2)
    join_pool(market.by(first), pool_id, quantities={red: 30, blue: 6})
    join(market, second, pool_id, blue, 240)
    assert money_of(market, first)[1] == 30 * 250 + 6 * 350
    seen = progress(market.session, pool_id, market.at)
    assert (seen.standing.total, seen.standing.step) == (150, 1), "of the blue ones only the capacity counts"


def test_the_wallet_says_what_was_set_aside_for_a_pool_and_what_came_back(market: Market) -> None:
    pool_id, sku_id = pool(market)
    other, other_sku = pool(market)
    (shop,) = shops(market, 1)
    commitment_id = join(market, shop, pool_id, sku_id, 12)
    raise_commitment(market.by(shop), pool_id, quantities={sku_id: 60})
    join(market, shop, other, other_sku, 12)
    withdraw_commitment(market.by(shop), other)
    close(market, pool_id)
    bind_actor(market.session, shop)
    lines = wallet_lines(market.session, shop).rows
    assert [(line.reason, line.amount.minor) for line in lines] == [
        ("order:difference", 1800), ("commitment:released", 3000), ("commitment:held", -3000),
        ("commitment:raised", -12_000), ("commitment:held", -3000), ("receipt:matched", 1_000_000),
    ]  # fmt: skip
    named = pools_of_commitments(market.session, {line.commitment_id for line in lines if line.commitment_id})
    assert named[commitment_id].pool_id == pool_id
