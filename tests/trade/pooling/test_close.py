"""From commitments to orders: everybody pays the step, differences go back, a failure gives everything back."""

from __future__ import annotations

from tests.trade.market import Market
from tests.trade.pooling.pooled import close, join, money_of, pool, shops
from trade.pooling.queries import own_commitment, pool_detail, shipments_of
from trade.pooling.rules import PoolState


def test_everybody_pays_the_step_that_all_reach_together(market: Market) -> None:
    pool_id, sku_id = pool(market)
    first, second, third = shops(market, 3)
    join(market, first, pool_id, sku_id, 6)
    assert money_of(market, first) == (1_000_000 - 1500, 1500)
    join(market, second, pool_id, sku_id, 30)
    join(market, third, pool_id, sku_id, 60)
    close(market, pool_id)
    assert [money_of(market, shop) for shop in (first, second, third)] == [
        (1_000_000 - 6 * 220, 0), (1_000_000 - 30 * 220, 0), (1_000_000 - 60 * 220, 0),
    ]  # fmt: skip
    assert market.balance("escrow", market.supplier) == 96 * 220
    assert market.stock(sku_id) == (1000, 96, 0)
    with market.as_system() as session:
        seen = pool_detail(session, market.supplier, pool_id, market.at)
        assert (seen.state, seen.step, seen.total, seen.finished_at) == (PoolState.CLOSED, 1, 96, market.at)
        own = own_commitment(session, second, pool_id)
        assert own is not None
        assert (own.state, own.held.minor, own.captured.minor, own.released.minor) == ("ordered", 7500, 6600, 900)
        (shipment,) = shipments_of(session, pool_id)
        assert (shipment.units, [member.units for member in shipment.members]) == (96, [6, 30, 60])


def test_a_pool_below_its_minimum_gives_everything_back(market: Market) -> None:
    pool_id, sku_id = pool(market, minimum=60)
    (shop,) = shops(market, 1)
    join(market, shop, pool_id, sku_id, 54)
    close(market, pool_id)
    assert money_of(market, shop) == (1_000_000, 0)
    assert market.stock(sku_id) == (1000, 0, 0)
    assert market.rows("SELECT state, ended_because, step FROM pools") == [("failed", "below_minimum", None)]
    assert market.rows("SELECT state, release FROM commitments") == [("released", "failed")]
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]
