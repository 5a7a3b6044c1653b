"""A seller that was let in some weeks ago and trades on trial: three products, some orders, not enough of them yet."""

from __future__ import annotations

from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import BUYERS
from demo.market import Market
from trade.catalogue.actions import ProductSheet, create_product
from trade.catalogue.models import Category
from trade.ordering.actions import confirm_order, confirm_receipt, place_orders, set_cart_line, ship_order
from trade.ordering.models import OrderLine, Shipment
from trade.ordering.queries import cart_totals
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.stock.actions import receive_stock

NAME: Final = "Eden Valley Candles"
LOGIN: Final = "owner@eden-candles.example"
GOODS: Final = (
    ("EV-101", "BEESWAX CANDLE, SHORT", "蜂蜡蜡烛（短）", "2.40"),
    ("EV-102", "BEESWAX CANDLE, TALL", "蜂蜡蜡烛（长）", "3.10"),
    ("EV-201", "LAVENDER CANDLE IN A TIN", "薰衣草罐装蜡烛", "4.25"),
)
ORDERS: Final = ((16, 0), (12, 2), (8, 3), (5, 4), (1, 1))
"""(Days ago, which buyer.) What is older than three days has arrived."""


def plan_trial(market: Market, agenda: Agenda, days_ago: int) -> None:
    """Have the seller offer its goods the day after it was let in, and be ordered from."""
    goods: list[UUID] = []
    agenda.add(market.on(days_ago - 1, 9), partial(_offer, market, goods))
    for number, (ago, buyer) in enumerate(ORDERS):
        agenda.add(
            market.on(ago, 10) + timedelta(minutes=7 * number), partial(_order, market, agenda, goods, number, buyer)
        )


def _offer(market: Market, goods: list[UUID], at: datetime) -> None:
    category_id = market.reading().scalars(select(Category.id).order_by(Category.slug).limit(1)).one()
    seller = market.as_person(LOGIN, NAME, at)
    for code, name, name_zh, price in GOODS:
        sheet = ProductSheet(code, name, name_zh, "", category_id, "piece", 6, 6, 6, "", is_offered=True)
        made = create_product(seller, sheet)
        set_ladder(seller, made.sku_id, steps=(Step(6, Decimal(price)), Step(48, Decimal(price) - Decimal("0.30"))))
        receive_stock(seller, made.sku_id, quantity=600)
        goods.append(made.sku_id)


def _order(market: Market, agenda: Agenda, goods: list[UUID], number: int, buyer: int, at: datetime) -> None:
    part = BUYERS[buyer]
    call = market.as_person(part.login, part.organisation, at)
    set_cart_line(call, goods[number % len(goods)], quantity=12)
    (order_id,) = place_orders(call, shown=cart_totals(market.session, call.actor).totals).order_ids
    agenda.add(at + timedelta(hours=20), partial(_send, market, agenda, order_id, buyer))


def _send(market: Market, agenda: Agenda, order_id: UUID, buyer: int, at: datetime) -> None:
    lines = market.reading().scalars(select(OrderLine).where(OrderLine.order_id == order_id))
    quantities = {line.id: line.quantity for line in lines}
    confirm_order(market.as_person(LOGIN, NAME, at - timedelta(hours=18)), order_id)
    ship_order(market.as_person(LOGIN, NAME, at), order_id, quantities=quantities, carrier="Parcel Post", tracking="")
    agenda.add(at + timedelta(hours=50), partial(_receive, market, order_id, buyer))


def _receive(market: Market, order_id: UUID, buyer: int, at: datetime) -> None:
    shipment_id = market.reading().scalars(select(Shipment.id).where(Shipment.order_id == order_id)).one()
    confirm_receipt(market.as_person(BUYERS[buyer].login, BUYERS[buyer].organisation, at), shipment_id)
