"""Theme 27: a buyer is told when what was set aside for an order dies and nothing is left to replace it."""

from __future__ import annotations

from datetime import date, timedelta
from uuid import UUID

import pytest

from tests.trade.looking import snapshot
from tests.trade.market import Market
from tests.trade.stock.places import put
from trade.kernel.actor import Actor
from trade.kernel.errors import NotAllowed
from trade.ordering.actions import close_short, confirm_order, tell_spoilt
from trade.ordering.queries import order_detail


def day(market: Market, days: int) -> date:
    return market.at.date() + timedelta(days=days)


@pytest.fixture
def order(market: Market) -> UUID:
    """A confirmed order of 36, of a lot that can leave for two days more."""
    sku_id = market.goods(stock=0)
    market.money()
    put(market, sku_id, 36, lot="old", dies=day(market, 5))
    (order_id,) = market.order({sku_id: 36})
    confirm_order(market.by(market.supplier), order_id)
    return order_id


def look(market: Market) -> None:
    assert tell_spoilt(market.by(Actor.system())) is None


def spoilt(market: Market, order_id: UUID) -> int:
    with market.as_system() as session:
        return order_detail(session, market.retailer, order_id).lines[0].spoilt


def times_told(market: Market, order_id: UUID) -> int:
    return market.verbs(order_id).count("ordering.goods_spoilt")


def test_theme_27_what_died_and_nothing_replaces_is_told_once_and_again_when_it_gets_worse(
    market: Market, order: UUID
) -> None:
    (line,) = market.lines(order)
    market.later(days=2)
    look(market)
    assert (spoilt(market, order), times_told(market, order)) == (0, 0)
    put(market, line.sku_id, 30, lot="soon", dies=day(market, 5))
    market.later(days=1)
    for _ in range(2):
        look(market)
        assert (spoilt(market, order), times_told(market, order)) == (6, 1)
    market.later(days=2)
    look(market)
    assert (spoilt(market, order), times_told(market, order)) == (36, 2)


def test_fresh_goods_end_it_and_so_does_closing_the_order(market: Market, order: UUID) -> None:
    (line,) = market.lines(order)
    market.later(days=3)
    look(market)
    assert spoilt(market, order) == 36
    put(market, line.sku_id, 30, lot="new", dies=day(market, 60))
    look(market)
    assert (spoilt(market, order), times_told(market, order)) == (6, 1)
    market.ship(order, 30)
    close_short(market.by(market.supplier), order, reason="it died")
    assert spoilt(market, order) == 0
    before = snapshot(market.session)
    look(market)
    assert snapshot(market.session) == before


def test_nobody_but_the_market_itself_looks(market: Market, order: UUID) -> None:
    with market.refuses(NotAllowed):
        tell_spoilt(market.by(market.supplier))
