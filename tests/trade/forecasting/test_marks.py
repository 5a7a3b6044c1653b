"""What a history marks: days on which prices fell for a while, pools, days without anything to sell, goods sold before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

from tests.trade.foretold import start_and_plan
from tests.trade.market import Market
from tests.trade.pooling.pooled import close, join, pool, shops
from trade.forecasting.ports import History, Missed, Promoted
from trade.forecasting.queries import history_of
from trade.forecasting.rules import HISTORY_DAYS, NEW_DAYS
from trade.ordering.actions import cancel_order, confirm_order
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Period, Step
from trade.stock.actions import receive_stock

LOW = (Step(6, Decimal("1.95")),)


def promoted(market: Market) -> list[Promoted]:
    """Which days of the history of a run that starts now are marked as cheaper or pooled."""
    return list(history(market).promoted)


def history(market: Market) -> History:
    """What a run that starts now is made of."""
    start_and_plan(market)
    with market.as_system() as session:
        ((run_id,),) = market.rows("SELECT id FROM forecast_runs WHERE state = 'fitting'")
        found = history_of(session, run_id, 0)
    assert found is not None
    return found


def test_a_price_that_falls_for_a_while_marks_its_days(market: Market) -> None:
    sku_id = market.goods(stock=500)
    market.money(minor=500_000)
    market.order({sku_id: 6})
    begins, ends = market.at + timedelta(days=10), market.at + timedelta(days=13)
    set_ladder(market.by(market.supplier), sku_id, steps=LOW, period=Period(begins, ends))
    market.later(days=20)
    ((_, begin, end),) = promoted(market)
    assert (begin, end) == (10, 14), "days counted from the first sale: it fell on the tenth, at nine in the morning"


def test_a_price_that_stays_low_is_how_it_sells(market: Market) -> None:
    sku_id = market.goods(stock=500)
    market.money(minor=500_000)
    market.order({sku_id: 6})
    market.later(days=10)
    set_ladder(market.by(market.supplier), sku_id, steps=LOW)
    market.later(days=20)
    assert promoted(market) == []


def test_the_day_on_which_a_pool_became_orders_is_marked(market: Market) -> None:
    members = shops(market, 2)
    pool_id, sku_id = pool(market)
    market.money(minor=500_000)
    market.order({sku_id: 6})
    for member in members:
        join(market, member, pool_id, sku_id, 30)
    close(market, pool_id)
    market.later(days=3)
    ((_, begin, end),) = promoted(market)
    assert end - begin == 1
    assert begin == 8


def test_whole_days_without_anything_to_sell_are_unknown(market: Market) -> None:
    sku_id, other = market.goods(stock=12), market.goods(stock=100)
    market.money(minor=500_000)
    (order_id,) = market.order({sku_id: 12, other: 6})
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id)
    market.later(days=10)
    receive_stock(market.by(market.supplier), sku_id, quantity=100)
    market.later(days=20)
    found = history(market)
    (gap,) = found.missed
    assert gap == Missed(list(found.sku_ids).index(sku_id), 1, 10), "from the day after it left to the day it came"


def test_what_was_sold_before_the_days_that_are_read_is_marked_as_older(market: Market) -> None:
    """So it passes for new neither while it does not sell nor when it sells again."""
    ended, again, lively, fresh = (market.goods(stock=500) for _ in range(4))
    market.money(minor=500_000)
    market.order({ended: 6, again: 6})
    market.later(days=HISTORY_DAYS + 30)
    market.money(minor=500_000)
    market.order({again: 6, lively: 6, fresh: 6})
    market.later(days=3)
    found = history(market)
    older = {found.sku_ids[place] for place in found.older}
    assert older == {ended, again}
    assert len(found.sku_ids) == 4


def test_a_product_whose_only_order_was_cancelled_is_not_forecast(market: Market) -> None:
    taken_back, sold = market.goods(stock=100), market.goods(stock=100)
    market.money(minor=500_000)
    (order_id,) = market.order({taken_back: 6})
    cancel_order(market.by(market.retailer), order_id, reason="changed our minds")
    market.later(days=NEW_DAYS + 1)
    market.money(minor=500_000)
    market.order({sold: 6})
    assert list(history(market).sku_ids) == [sold]
