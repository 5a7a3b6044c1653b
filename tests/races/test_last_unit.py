"""Many want the last of something: as many get it as there are, and everybody else is told so."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.races.conftest import CROWD, Crowd, deed, kinds
from tests.trade.market import Market, gbp
from trade.kernel.actor import Actor
from trade.ordering.actions import place_orders, set_cart_line
from trade.pricing.rules import Step
from trade.stock.actions import receive_stock

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)


def buyers_of(market: Market, number: int) -> list[Actor]:
    """Make people of one shop with a filled purse: they share its wallet too."""
    market.money(minor=250 * 1000 * number)
    return [market.retailer, *(market.colleague(market.retailer) for _ in range(number - 1))]


def race(market: Market, crowd: Crowd, sku_id, buyers: list[Actor]) -> list:
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    return crowd([deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers])


@pytest.mark.parametrize("rounds", [8, pytest.param(1000, marks=pytest.mark.soak)])
def test_theme_3_sixty_four_buyers_of_the_last_unit_make_one_order(market: Market, crowd: Crowd, rounds: int) -> None:
    buyers = buyers_of(market, CROWD)
    sku_id = market.goods(stock=0, steps=ONE_EACH, multiple=1)
    for number in range(1, rounds + 1):
        receive_stock(market.by(market.supplier), sku_id, quantity=1)
        answers = race(market, crowd, sku_id, buyers)
        assert kinds(answers) == {"Placed": 1, "StockShort": CROWD - 1}
        assert market.stock(sku_id) == (number, number, 0)
        assert market.balance("escrow", market.supplier) == 250 * number
    assert market.rows("SELECT count(*) FROM orders") == [(rounds,)]


def test_theme_3_fifty_buyers_of_the_last_ten_make_ten_orders(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 50)
    sku_id = market.goods(stock=10, steps=ONE_EACH, multiple=1)
    answers = race(market, crowd, sku_id, buyers)
    assert kinds(answers) == {"Placed": 10, "StockShort": 40}
    assert market.stock(sku_id) == (10, 10, 0)


def test_different_shops_race_as_colleagues_do(market: Market, crowd: Crowd) -> None:
    shops = [market.retailer, market.neighbour]
    for shop in shops:
        market.money(shop)
    buyers = [*shops, *(market.colleague(shop) for shop in shops for _ in range(9))]
    sku_id = market.goods(stock=7, steps=ONE_EACH, multiple=1)
    assert kinds(race(market, crowd, sku_id, buyers)) == {"Placed": 7, "StockShort": 13}


def test_carts_with_the_same_goods_in_any_order_never_lock_each_other_out(market: Market, crowd: Crowd) -> None:
    goods = [
        market.goods(seller, stock=100, steps=ONE_EACH, multiple=1) for seller in (market.supplier, market.rival) * 3
    ]
    buyers = buyers_of(market, 16)
    for number, buyer in enumerate(buyers):
        for sku_id in goods[number % 6 :] + goods[: number % 6]:
            set_cart_line(market.by(buyer), sku_id, quantity=1)
    answers = crowd([deed(market.by(buyer), place_orders, shown=(gbp(1500),)) for buyer in buyers])
    assert kinds(answers) == {"Placed": 16}
    assert [market.stock(sku_id) for sku_id in goods] == [(100, 16, 0)] * 6
