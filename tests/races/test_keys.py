"""The same key twenty times at once: one effect, and the same answer for everybody."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.races.conftest import Crowd, deed, kinds, on
from tests.trade.market import Market, gbp
from trade.kernel.errors import KeyInFlight
from trade.ordering.actions import place_orders, set_cart_line
from trade.pricing.rules import Step
from trade.stock.actions import receive_stock

pytestmark = pytest.mark.race


@pytest.mark.parametrize("round_number", range(3))
def test_twenty_taps_of_one_button_place_one_order(market: Market, crowd: Crowd, round_number: int) -> None:
    market.money()
    sku_id = market.goods(steps=(Step(1, Decimal("2.50")),), multiple=1)
    set_cart_line(market.by(market.retailer), sku_id, quantity=4)
    call = market.by(market.retailer, key=f"tap {round_number}")
    answers = crowd([lambda s: place_orders(on(s, call), shown=(gbp(1000),))] * 20)
    placed = {answer.order_ids for answer in answers if not isinstance(answer, KeyInFlight)}
    assert len(placed) == 1
    assert set(kinds(answers)) <= {"Placed", "KeyInFlight"}
    assert market.rows("SELECT id FROM orders") == [next(iter(placed))]
    assert market.balance("wallet", market.retailer) == 99_000
    assert market.rows("SELECT count(*) FROM commands") == [(1,)]


def test_one_key_with_many_inputs_at_once_has_the_effect_of_one(market: Market, crowd: Crowd) -> None:
    sku_id = market.goods(stock=0)
    answers = crowd(
        [
            deed(market.by(market.supplier, key="k", sent=str(n).encode()), receive_stock, sku_id, quantity=n)
            for n in range(1, 21)
        ]
    )
    assert kinds(answers) == {"int": 1, "KeyReused": 19}
    (received,) = (answer for answer in answers if isinstance(answer, int))
    assert market.stock(sku_id) == (received, 0, 0)
