"""The demo market's pools: some fill, one is close to its next step, one was short and shared out, one failed.

Two are of goods made to order: one takes commitments, the goods of the other are being made.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import BUYERS, PLATFORM, SELLERS, STAFF
from demo.market import Market
from demo.trips import ENOUGH, POPULAR
from trade.catalogue.models import SKU, Product
from trade.kernel.errors import InvalidInput
from trade.parties.models import Organisation
from trade.parties.rules import Role
from trade.pooling.actions import (
    close_pool,
    draft_pool,
    end_shipment,
    finish_next,
    join_pool,
    offer_pool,
    propose_pool,
    send_order,
    send_shipment,
)
from trade.pooling.models import PoolShipment
from trade.pooling.queries import orders_to_send, pool_ideas
from trade.pooling.rules import PooledGood, Terms
from trade.pricing.queries import base_ladders
from trade.stock.models import StockLevel

CENT: Final = Decimal("0.01")
DAY: Final = timedelta(days=1)
STEPS: Final = (2, 8, 20)
"""Where the steps of a pool begin, in times the good's minimum."""
SHARES: Final = (Decimal("0.96"), Decimal("0.86"), Decimal("0.74"))
_SALES: Final = {part.organisation: part.login for part in SELLERS if Role.SALES in part.roles}


@dataclass(frozen=True, slots=True)
class Told:
    """A pool of the demo: ``joins`` are (number of the buyer, how many minimums, step insisted on).

    Its window, and by when goods made to order are ``ready``, are told in days from now; ``capacity`` and ``minimum`` in times the good's minimum.
    """

    title: str
    seller: str
    good: int
    opens: float
    closes: float
    joins: tuple[tuple[int, int, int], ...] = ()
    capacity: int = 30
    minimum: int = 2
    ready: float | None = None


POOLS: Final = (
    Told("Tableware for the winter season", "SUP-JINGDE", 0, -2.2, 4.8, ((0, 2, 0), (3, 1, 0))),
    Told("Bright ideas, together", "SUP-YIWU", 1, -4.1, 1.4, ((1, 3, 0), (2, 2, 0), (4, 2, 1))),
    Told("Toys before the holidays", "SUP-RIVER", 2, -1.3, 5.7, ((5, 4, 0), (9, 8, 0), (0, 3, 2))),
    Told("Lanterns by the case", "SUP-CANTON", 0, -10.2, -3.1, ((0, 8, 0), (1, 5, 0), (2, 6, 0), (3, 1, 0), (4, 9, 2)), 20, 8),
    Told("A roll of paper for everybody", "SUP-PENNINE", 1, -9.3, -2.2, ((5, 1, 0), (2, 2, 1)), 30, 8),
    Told("Ironware, from tomorrow", "SUP-FORGE", 2, 1.1, 8.1),
    Told("Made to order for the spring", "SUP-CANTON", 1, -1.7, 6.3, ((1, 3, 0), (3, 2, 0)), ready=34.3),
    Told("Fired for you: tableware made to order", "SUP-JINGDE", 1, -8.4, -1.4, ((2, 4, 0), (0, 5, 0), (4, 2, 2)), ready=20.6),
)  # fmt: skip


def plan_pools(market: Market, agenda: Agenda) -> None:
    """Put every pool's offering on the agenda; what becomes of it follows."""
    for told in POOLS:
        at = market.now + min(told.opens, -0.4) * DAY
        agenda.add(at, partial(_offer, market, agenda, told))
    agenda.add(market.now - DAY / 2, partial(_propose, market))


