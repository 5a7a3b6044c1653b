"""Goods are held back while buyers order them and the seller ships them: every order is refused, or known to the platform."""

from __future__ import annotations

import time
from decimal import Decimal
from threading import Event
from uuid import UUID

import pytest
from sqlalchemy import text
from sqlalchemy.orm import Session

from tests.races.conftest import Crowd, deed, kinds, on
from tests.trade.market import Market, gbp
from tests.trade.quality.inspected import BAD, plan
from trade.kernel.actor import Actor
from trade.kernel.work import Work, action
from trade.ordering.actions import confirm_order, place_orders, set_cart_line, ship_order
from trade.pricing.rules import Step
from trade.quality.actions import record_inspection
from trade.quality.queries import held_back_orders

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)
BUYERS = 12


@pytest.mark.parametrize("rounds", [3, pytest.param(200, marks=pytest.mark.soak)])
def test_an_order_beside_a_failing_inspection_is_refused_or_waits_for_the_platform(
    market: Market, crowd: Crowd, rounds: int
) -> None:
    buyers = [market.retailer, *(market.colleague(market.retailer) for _ in range(BUYERS - 1))]
    market.money(minor=250 * BUYERS * rounds)
    placed = 0
    for _ in range(rounds):
        sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
        for buyer in buyers:
            set_cart_line(market.by(buyer), sku_id, quantity=1)
        inspection_id = plan(market, sku_id)
        orders = [deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers]
        fails = deed(market.by(market.support), record_inspection, inspection_id, found=BAD, inspector="Lin", words="")
        answers = crowd([*orders[: BUYERS // 2], fails, *orders[BUYERS // 2 :]])
        found = kinds(answers)
        placed += found["Placed"]
        assert found["Placed"] + found["HeldBack"] == BUYERS, found
        assert market.stock(sku_id) == (100, found["Placed"], 0)
        with market.as_system() as session:
            assert len(held_back_orders(session, Actor.system())) == placed
        clear_carts(market)


_WAITING = text("SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'")


def test_an_order_that_looked_before_the_goods_were_held_back_and_comes_after_is_refused(
    market: Market, crowd: Crowd
) -> None:
    sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    market.money()
    set_cart_line(market.by(market.retailer), sku_id, quantity=1)
    inspection_id, is_held = plan(market, sku_id), Event()

    @action()
    def fail_slowly(work: Work, inspection_id: UUID) -> None:
        record_inspection.within(work, inspection_id, found=BAD, inspector="Lin", words="")
        is_held.set()
        until = time.monotonic() + 20
        while not work.session.scalar(_WAITING) and time.monotonic() < until:
            time.sleep(0.01)

    def order(session: Session) -> object:
        is_held.wait(20)
        return place_orders(on(session, market.by(market.retailer)), shown=(gbp(250),))

    answers = crowd([deed(market.by(market.support), fail_slowly, inspection_id), order])
    assert kinds(answers) == {"NoneType": 1, "HeldBack": 1}
    assert market.stock(sku_id) == (100, 0, 0)


def test_goods_leave_before_they_are_held_back_or_not_at_all(market: Market, crowd: Crowd) -> None:
    for _ in range(4):
        sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
        market.money()
        (order_id,) = market.order({sku_id: 6})
        confirm_order(market.by(market.supplier), order_id)
        (line,) = market.lines(order_id)
        ships = deed(market.by(market.supplier), ship_order, order_id, quantities={line.id: 6})
        fails = deed(
            market.by(market.support), record_inspection, plan(market, sku_id), found=BAD, inspector="Lin", words=""
        )
        shipped, _ = crowd([ships, fails])
        with market.as_system() as session:
            waits = order_id in {row.order_id for row in held_back_orders(session, Actor.system())}
        assert waits == (type(shipped).__name__ == "HeldBack")
        assert market.read_order(order_id).state == ("confirmed" if waits else "shipped")


def clear_carts(market: Market) -> None:
    """Let the next round begin with empty carts."""
    with market.as_system() as session:
        session.execute(text("DELETE FROM cart_lines"))
