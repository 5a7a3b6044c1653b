"""What an agreement says was consumed, added up again from orders and cancellations after each of many moves."""

from __future__ import annotations

import random
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.trade.deals import agreement, consumed, misconsumed
from tests.trade.market import Market
from trade.ordering.actions import cancel_order, close_short, confirm_order

MOVES = 14


@pytest.mark.parametrize("seed", [13, 34])
def test_theme_13_consumed_is_what_orders_took_less_what_was_cancelled_after_every_move(
    market: Market, seed: int
) -> None:
    """Complaint 13: orders consume, cancelling and closing short give back; a capacity is used up and used again."""
    chance = random.Random(seed)
    capped, free = market.goods(stock=5000), market.goods(stock=5000)
    found = agreement(market, {capped: ("2.00", 60), free: ("2.00", None)})
    market.money(minor=1_000_000)
    open_orders: list[tuple[UUID, dict[UUID, int]]] = []
    taken = {capped: 0, free: 0}
    for _ in range(MOVES):
        if not open_orders or chance.random() < 0.6:
            asked = {sku_id: 6 * chance.randint(1, 6) for sku_id in taken}
            (order_id,) = market.order(asked)
            covered = {capped: min(asked[capped], 60 - taken[capped]), free: asked[free]}
            open_orders.append((order_id, covered))
        else:
            order_id, covered = open_orders.pop(chance.randrange(len(open_orders)))
            kept = _end(market, order_id, chance)
            covered = {sku_id: kept - quantity for sku_id, quantity in covered.items() if quantity > kept}
        for sku_id, quantity in covered.items():
            taken[sku_id] += quantity
        assert consumed(market, found) == [taken[capped], taken[free]]
        assert misconsumed(market) == []


def _end(market: Market, order_id: UUID, chance: random.Random) -> int:
    """Cancel an order, or ship six of each of its lines and close it; answer how much of each line was kept."""
    if chance.random() < 0.5:
        cancel_order(market.by(market.supplier), order_id, reason="Sold out")
        return 0
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, quantity=6)
    close_short(market.by(market.supplier), order_id, reason="No more")
    return 6


def test_theme_13_a_count_that_orders_do_not_bear_out_is_found(market: Market) -> None:
    sku_id = market.goods()
    agreement(market, {sku_id: ("2.00", 20)})
    market.money()
    market.order({sku_id: 12})
    with market.as_system() as session:
        session.execute(text("UPDATE agreement_lines SET consumed = 6"))
        session.commit()
    assert misconsumed(market) == [str(row[0]) for row in market.rows("SELECT id FROM agreement_lines")]
