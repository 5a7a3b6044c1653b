"""What becomes of an order in the demo market, step by step, by the people whose step it is."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import SELLERS, Part
from demo.market import Market
from trade.kernel.work import Call
from trade.ordering.actions import cancel_order, close_short, confirm_order, confirm_receipt, ship_order
from trade.ordering.models import Order, OrderLine, Shipment
from trade.parties.models import Organisation
from trade.parties.rules import Role

ANSWER: Final = timedelta(hours=2, minutes=20)
PACKING: Final = timedelta(hours=22, minutes=35)
REST: Final = timedelta(hours=40)
TRANSIT: Final = timedelta(hours=50)
CARRIERS: Final = ("Parcel Post", "North Sea Freight", "Swift Couriers")

_SALES: Final = {part.organisation: part.login for part in SELLERS if Role.SALES in part.roles}


class Fate(StrEnum):
    """How far an order comes."""

    WAITS = "waits"
    CONFIRMED = "confirmed"
    PART_SHIPPED = "part_shipped"
    SHIPPED = "shipped"
    RECEIVED = "received"
    CLOSED_SHORT = "closed_short"
    CANCELLED_BY_BUYER = "cancelled_by_buyer"
    CANCELLED_BY_SELLER = "cancelled_by_seller"


@dataclass(frozen=True, slots=True)
class Life:
    """An order, how far it comes, and who bought it."""

    order_id: UUID
    fate: Fate
    buyer: Part


def plan_life(market: Market, agenda: Agenda, life: Life, placed_at: datetime) -> None:
    """Plan the order's next steps."""
    if life.fate is Fate.WAITS:
        return
    if life.fate is Fate.CANCELLED_BY_BUYER:
        agenda.add(placed_at + ANSWER, partial(_take_back, market, life))
        return
    agenda.add(placed_at + ANSWER, partial(_confirm, market, agenda, life))


def _take_back(market: Market, life: Life, at: datetime) -> None:
    call = market.as_person(life.buyer.login, life.buyer.organisation, at)
    cancel_order(call, life.order_id, reason="Ordered twice by mistake")


def _confirm(market: Market, agenda: Agenda, life: Life, at: datetime) -> None:
    seller = _seller(market, life, at)
    confirm_order(seller, life.order_id)
    if life.fate is Fate.CANCELLED_BY_SELLER:
        agenda.add(at + PACKING, partial(_give_up, market, life))
    elif life.fate is not Fate.CONFIRMED:
        agenda.add(at + PACKING, partial(_ship, market, agenda, life))


def _give_up(market: Market, life: Life, at: datetime) -> None:
    cancel_order(_seller(market, life, at), life.order_id, reason="The kiln broke: we cannot make these this month")


def _ship(market: Market, agenda: Agenda, life: Life, at: datetime) -> None:
    """Ship everything; or all but the last line, of which nothing comes or the rest is given up."""
    lines = list(
        market.reading().scalars(
            select(OrderLine).where(OrderLine.order_id == life.order_id).order_by(OrderLine.position)
        )
    )
    in_part = life.fate in {Fate.PART_SHIPPED, Fate.CLOSED_SHORT}
    quantities = {line.id: line.quantity for line in (lines[:-1] if in_part else lines)}
    ship_order(
        _seller(market, life, at),
        life.order_id,
        quantities=quantities,
        carrier=CARRIERS[life.order_id.int % len(CARRIERS)],
        tracking=f"{life.order_id.int % 10**10:010d}",
    )
    if life.fate is Fate.CLOSED_SHORT:
        agenda.add(at + REST, partial(_close_short, market, life))
    if life.fate in {Fate.RECEIVED, Fate.CLOSED_SHORT}:
        agenda.add(at + TRANSIT, partial(_receive, market, life))


def _close_short(market: Market, life: Life, at: datetime) -> None:
    close_short(_seller(market, life, at), life.order_id, reason="The last of it broke in the warehouse")


def _receive(market: Market, life: Life, at: datetime) -> None:
    shipments = select(Shipment.id).where(Shipment.order_id == life.order_id)
    for shipment_id in list(market.reading().scalars(shipments)):
        confirm_receipt(market.as_person(life.buyer.login, life.buyer.organisation, at), shipment_id)


def _seller(market: Market, life: Life, at: datetime) -> Call:
    """Act as the sales person of whoever the order went to."""
    code = (
        market.reading()
        .scalars(
            select(Organisation.code).join(Order, Order.seller_id == Organisation.id).where(Order.id == life.order_id)
        )
        .one()
    )
    return market.as_person(_SALES[code], code, at)
