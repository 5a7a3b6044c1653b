"""Where small orders of a region would together be cheaper, a pool is proposed, with its reasons."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from tests.trade.market import OPENED, Market, gbp
from tests.trade.pooling.pooled import LONDON, shops
from trade.kernel.money import Money
from trade.pooling.actions import offer_pool, propose_pool
from trade.pooling.queries import pool_ideas, seller_pools
from trade.pooling.rules.ideas import Bought, Sold, idea_of


def test_small_orders_of_a_region_become_a_proposal_that_opens(market: Market) -> None:
    sku_id = market.goods(stock=600, multiple=6)  # six at 2.95, from 36 at 2.55
    for shop in shops(market, 4):
        market.order({sku_id: 12}, shop)
    market.later(days=3)
    with market.as_system() as session:
        (row,) = pool_ideas(session, market.at)
    idea = row.idea
    assert (idea.bought.buyers, idea.bought.orders, idea.bought.units, idea.bought.region_code) == (4, 4, 48, LONDON)
    assert (idea.bought.spent, idea.unit_price, idea.saves) == (gbp(48 * 295), Decimal("2.55"), gbp(48 * 40))
    terms = idea.terms("Kettles for London", market.at)
    pool_id = propose_pool(market.by(market.support), idea.bought.seller_id, terms, because={"told": idea.told})
    with market.as_system() as session:
        assert pool_ideas(session, market.at) == [], "it is proposed already"
    offer_pool(market.by(market.supplier), pool_id)
    (seen,) = seller_pools(market.session, market.supplier, market.at)
    assert (seen.phase, seen.minimum, seen.quantities, seen.capacity) == ("open", 36, (6, 36), 96)
    assert seen.proposed_because["told"]["saves"] == 1920


def test_too_few_too_old_or_too_little_stock_is_no_idea(market: Market) -> None:
    sku_id = market.goods(stock=60, multiple=6)
    few, *_ = goods = [sku_id, market.goods(stock=600, multiple=6)]
    members = shops(market, 4)
    for shop in members:
        market.order({few: 12}, shop)
    for shop in members[:2]:
        market.order({goods[1]: 18}, shop)
    with market.as_system() as session:
        assert pool_ideas(session, market.at + timedelta(seconds=1)) == [], (
            "12 of the one are left; two shops buy the other"
        )
        assert pool_ideas(session, market.at + timedelta(weeks=5)) == []


@given(
    st.integers(1, 8), st.integers(1, 500), st.integers(1, 900), st.integers(0, 2000),
    st.lists(st.tuples(st.integers(1, 50), st.integers(1, 300)), min_size=1, max_size=5, unique_by=(lambda s: s[0])),
)  # fmt: skip
def test_an_idea_is_always_a_pool_that_can_be_offered_and_saves(
    buyers: int, units: int, each: int, available: int, steps: list[tuple[int, int]]
) -> None:
    quantities = tuple(6 * quantity for quantity in sorted(quantity for quantity, _ in steps))
    prices = tuple(Decimal(1000 - 10 * n) / 100 for n in range(len(quantities)))
    sold = Sold(quantities, prices, quantities[0], 6, available, "GBP")
    bought = Bought(UUID(int=1), UUID(int=2), LONDON, 4, buyers, buyers, units, units, Money(units * each, "GBP"))
    idea = idea_of(bought, sold)
    if idea is None:
        return
    assert idea.saves.minor > 0
    assert idea.capacity <= available
    terms = idea.terms("T", OPENED)
    assert terms.quantities[0] <= terms.minimum <= terms.capacity
    assert terms.quantities[-1] <= terms.capacity
    assert terms.goods[0].capacity >= terms.goods[0].member_minimum
