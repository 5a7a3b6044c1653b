"""Pools and members for the tests of pooling."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import timedelta
from decimal import Decimal
from typing import Any
from uuid import UUID

from tests.makers import in_one_go, make_region
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Organisation
from trade.parties.rules import OrganisationKind
from trade.pooling.actions import close_pool, draft_pool, finish_next, join_pool, offer_pool
from trade.pooling.rules import PooledGood, Terms
from trade.pricing.rules import Step

LONDON, NORTH = "GB-LND", "GB-NW"
QUANTITIES = (12, 60, 240)
PRICES = (Decimal("2.50"), Decimal("2.20"), Decimal("1.85"))


def place(market: Market, *buyers: Actor, region: str = LONDON) -> None:
    """Say in which region buyers are."""
    bind_actor(market.session, Actor.system())
    make_region(market.session, region)
    for buyer in buyers:
        market.session.get_one(Organisation, buyer.organisation).region_code = region
    market.session.commit()


def shops(market: Market, number: int, *, money: int = 1_000_000, region: str = LONDON) -> list[Actor]:
    """Make shops of a region with money in their wallets."""
    with in_one_go(market.session):
        made = [market.person(market.organisation(OrganisationKind.RETAILER)) for _ in range(number)]
    place(market, *made, region=region)
    for shop in made:
        market.money(shop, money)
    return made


def good(sku_id: UUID, **values: Any) -> PooledGood:
    """Say what is pooled: by default up to 600 in sixes."""
    made: dict[str, Any] = {"unit_prices": PRICES, "capacity": 600, "multiple": 6, "member_minimum": 6} | values
    return PooledGood(sku_id=sku_id, **made)


def terms(market: Market, goods: Sequence[PooledGood], **values: Any) -> Terms:
    """Offer goods to London for a week from now, from 12 up."""
    made = {
        "title": "Kettles together", "regions": (LONDON,), "opens_at": market.at,
        "closes_at": market.at + timedelta(days=7), "withdraw_until": market.at + timedelta(days=6), "minimum": 12,
        "quantities": QUANTITIES, **values,
    }  # fmt: skip
    return Terms(goods=tuple(goods), **made)


def pool(
    market: Market, *, stock: int = 1000, in_good: dict[str, Any] | None = None, **values: Any
) -> tuple[UUID, UUID]:
    """Offer a pool of new goods; answer the pool and the SKU."""
    place(market, market.retailer, market.neighbour)
    steps = (Step(6, Decimal("2.95")), Step(300, Decimal("2.40")))
    multiple = (in_good or {}).get("multiple", 6)
    sku_id = market.goods(stock=stock, steps=steps, multiple=6 if multiple % 6 == 0 else 1)
    pool_id = draft_pool(market.by(market.supplier), terms(market, [good(sku_id, **(in_good or {}))], **values))
    return offer_pool(market.by(market.supplier), pool_id), sku_id


def join(market: Market, buyer: Actor, pool_id: UUID, sku_id: UUID, quantity: int, **values: Any) -> UUID:
    """Commit a shop to a quantity."""
    return join_pool(market.by(buyer), pool_id, quantities={sku_id: quantity}, **values)


def close(market: Market, pool_id: UUID) -> None:
    """Let a pool's time pass, close it, and make its orders."""
    market.later(days=8)
    assert close_pool(market.by(Actor.system()), pool_id)
    finish(market, pool_id)


def finish(market: Market, pool_id: UUID) -> None:
    """Resolve every commitment."""
    while finish_next(market.by(Actor.system()), pool_id):
        pass


def money_of(market: Market, buyer: Actor) -> tuple[int, int]:
    """What a buyer has in its wallet and on hold."""
    return market.balance("wallet", buyer), market.balance("hold", buyer)
