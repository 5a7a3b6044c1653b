"""Many buy packs and their parts at once: no unit is promised twice, and nobody waits for ever."""

from __future__ import annotations

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.races.test_last_unit import ONE_EACH, buyers_of
from tests.trade.market import Market, gbp
from tests.trade.packs import pack, parts
from trade.catalogue.actions import change_parts
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order, place_orders, set_cart_line

pytestmark = pytest.mark.race


def test_theme_30_packs_and_parts_bought_at_once_share_what_is_there_and_no_more(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 60)
    first, second = (market.goods(stock=30, steps=ONE_EACH, multiple=1) for _ in range(2))
    # Made up in both orders, so that whoever locked in the order of the parts would wait in a circle.
    sets = [
        pack(market, {first: 1, second: 2}, steps=ONE_EACH),
        pack(market, {second: 1, first: 2}, steps=ONE_EACH),
    ]
    wanted = [sets[0], first, sets[1], second]
    for number, buyer in enumerate(buyers):
        set_cart_line(market.by(buyer), wanted[number % 4], quantity=1)
    answers = crowd([deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers])
    counted = kinds(answers)
    assert counted["Placed"] + counted["StockShort"] == 60
    taken = dict.fromkeys((first, second), 0)
    for number, answer in enumerate(answers):
        if type(answer).__name__ == "Placed":
            for sku, units in ({first: 1, second: 2}, {first: 1}, {second: 1, first: 2}, {second: 1})[
                number % 4
            ].items():
                taken[sku] += units
    assert {sku: market.stock(sku)[1] for sku in taken} == taken
    # Who was refused was refused for want of goods.
    assert min(30 - taken[first], 30 - taken[second]) < 2


def test_packs_are_placed_cancelled_and_made_up_anew_at_once(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 24)
    first, second = (market.goods(stock=500, steps=ONE_EACH, multiple=1) for _ in range(2))
    set_ = pack(market, {first: 2, second: 3}, steps=ONE_EACH)

    def fill(some: list[Actor]) -> list:
        for buyer in some:
            set_cart_line(market.by(buyer), set_, quantity=1)
        return [deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in some]

    placed = crowd(fill(buyers[:12]))
    deeds = [deed(market.by(market.retailer), cancel_order, each.order_ids[0], reason="") for each in placed]
    deeds += fill(buyers[12:])
    of = ({first: 5}, {second: 1, first: 1}, {second: 4}, {first: 2, second: 3})
    sellers = [market.colleague(market.supplier) for _ in of]
    deeds += [
        deed(market.by(seller), change_parts, set_, parts(each)) for seller, each in zip(sellers, of, strict=True)
    ]
    assert kinds(crowd(deeds)) == {"UUID": 16, "Placed": 12}
    # What is allocated is what the lines of the twelve orders were frozen with: the market's fixture re-adds it.
    kept = market.rows(
        "SELECT coalesce(sum(p.quantity), 0) FROM order_line_parts p JOIN order_lines l ON l.id = p.line_id"
        " WHERE l.cancelled = 0"
    )[0][0]
    assert market.stock(first)[1] + market.stock(second)[1] == kept
