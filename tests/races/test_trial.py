"""Buyers order of a seller on trial at the same moment: the last places are taken once."""

from __future__ import annotations

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.trade.admission.trying import on_trial
from tests.trade.market import Market, gbp
from tests.trade.pooling.pooled import shops
from trade.ordering.actions import place_orders, set_cart_line

pytestmark = pytest.mark.race


def test_of_many_buyers_at_once_as_many_find_room_as_there_is(market: Market, crowd: Crowd) -> None:
    seller, buyers = on_trial(market, 3), shops(market, 6)
    sku_id = market.goods(seller)
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=6)

    found = kinds(crowd([deed(market.by(buyer), place_orders, shown=(gbp(1770),)) for buyer in buyers]))

    assert found == {"Placed": 3, "NoRoom": 3}
    assert market.rows("SELECT count(*) FROM orders WHERE seller_id = :id", id=seller.organisation) == [(3,)]
