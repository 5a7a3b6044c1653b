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
    """Somebody's order, so many hours before now, of so many goods from each of some suppliers."""

    hours_ago: int
    buyer: int
    sellers: tuple[int, ...]
    goods: int
    fate: Fate


_F = Fate
TRIPS: Final = (
    Trip(743, 0, (0, 1), 3, _F.RECEIVED),
    Trip(720, 1, (2, 5), 4, _F.RECEIVED),
    Trip(697, 2, (3,), 5, _F.RECEIVED),
    Trip(652, 3, (1, 4), 3, _F.RECEIVED),
    Trip(601, 4, (0, 5), 3, _F.RECEIVED),
    Trip(577, 5, (2,), 4, _F.RECEIVED),
    Trip(553, 0, (4, 3), 3, _F.RECEIVED),
    Trip(530, 1, (0,), 6, _F.CLOSED_SHORT),
    Trip(505, 8, (5, 2, 1), 3, _F.RECEIVED),
    Trip(480, 2, (1, 3), 3, _F.RECEIVED),
    Trip(457, 3, (4,), 4, _F.CANCELLED_BY_SELLER),
    Trip(409, 4, (2, 0), 3, _F.RECEIVED),
    Trip(362, 9, (3,), 5, _F.RECEIVED),
    Trip(337, 0, (5, 1), 4, _F.RECEIVED),
    Trip(290, 5, (4, 2), 3, _F.RECEIVED),
    Trip(241, 1, (0, 3), 3, _F.RECEIVED),
    Trip(193, 2, (5,), 4, _F.RECEIVED),
    Trip(172, 3, (1, 2), 3, _F.RECEIVED),
    Trip(151, 4, (4,), 3, _F.CANCELLED_BY_BUYER),
    Trip(146, 0, (2, 0), 4, _F.SHIPPED),
    Trip(122, 9, (5, 3), 4, _F.PART_SHIPPED),
    Trip(98, 1, (1,), 5, _F.SHIPPED),
    Trip(76, 6, (0, 4), 3, _F.PART_SHIPPED),
    Trip(53, 5, (3,), 3, _F.CONFIRMED),
    Trip(30, 2, (2, 5), 3, _F.CONFIRMED),
    Trip(21, 7, (1,), 4, _F.WAITS),
    Trip(9, 0, (0, 2), 3, _F.WAITS),
    Trip(3, 8, (4,), 4, _F.WAITS),
    Trip(1, 3, (5,), 2, _F.WAITS),
)

POPULAR: Final = 40
"""Buyers choose among this many best-selling goods of a supplier."""

_SUPPLIERS: Final = tuple(dict.fromkeys(part.organisation for part in SELLERS))


def plan_trips(market: Market, agenda: Agenda) -> None:
    """Put all trips on the agenda."""
    for number, trip in enumerate(TRIPS):
        at = market.now - timedelta(hours=trip.hours_ago, minutes=number * 17 % 60)
        agenda.add(at, partial(_shop, market, agenda, number, trip))


def _shop(market: Market, agenda: Agenda, number: int, trip: Trip, at: datetime) -> None:
    """Fill the cart, check it, place it; the rest of each order's life goes on the agenda."""
    buyer = BUYERS[trip.buyer]
    call = market.as_person(buyer.login, buyer.organisation, at)
    for seller in trip.sellers:
        for choice in range(trip.goods):
            sku_id, quantity = _choice(market, _SUPPLIERS[seller], number * 7 + choice * 5)
            set_cart_line(call, sku_id, quantity=quantity)
    shown = queries.cart_totals(market.session, call.actor).totals
    for order_id in place_orders(call, shown=shown).order_ids:
        plan_life(market, agenda, Life(order_id, trip.fate, buyer), at)


def _choice(market: Market, supplier: str, chance: int) -> tuple[UUID, int]:
    """Choose one of a supplier's popular goods that lie there, and one to four times its minimum."""
    popular = (
        select(SKU.id, SKU.moq)
        .join(Product)
        .join(StockLevel, StockLevel.sku_id == SKU.id)
        .where(SKU.seller_id == market.find(supplier))
        .where(StockLevel.on_hand - StockLevel.allocated - StockLevel.reserved >= 8 * SKU.moq)
        .order_by(Product.rank, SKU.id)
        .limit(POPULAR)
    )
    rows = market.reading().execute(popular).all()
    sku_id, minimum = rows[chance % len(rows)].tuple()
    return sku_id, minimum * (1 + chance % 4)
