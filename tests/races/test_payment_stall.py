"""Theme 4: goods are reserved and committed before money is asked for, so nobody waits for anybody's gateway."""

from __future__ import annotations

from time import monotonic
from uuid import uuid4

import pytest

from tests.races.conftest import Crowd, deed, kinds
from tests.races.test_last_unit import ONE_EACH, buyers_of
from tests.trade.market import Market, gbp
from tests.trade.stock.places import keep
from trade.kernel.work import Work, action
from trade.ordering.actions import place_orders, set_cart_line
from trade.stock.actions import allocate, release
from trade.stock.rules import Wanted

pytestmark = pytest.mark.race
OWNER = "checkout:stalled"
LINE = uuid4()


@action()
def take(work: Work, wanted: Wanted) -> None:
    """Take what was reserved, once the money is there."""
    allocate(work, [wanted], owner=OWNER)


@action()
def give_back(work: Work, wanted: Wanted) -> None:
    """Give it back."""
    release(work, [wanted])


def test_theme_4_a_stalled_gateway_keeps_no_other_buyer_waiting(market: Market, crowd: Crowd) -> None:
    buyers = buyers_of(market, 20)
    sku_id = market.goods(stock=25, steps=ONE_EACH, multiple=1)
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    keep(market.by(market.retailer), OWNER, {sku_id: 5})  # reserved and committed: now the gateway is asked, and stalls

    began = monotonic()
    answers = crowd([deed(market.by(buyer), place_orders, shown=(gbp(250),)) for buyer in buyers])
    assert kinds(answers) == {"Placed": 20}
    assert monotonic() - began < 30

    wanted = Wanted(LINE, sku_id, 5)
    locked = market.rows("SELECT count(*) FROM pg_locks l JOIN pg_class c ON c.oid = relation WHERE relname = 'stock_levels'"
                         " AND mode = 'RowExclusiveLock' AND pid <> pg_backend_pid()")  # fmt: skip
    assert locked == [(0,)]  # nothing was held for the one that stalls
    take(market.by(market.retailer), wanted)  # the gateway has answered at last: its goods are still there
    assert market.stock(sku_id) == (25, 25, 0)
    give_back(market.by(market.retailer), wanted)
