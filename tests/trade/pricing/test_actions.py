"""Setting prices: one ladder holds at any instant, and every past price can be told."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import IntegrityError

from tests.trade.looking import constraint_of
from tests.trade.market import STEPS, Market
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.work import bind_actor
from trade.pricing.actions import LadderRefused, set_ladder
from trade.pricing.queries import base_ladder
from trade.pricing.rules import LadderProblem, Step

NEW = (Step(6, Decimal("3.10")), Step(60, Decimal("2.40")))


def steps_at(market: Market, sku_id, at) -> list[tuple[Step, ...]]:
    bind_actor(market.session, market.retailer)
    found = base_ladder(market.session, sku_id, at)
    return [found.steps] if found else []


def test_a_new_price_ends_the_old_one_at_that_instant(market: Market) -> None:
    sku_id = market.goods()
    market.later(hours=1)
    set_ladder(market.by(market.supplier), sku_id, steps=NEW)
    assert steps_at(market, sku_id, market.at) == [NEW]
    assert steps_at(market, sku_id, market.at - timedelta(microseconds=1)) == [STEPS]
    assert market.rows(
        "SELECT before, after FROM events WHERE verb = 'pricing.ladder_set' ORDER BY number DESC LIMIT 1"
    ) == [({"steps": ["6: 2.950000", "36: 2.550000"]}, {"steps": ["6: 3.10", "60: 2.40"]})]


@pytest.mark.parametrize("seconds", [0, -5])
def test_a_change_that_comes_with_an_earlier_clock_still_follows_the_one_before(market: Market, seconds: int) -> None:
    sku_id = market.goods()
    before = market.at
    market.later(seconds=seconds)
    set_ladder(market.by(market.supplier), sku_id, steps=NEW)
    assert steps_at(market, sku_id, before + timedelta(seconds=1)) == [NEW]
    assert steps_at(market, sku_id, before) == [STEPS]


def test_a_ladder_that_rises_is_refused_with_row_and_reason(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(LadderRefused, problems=[(1, LadderProblem.PRICE_RISES)]):
        set_ladder(market.by(market.supplier), sku_id, steps=[Step(6, Decimal(1)), Step(12, Decimal(2))])


def test_a_rivals_goods_cannot_be_priced(market: Market) -> None:
    sku_id = market.goods()
    with market.refuses(NotFound, what="sku", key=sku_id):
        set_ladder(market.by(market.rival), sku_id, steps=NEW)


@pytest.mark.parametrize(
    ("values", "constraint"),
    [
        ("ARRAY[6, 12], ARRAY[1, 2], 'infinity'", "ck_ladders_sound"),
        ("ARRAY[6], ARRAY[1], '-infinity'", "ck_ladders_interval"),
        ("ARRAY[6], ARRAY[1], 'infinity'", "ex_ladders_one_at_a_time"),
    ],
)
def test_the_database_itself_refuses_what_the_action_would(market: Market, values: str, constraint: str) -> None:
    sku_id = market.goods()
    bind_actor(market.session, Actor.system())
    with pytest.raises(IntegrityError) as caught:
        market.session.execute(
            text(
                "INSERT INTO ladders (id, price_list_id, sku_id, mode, quantities, unit_prices, valid_until, valid_from)"
                f" SELECT gen_random_uuid(), price_list_id, sku_id, mode, {values}, valid_from FROM ladders"
                " WHERE sku_id = :sku"
            ),
            {"sku": sku_id},
        )
    assert constraint_of(caught.value) == constraint
