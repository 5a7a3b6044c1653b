"""Shopping trips: what the demo's buyers order, and what becomes of each order."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import BUYERS, SELLERS
from demo.lives import Fate, Life, plan_life
from demo.market import Market
from trade.catalogue.models import SKU, Product
from trade.ordering import queries
from trade.ordering.actions import place_orders, set_cart_line
from trade.stock.models import StockLevel


@dataclass(frozen=True, slots=True)
class Trip:
    """Somebody's order of so many goods from each of some suppliers.

    It is placed at an hour some days ago; where that is today, so many hours before now.
    """

    days_ago: int
    hour: int
    buyer: int
    sellers: tuple[int, ...]
    goods: int
    fate: Fate


_F = Fate
TRIPS: Final = (
    Trip(31, 9, 0, (0, 1), 3, _F.RECEIVED),
    Trip(30, 8, 1, (2, 5), 4, _F.RECEIVED),
    Trip(29, 17, 2, (3,), 5, _F.RECEIVED),
    Trip(27, 12, 3, (1, 4), 3, _F.RECEIVED),
    Trip(25, 15, 4, (0, 5), 3, _F.RECEIVED),
    Trip(24, 17, 5, (2,), 4, _F.RECEIVED),
    Trip(23, 9, 0, (4, 3), 3, _F.RECEIVED),
    Trip(22, 8, 1, (0,), 6, _F.CLOSED_SHORT),
    Trip(21, 13, 8, (5, 2, 1), 3, _F.RECEIVED),
    Trip(20, 8, 2, (1, 3), 3, _F.RECEIVED),
    Trip(19, 17, 3, (4,), 4, _F.CANCELLED_BY_SELLER),
    Trip(17, 11, 4, (2, 0), 3, _F.RECEIVED),
    Trip(15, 12, 9, (3,), 5, _F.RECEIVED),
    Trip(14, 17, 0, (5, 1), 4, _F.RECEIVED),
    Trip(12, 8, 5, (4, 2), 3, _F.RECEIVED),
    Trip(10, 15, 1, (0, 3), 3, _F.RECEIVED),
    Trip(8, 9, 2, (5,), 4, _F.RECEIVED),
    Trip(7, 12, 3, (1, 2), 3, _F.RECEIVED),
    Trip(6, 15, 4, (4,), 3, _F.CANCELLED_BY_BUYER),
    Trip(6, 10, 0, (2, 0), 4, _F.SHIPPED),
    Trip(5, 12, 9, (5, 3), 4, _F.PART_SHIPPED),
    Trip(4, 14, 1, (1,), 5, _F.SHIPPED),
    Trip(3, 10, 6, (0, 4), 3, _F.PART_SHIPPED),
    Trip(2, 9, 5, (3,), 3, _F.CONFIRMED),
    Trip(1, 8, 2, (2, 5), 3, _F.CONFIRMED),
    Trip(1, 9, 7, (1,), 4, _F.WAITS),
    Trip(1, 16, 0, (0, 2), 3, _F.WAITS),
    Trip(0, 3, 8, (4,), 4, _F.WAITS),
    Trip(0, 1, 3, (5,), 2, _F.WAITS),
    # So many orders that these two have a score: one that keeps its days, and one that does not always.
    Trip(28, 10, 8, (2, 0), 2, _F.RECEIVED),
    Trip(26, 11, 9, (2, 0), 2, _F.RECEIVED),
    Trip(18, 14, 6, (2, 0), 2, _F.RECEIVED),
    Trip(16, 10, 7, (2, 0), 2, _F.RECEIVED),
)

POPULAR: Final = 40
"""Buyers choose among this many best-selling goods of a supplier."""

ENOUGH: Final = 40
"""So many times the minimum lies there of what they choose."""

_SUPPLIERS: Final = tuple(dict.fromkeys(part.organisation for part in SELLERS))


Goods = dict[str, list[tuple[UUID, int]]]
"""What buyers choose from: by supplier, popular SKUs with their minimum."""


def plan_trips(market: Market, agenda: Agenda) -> None:
    """Put all trips on the agenda."""
    goods = {supplier: popular(market, supplier) for supplier in _SUPPLIERS}
    for number, trip in enumerate(TRIPS):
        at = market.on(trip.days_ago, trip.hour) if trip.days_ago else market.now - timedelta(hours=trip.hour)
        agenda.add(
            at + timedelta(minutes=number * 17 % 60, seconds=number * 41 % 60),
            partial(_shop, market, agenda, goods, number, trip),
        )


def _shop(market: Market, agenda: Agenda, goods: Goods, number: int, trip: Trip, at: datetime) -> None:
    """Fill the cart, check it, place it; the rest of each order's life goes on the agenda."""
    buyer = BUYERS[trip.buyer]
    call = market.as_person(buyer.login, buyer.organisation, at)
    for seller in trip.sellers:
        choices = goods[_SUPPLIERS[seller]]
        for chance in range(number * 7, number * 7 + trip.goods * 5, 5):
            sku_id, minimum = choices[chance % len(choices)]
            set_cart_line(call, sku_id, quantity=minimum * (1 + chance % 4))
    shown = queries.cart_totals(market.session, call.actor).totals
    for order_id in place_orders(call, shown=shown).order_ids:
        plan_life(market, agenda, Life(order_id, trip.fate, buyer), at)


def popular(market: Market, supplier: str) -> list[tuple[UUID, int]]:
    """Find a supplier's best-selling goods of which enough lies there for the whole month."""
    popular = (
        select(SKU.id, SKU.moq)
        .join(Product)
        .join(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.seller_id == market.find(supplier), StockLevel.on_hand >= ENOUGH * SKU.moq)
        .order_by(Product.rank, SKU.id)
        .limit(POPULAR)
    )
    return [(sku_id, minimum) for sku_id, minimum in market.reading().execute(popular)]
