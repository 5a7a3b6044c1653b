"""What a region will want becomes a proposal with its reasons; theme 29: running it twice adds nothing."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from uuid import UUID

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.trade.foretold import foretell
from tests.trade.market import OPENED, Market
from tests.trade.pooling.pooled import LONDON, shops
from trade.forecasting import queries
from trade.forecasting.actions import propose_chance, propose_chances
from trade.forecasting.rules import Ahead, ChanceGone, proposal_of
from trade.kernel.actor import Actor
from trade.pooling.actions import decline_proposal, offer_pool
from trade.pooling.queries import seller_pools
from trade.pooling.rules.ideas import Sold
from trade.pricing.rules import Step

STEPS = (Step(6, Decimal("2.95")), Step(36, Decimal("2.55")))


@pytest.fixture
def wanted(market: Market) -> UUID:
    """A SKU of which London will want 90, and which three of its shops have bought."""
    sku_id = market.goods(stock=600, steps=STEPS)
    for shop in shops(market, 3):
        market.order({sku_id: 12}, shop)
    foretell(market, {sku_id: 90.0}, regions=(LONDON,))
    return sku_id


def proposed(market: Market) -> list[tuple[object, ...]]:
    return market.rows("SELECT state, quantities, minimum, proposed_because -> 'told' ->> 'by' FROM pools")


def test_theme_29_the_job_proposes_once_however_often_it_runs(market: Market, wanted: UUID) -> None:
    seller = market.supplier.organisation
    assert propose_chances(market.by(Actor.system()), seller) == 1
    assert propose_chances(market.by(Actor.system()), seller) == 0
    assert proposed(market) == [("proposed", [6, 36], 36, "forecast")]
    with pytest.raises(ChanceGone):
        propose_chance(market.by(market.support), seller, wanted, LONDON)
    (pool,) = seller_pools(market.session, market.supplier, market.at)
    told = pool.proposed_because["told"]
    assert (told["expected"], told["high"], told["buyers"], told["step"], told["saves"]) == (90, 135, 3, 36, 3600)
    offer_pool(market.by(market.supplier), pool.id)
    assert proposed(market)[0][0] == "open", "one click of its seller"
    assert propose_chances(market.by(Actor.system()), seller) == 0


def test_what_its_seller_refused_is_not_proposed_again_for_a_month(market: Market, wanted: UUID) -> None:
    pool_id = propose_chance(market.by(market.support), market.supplier.organisation, wanted, LONDON)
    decline_proposal(market.by(market.supplier), pool_id, reason="Not now")
    assert propose_chances(market.by(Actor.system()), market.supplier.organisation) == 0
    month = replace(market.by(Actor.system()), at=market.at.replace(month=market.at.month + 1, day=28))
    assert propose_chances(month, market.supplier.organisation) == 1


def test_no_more_than_three_wait_for_a_seller(market: Market) -> None:
    goods = [market.goods(stock=600, steps=STEPS) for _ in range(5)]
    for shop in shops(market, 3):
        market.order(dict.fromkeys(goods, 12), shop)
    foretell(market, {sku: 90.0 + n for n, sku in enumerate(goods)}, regions=(LONDON,))
    assert propose_chances(market.by(Actor.system()), market.supplier.organisation) == 3
    assert propose_chances(market.by(Actor.system()), market.supplier.organisation) == 0
    with market.as_system() as session:
        chances = queries.pool_chances(session, market.at)
    assert [chance.is_pooled for chance in chances] == [True, True, True, False, False], "what saves most first"


def test_few_shops_are_a_case_for_an_agreement(market: Market) -> None:
    sku_id = market.goods(stock=600, steps=STEPS)
    (shop,) = shops(market, 1)
    market.order({sku_id: 36}, shop)
    foretell(market, {sku_id: 90.0}, regions=(LONDON,))
    with market.as_system() as session:
        (chance,) = queries.pool_chances(session, market.at)
    assert chance.pays == "agreement"
    assert propose_chances(market.by(Actor.system()), market.supplier.organisation) == 0


@given(
    st.integers(0, 900), st.integers(0, 900), st.integers(0, 6), st.integers(0, 2000), st.integers(1, 24),
    st.lists(st.integers(1, 60), min_size=1, max_size=5, unique=True),
)  # fmt: skip
def test_a_proposal_is_always_a_pool_that_can_be_offered_and_saves(
    expected: int, more: int, buyers: int, available: int, multiple: int, steps: list[int]
) -> None:
    quantities = tuple(multiple * step for step in sorted(steps))
    prices = tuple(Decimal(1000 - 10 * n) / 100 for n in range(len(quantities)))
    sold = Sold(quantities, prices, quantities[0], multiple, available, "GBP")
    ahead = Ahead(UUID(int=1), LONDON, Decimal(expected), Decimal(0), Decimal(expected + more), buyers)
    found = proposal_of(ahead, sold)
    if found is None:
        return
    terms = found.terms("T" * 200, OPENED)
    assert found.saves.minor > 0
    assert found.capacity <= available
    assert terms.quantities[0] <= terms.minimum <= terms.capacity
    assert terms.quantities[-1] <= terms.capacity
    assert terms.goods[0].capacity >= terms.goods[0].member_minimum
    assert len(terms.title) <= 120
