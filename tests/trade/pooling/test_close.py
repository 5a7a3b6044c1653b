"""From commitments to orders: everybody pays the step, differences go back, a failure gives everything back."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal
from uuid import UUID
from zoneinfo import ZoneInfo

from sqlalchemy import text

from tests.trade.market import Market
from tests.trade.pooling.pooled import LONDON, NORTH, PRICES, close, finish, good, join, money_of, pool, shops, terms
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import Work, bind_actor
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, complete_orders, confirm_order, confirm_receipt
from trade.ordering.queries import order_detail
from trade.ordering.rules import OrderBinding
from trade.parties.models import Organisation
from trade.pooling.actions import (
    close_if_due,
    close_pool,
    draft_pool,
    join_pool,
    offer_pool,
    resolve_commitments,
    withdraw_commitment,
)
from trade.pooling.queries import due_pools, own_commitment, pool_detail, shipment_detail, shipments_of
from trade.pooling.reserving import owner_of
from trade.pooling.rules import PoolNotOpen, PoolState
from trade.pooling.verify import CHECKS
from trade.stock.actions import unreserve, write_off
from trade.stock.rules import AT_HOME


def lose(market: Market, pool_id: UUID, sku_id: UUID, quantity: int) -> None:
    """Let goods burn that were reserved for a pool."""
    bind_actor(market.session, Actor.system())
    unreserve(Work(market.session, Actor.system(), market.at), owner_of(pool_id))
    market.session.commit()
    write_off(market.by(market.supplier), sku_id, place=AT_HOME, quantity=quantity, reason="Fire")


def test_everybody_pays_the_step_that_all_reach_together(market: Market) -> None:
    pool_id, sku_id = pool(market)
    first, second, third = shops(market, 3)
    join(market, first, pool_id, sku_id, 6)
    assert money_of(market, first) == (1_000_000 - 1500, 1500)
    join(market, second, pool_id, sku_id, 30)
    join(market, third, pool_id, sku_id, 60)
    close(market, pool_id)
    assert [money_of(market, shop) for shop in (first, second, third)] == [
        (1_000_000 - 6 * 220, 0), (1_000_000 - 30 * 220, 0), (1_000_000 - 60 * 220, 0),
    ]  # fmt: skip
    assert market.balance("escrow", market.supplier) == 96 * 220
    assert market.stock(sku_id) == (1000, 96, 0)
    with market.as_system() as session:
        seen = pool_detail(session, market.supplier, pool_id, market.at)
        assert (seen.state, seen.step, seen.total, seen.finished_at) == (PoolState.CLOSED, 1, 96, market.at)
        own = own_commitment(session, second, pool_id)
        assert own is not None
        assert (own.state, own.held.minor, own.captured.minor, own.released.minor) == ("ordered", 7500, 6600, 900)
        (shipment,) = shipments_of(session, pool_id)
        assert (shipment.units, shipment.orders, shipment.waiting, shipment.left) == (96, 3, 3, 0)
        inside = shipment_detail(session, market.supplier, shipment.id)
        assert sorted(member.units for member in inside.members) == [6, 30, 60]
        assert (inside.units, inside.to_load) == (96, {sku_id: 96})
        for stranger in (market.rival, market.retailer):
            with market.refuses(NotFound):
                shipment_detail(session, stranger, shipment.id)


def test_a_pool_below_its_minimum_gives_everything_back(market: Market) -> None:
    pool_id, sku_id = pool(market, minimum=60)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 54)
    close(market, pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.stock(sku_id) == (1000, 0, 0)
    assert market.rows("SELECT state, ended_because, step FROM pools") == [("failed", "below_minimum", None)]
    assert market.rows("SELECT state, release FROM commitments") == [("released", "failed")]
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]


def test_the_seed_case_fifty_shops_make_one_bulk_order(market: Market) -> None:
    """Fifty shops, five thousand each: alone they pay the first step, together the price of 250,000."""
    steps = (5_000, 50_000, 250_000)
    prices = (Decimal("1.20"), Decimal("1.00"), Decimal("0.80"))
    pool_id, sku_id = pool(
        market, stock=250_000, quantities=steps, minimum=50_000,
        in_good={"unit_prices": prices, "capacity": 250_000, "multiple": 100, "member_minimum": 100},
    )  # fmt: skip
    members = shops(market, 50)
    for member in members:
        join(market, member, pool_id, sku_id, 5_000)
    close(market, pool_id)
    assert {money_of(market, member) for member in members} == {(1_000_000 - 400_000, 0)}
    assert market.balance("escrow", market.supplier) == 250_000 * 80
    assert market.stock(sku_id) == (250_000, 250_000, 0)
    with market.as_system() as session:
        (shipment,) = shipments_of(session, pool_id)
    assert (shipment.units, shipment.orders) == (250_000, 50)


def test_what_is_short_is_shared_and_each_member_is_shown_how(market: Market) -> None:
    pool_id, sku_id = pool(market, stock=90, in_good={"capacity": 90, "unit_prices": PRICES[:2]}, quantities=(12, 60))
    members = shops(market, 4)
    for member, quantity, only_from in zip(members, (60, 30, 30, 6), (0, 0, 1, 0), strict=True):
        market.later(minutes=1)
        join(market, member, pool_id, sku_id, quantity, only_from=only_from)
    close(market, pool_id)
    lines = []
    for member in members:
        own = own_commitment(market.session, member, pool_id)
        assert own is not None
        (line,) = own.lines
        lines.append((own.state, own.why_released, line.whole, line.odd, line.demand, line.supply, line.paid_price))
    price = Decimal("2.20")
    assert lines == [
        ("ordered", None, 42, 0, 120, 90, price),
        ("ordered", None, 18, 6, 120, 90, price),
        ("ordered", None, 18, 6, 120, 90, price),
        ("released", "short", 0, 0, 120, 90, price),
    ]  # fmt: skip


def test_whose_price_was_not_reached_has_its_money_back(market: Market) -> None:
    pool_id, sku_id = pool(market)
    cheap, other = shops(market, 2)
    join(market, cheap, pool_id, sku_id, 120, only_from=2)
    join(market, other, pool_id, sku_id, 60)
    close(market, pool_id)
    assert money_of(market, cheap) == (1_000_000, 0)
    assert market.rows("SELECT release FROM commitments WHERE state = 'released'") == [("price",)]
    assert money_of(market, other) == (1_000_000 - 60 * 220, 0)


def test_goods_that_vanished_are_shared_at_the_price_that_was_promised(market: Market) -> None:
    pool_id, sku_id = pool(market, stock=600)
    first, second = shops(market, 2)
    join(market, first, pool_id, sku_id, 180)
    join(market, second, pool_id, sku_id, 120)
    lose(market, pool_id, sku_id, 450)
    close(market, pool_id)
    assert market.balance("escrow", market.supplier) == 150 * 185, "the step is that of 300, whatever is left"
    assert [row for (row,) in market.rows("SELECT whole + odd FROM commitment_lines ORDER BY quantity")] == [60, 90]


def test_goods_that_vanish_after_the_close_release_whom_they_were_for(market: Market) -> None:
    pool_id, sku_id = pool(market, stock=600)
    members = shops(market, 4)
    for member in members:
        join(market, member, pool_id, sku_id, 60)
    market.later(days=8)
    assert close_pool(market.by(Actor.system()), pool_id)
    lose(market, pool_id, sku_id, 450)
    # One that goods are left for is served, though it is tried where one that is short would be refused.
    assert resolve_commitments(market.by(Actor.system()), pool_id, limit=1, refuse=True)
    assert market.rows("SELECT DISTINCT state FROM commitments ORDER BY 1") == [("open",), ("ordered",)]
    finish(market, pool_id)
    assert market.rows("SELECT state, release, count(*) FROM commitments GROUP BY 1, 2 ORDER BY 1") == [
        ("ordered", "", 2), ("released", "refused", 2),
    ]  # fmt: skip
    assert {money_of(market, member)[1] for member in members} == {0}


def test_a_pool_of_a_suspended_seller_can_be_left_and_fails(market: Market) -> None:
    pool_id, sku_id = pool(market)
    shop, leaver = shops(market, 2)
    for member in (shop, leaver):
        join(market, member, pool_id, sku_id, 60)
    bind_actor(market.session, Actor.system())
    market.session.get_one(Organisation, market.supplier.organisation).state = "suspended"
    market.session.commit()
    with market.refuses(PoolNotOpen):
        join(market, market.retailer, pool_id, sku_id, 12)
    withdraw_commitment(market.by(leaver), pool_id)
    assert money_of(market, leaver) == (1_000_000, 0)
    close(market, pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.rows("SELECT state, ended_because FROM pools") == [("failed", "seller_suspended")]


def test_a_late_visit_closes_first_and_goes_on_as_whoever_came(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    assert not close_if_due(market.by(shop), pool_id)
    market.later(days=7)
    assert close_if_due(market.by(shop), pool_id)
    assert not close_if_due(market.by(shop), pool_id)
    assert pool_detail(market.session, shop, pool_id, market.at).phase == "closed"
    assert market.session.scalar(text("SELECT pinhuo_sees_all()")) is False
    finish(market, pool_id)
    assert market.rows("SELECT count(*) FROM orders") == [(1,)]


def test_an_order_of_a_pool_goes_its_way_like_any_other_and_everything_comes_to_zero(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    close(market, pool_id)
    ((order_id, placed_by, note),) = market.rows("SELECT id, placed_by, note FROM orders")
    assert (placed_by, note) == (shop.person_id, "")
    trace = market.lines(order_id)[0].price_trace
    assert [(line["source"], line["step"], line["counted"], line["unit_price"]) for line in trace] == [
        ("pool", 60, 60, "2.200000"),
    ]  # fmt: skip
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(shop), market.ship(order_id))
    market.later(days=8)
    complete_orders(market.by(Actor.system()), claim_window_days=7)
    market.settle()
    assert (market.balance("escrow", market.supplier), market.balance("payable", market.supplier)) == (0, 12540)
    with market.as_system() as session:
        assert verify(session, also=CHECKS).is_sound


def test_only_the_seller_cancels_an_order_of_a_pool_and_the_money_goes_back(market: Market) -> None:
    pool_id, sku_id = pool(market)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 60)
    close(market, pool_id)
    ((order_id,),) = market.rows("SELECT id FROM orders")
    assert not order_detail(market.session, shop, order_id).buyer_can_cancel
    with market.refuses(OrderBinding):
        cancel_order(market.by(shop), order_id, reason="Changed my mind")
    assert order_detail(market.session, shop, order_id).can_cancel
    cancel_order(market.by(market.supplier), order_id, reason="Broken")
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.balance("escrow", market.supplier) == 0


def test_a_pool_closes_at_the_sellers_noon_by_the_job_and_by_a_late_visit_alike(market: Market) -> None:
    """Noon in Shanghai is four in the morning, UTC: not a moment before, and from then on whoever looks."""
    market.session.get_one(Organisation, market.supplier.organisation).time_zone = "Asia/Shanghai"
    noon = datetime(2026, 3, 9, 12, 0, tzinfo=ZoneInfo("Asia/Shanghai"))
    pools = [pool(market, closes_at=noon, withdraw_until=noon)[0] for _ in range(2)]
    market.at = datetime(2026, 3, 9, 4, 0, tzinfo=UTC) - timedelta(microseconds=1)
    with market.as_system() as session:
        assert due_pools(session, market.at) == []
    assert not close_if_due(market.by(market.retailer), pools[0])
    market.later(microseconds=1)
    assert close_if_due(market.by(market.retailer), pools[0])
    with market.as_system() as session:
        assert due_pools(session, market.at) == pools[1:]
    assert close_pool(market.by(Actor.system()), pools[1])


def test_a_combination_for_two_regions_shares_each_good_by_itself_and_ships_to_each_region_once(market: Market) -> None:
    red, blue = market.goods(stock=600, multiple=6), market.goods(stock=60, multiple=6)
    dearer = tuple(price + 1 for price in PRICES)
    goods = [good(red), good(blue, capacity=60, unit_prices=dearer)]
    members = [*shops(market, 2), *shops(market, 1, region=NORTH)]
    offered = terms(market, goods, regions=(LONDON, NORTH))
    pool_id = offer_pool(market.by(market.supplier), draft_pool(market.by(market.supplier), offered))
    for member, of_red, of_blue in zip(members, (30, 60, 60), (60, 0, 30), strict=True):
        join_pool(market.by(member), pool_id, quantities={red: of_red, **({blue: of_blue} if of_blue else {})})
    close(market, pool_id)
    got = market.rows(
        "SELECT o.buyer_id, l.sku_id, l.quantity, l.unit_price FROM orders o JOIN order_lines l ON l.order_id = o.id"
    )
    first, second, far = (member.organisation for member in members)
    assert sorted(got) == sorted([
        (first, red, 30, Decimal("2.20")), (first, blue, 42, Decimal("3.20")), (second, red, 60, Decimal("2.20")),
        (far, red, 60, Decimal("2.20")), (far, blue, 18, Decimal("3.20")),
    ]), "150 red and 60 of 90 blue are 210: the step from 60"  # fmt: skip
    with market.as_system() as session:
        shipments = {
            one.region_code: shipment_detail(session, market.supplier, one.id) for one in shipments_of(session, pool_id)
        }
        assert {region: (len(one.members), dict(one.to_load)) for region, one in shipments.items()} == {
            LONDON: (2, {red: 90, blue: 42}), NORTH: (1, {red: 60, blue: 18}),
        }  # fmt: skip
        assert verify(session, also=CHECKS).is_sound