def _offer(market: Market, agenda: Agenda, told: Told, at: datetime) -> None:
    seller = market.as_person(_SALES[told.seller], told.seller, at)
    sku_id, moq, prices = _good(market, told, at)
    multiples = {n: n * moq for n in (told.capacity, told.minimum, *STEPS)}
    good = PooledGood(sku_id, prices, multiples[told.capacity], moq, moq)
    closes_at = market.now + told.closes * DAY
    terms = Terms(
        told.title, _regions(market), market.now + told.opens * DAY, closes_at, closes_at - DAY, multiples[told.minimum],
        tuple(multiples[n] for n in STEPS), (good,),
        ready_by=market.now + told.ready * DAY if told.ready is not None else None,
    )  # fmt: skip
    pool_id = offer_pool(seller, draft_pool(seller, terms))
    for number, (buyer, times, only_from) in enumerate(told.joins, 1):
        joins = partial(_join, market, pool_id, buyer, {sku_id: times * moq}, only_from)
        agenda.add(at + number * timedelta(hours=7, minutes=11), joins)
    if told.closes < 0:
        agenda.add(closes_at, partial(_close, market, agenda, pool_id))


def _good(market: Market, told: Told, at: datetime) -> tuple[UUID, int, tuple[Decimal, ...]]:
    """One of the goods that no trip buys, with what a unit costs at each step."""
    goods = (
        select(SKU.id, SKU.moq)
        .join(Product)
        .join(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.seller_id == market.find(told.seller), StockLevel.available >= ENOUGH * SKU.moq)
        .order_by(Product.rank, SKU.id)
        .offset(POPULAR)
        .limit(POPULAR)
    )
    found: dict[UUID, int] = dict(market.reading().execute(goods).all())
    ladders = base_ladders(market.reading(), found, at)
    dear = [sku_id for sku_id in found if sku_id in ladders and ladders[sku_id].steps[0].unit_price > 1]
    sku_id = dear[told.good]
    first = ladders[sku_id].steps[0].unit_price
    return sku_id, found[sku_id], tuple((first * share).quantize(CENT) for share in SHARES)


def _regions(market: Market) -> tuple[str, ...]:
    """Where the demo's buyers are."""
    codes = {part.organisation for part in BUYERS}
    ids = [market.find(code) for code in codes]
    statement = select(Organisation.region_code).where(Organisation.id.in_(ids), Organisation.region_code.is_not(None))
    return tuple(sorted(set(market.reading().scalars(statement))))


def _join(
    market: Market, pool_id: UUID, buyer: int, quantities: Mapping[UUID, int], only_from: int, at: datetime
) -> None:
    part = BUYERS[buyer]
    join_pool(market.as_person(part.login, part.organisation, at), pool_id, quantities=quantities, only_from=only_from)


def _close(market: Market, agenda: Agenda, pool_id: UUID, at: datetime) -> None:
    close_pool(market.as_system(at), pool_id)
    while finish_next(market.as_system(at), pool_id):
        pass
    shipments = select(PoolShipment.id).where(PoolShipment.pool_id == pool_id).order_by(PoolShipment.region_code)
    first = market.reading().scalars(shipments).first()
    if first is not None:
        agenda.add(at + DAY, partial(_send, market, first))


def _send(market: Market, shipment_id: UUID, at: datetime) -> None:
    """Let the orders of one region leave; the others still wait."""
    shipment = market.reading().get_one(PoolShipment, shipment_id)
    code = market.reading().get_one(Organisation, shipment.seller_id).code
    seller = market.as_person(_SALES[code], code, at)
    send_shipment(seller, shipment_id, carrier="North Sea Freight", tracking=f"{shipment_id.int % 10**10:010d}")
    assert seller.actor.person_id is not None
    for order_id in orders_to_send(market.reading(), shipment):
        send_order(market.as_system(at), shipment, order_id, seller.actor.person_id)
    end_shipment(market.as_system(at), shipment_id)


def _propose(market: Market, at: datetime) -> None:
    """Let the platform propose the pool that would have saved most, where there is one."""
    support = market.as_person(STAFF[0].login, PLATFORM.name, at)
    for row in pool_ideas(market.reading(), at):
        idea = row.idea
        title = f"{row.name.capitalize()[:60]} for {row.region_name}"
        try:
            propose_pool(support, idea.bought.seller_id, idea.terms(title, at), because={"told": idea.told})
        except InvalidInput:  # its ladder is not one of a pool
            continue
        return
