"""What holds of stock wherever it is asked: in Python, and in the database's own functions."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from uuid import uuid4
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.trade.market import Market
from tests.trade.stock.places import ABROAD, ISLES, NORTH, SOUTH, put, regions
from trade.kernel.work import bind_actor
from trade.ordering.actions import close_short, confirm_order
from trade.ordering.queries import order_detail
from trade.stock.rules import (
    DELIVERY_DAYS,
    Area,
    DeadUnits,
    can_leave,
    distance,
    in_cartons,
    in_units,
    sold_until,
    usable_on,
)

DAY = date(2026, 3, 2)
AREAS = {SOUTH: "GB", NORTH: "GB", ISLES: "GB", ABROAD: "FR"}
CODES = st.none() | st.sampled_from(list(AREAS))


@given(units=st.integers(0, 10**8), pack_size=st.integers(1, 10_000))
def test_theme_31_units_to_cartons_and_back_is_the_same_number(units: int, pack_size: int) -> None:
    cartons, loose = in_cartons(units, pack_size)
    assert 0 <= loose < pack_size
    assert in_units(cartons, pack_size, loose) == units


@pytest.mark.parametrize(("last", "usable"), [(None, True), (DAY, True), (DAY - timedelta(days=1), False)])
def test_theme_27_one_predicate_says_what_is_usable_on_a_day(market: Market, last: date | None, usable: bool) -> None:
    assert usable_on(last, DAY) is usable
    assert market.rows("SELECT stock_usable(CAST(:last AS date), :day)", last=last, day=DAY) == [(usable,)]


@pytest.mark.parametrize("asked", [None, DAY, DAY + timedelta(days=20)])
@pytest.mark.parametrize("hour", [0, 12, 23])
@pytest.mark.parametrize("zone", ["Europe/London", "Asia/Shanghai", "America/Los_Angeles"])
def test_theme_27_the_day_until_which_goods_must_last_is_the_sellers(
    market: Market, asked: date | None, hour: int, zone: str
) -> None:
    at = datetime(2026, 3, 2, hour, 30, tzinfo=UTC)
    said = market.rows("SELECT stock_day(:zone, :at, CAST(:asked AS date), 7), stock_delivery_days()",
                       zone=zone, at=at, asked=asked)  # fmt: skip
    assert said == [(sold_until(at.astimezone(ZoneInfo(zone)).date(), 7, asked), DELIVERY_DAYS)]


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(house=CODES, nearby=st.lists(st.sampled_from(list(AREAS)), unique=True), buyer=CODES)
def test_the_database_measures_distance_as_the_rules_do(
    market: Market, house: str | None, nearby: list[str], buyer: str | None
) -> None:
    regions(market)
    areas = [Area(code, AREAS[code]) if code else None for code in (house, buyer)]
    said = market.rows("SELECT stock_distance(:house, CAST(:nearby AS text[]), :buyer)",
                       house=house, nearby=nearby, buyer=buyer)  # fmt: skip
    assert said == [(distance(areas[0], nearby, areas[1]),)]


def test_theme_38_what_is_still_to_come_is_ordered_less_shipped_never_what_was_delivered(market: Market) -> None:
    sku_id = market.goods(stock=0)
    put(market, sku_id, 40, lot="A", dies=DAY + timedelta(days=60))
    market.money()
    order_id = market.order({sku_id: 36})[0]
    confirm_order(market.by(market.supplier), order_id)
    for shipped, left in ((10, 26), (20, 6)):
        market.ship(order_id, shipped)
        bind_actor(market.session, market.retailer)
        (line,) = order_detail(market.session, market.retailer, order_id).lines
        assert (line.open_quantity, market.stock(sku_id)[1]) == (left, left)
    close_short(market.by(market.supplier), order_id, reason="")
    (kept,) = market.lines(order_id)
    assert (kept.quantity, kept.shipped, kept.cancelled, kept.open_quantity) == (36, 30, 6, 0)
    assert market.stock(sku_id) == (10, 0, 0)


def test_of_a_pack_as_many_can_leave_as_the_part_with_the_most_dead_units_lets() -> None:
    cup, saucer, lot_day = uuid4(), uuid4(), date(2026, 3, 9)
    units = {cup: 2, saucer: 3}
    dead = [DeadUnits(cup, "A", lot_day, 1), DeadUnits(saucer, "B", lot_day, 4), DeadUnits(saucer, "C", lot_day, 3)]
    assert can_leave(5, units, []) == 5
    assert can_leave(5, units, dead[:1]) == 4
    assert can_leave(5, units, dead) == 2
    assert can_leave(5, {cup: 1}, dead[:1]) == 4
