"""A supplier of the demo market that keeps two warehouses, goods by lots, a transfer under way and a stock take begun."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.market import Market
from trade.catalogue.models import SKU, Product
from trade.stock.actions import (
    Arrived,
    Sent,
    begin_stock_take,
    count_in_take,
    open_warehouse,
    receive_stock,
    receive_transfer,
    send_transfer,
    set_shelf_days,
)
from trade.stock.models import StockLevel, TransferLine
from trade.stock.rules import Place

SELLER: Final = "SUP-FORGE"
OWNER: Final = "owner@forge-field.example"
CLERK: Final = "warehouse@forge-field.example"
MOVED: Final = 5
ENOUGH: Final = 40
"""So many times the minimum lies there of what is sent away."""

LOTS: Final = (("L-0417", 2, 48), ("L-0522", 40, 360), ("L-0610", 200, 480))
"""Lots of one SKU: how many days from now each dies, and how many units there are."""


def spread_goods(market: Market, at: datetime) -> None:
    """Open a second warehouse, send best-selling goods there, and take in something that expires."""
    owner = market.as_person(OWNER, SELLER, at)
    home = open_warehouse(owner, name="Sheffield yard", region_code="GB-YH", nearby=["GB-NW", "GB-NE"])
    north = open_warehouse(owner, name="Glasgow store", region_code="GB-SCT", nearby=["GB-NE"])
    goods = best_goods(market)
    clerk = market.as_person(CLERK, SELLER, at + timedelta(hours=1))
    _send(market, home, north, goods[:MOVED], at + timedelta(hours=1))
    kept, _ = goods[MOVED]
    set_shelf_days(clerk, kept, days=14)
    for name, days, units in LOTS:
        place = Place(home, name, market.now.date() + timedelta(days=days))
        receive_stock(clerk, kept, quantity=units, place=place)
    take = begin_stock_take(market.as_person(CLERK, SELLER, market.now - timedelta(hours=3)), warehouse_id=north)
    for number, (sku_id, minimum) in enumerate(goods[:3]):
        counted = 4 * minimum - (number == 1)
        count_in_take(market.as_person(CLERK, SELLER, market.now - timedelta(hours=2)), take, sku_id, counted=counted)


def _send(market: Market, home: UUID, north: UUID, goods: list[tuple[UUID, int]], at: datetime) -> None:
    """Two lorries: of one everything but a broken unit arrived, the other is still on its way."""
    for hours, times in ((0, 4), (24 * 36, 2)):
        clerk = market.as_person(CLERK, SELLER, at + timedelta(hours=hours))
        sent = [Sent(sku_id, times * minimum) for sku_id, minimum in goods]
        transfer_id = send_transfer(clerk, from_id=home, to_id=north, sent=sent)
        if hours == 0:
            lines = market.reading().scalars(
                select(TransferLine).where(TransferLine.transfer_id == transfer_id).order_by(TransferLine.position)
            )
            arrived = [
                Arrived(line.id, received=line.shipped - (line.position == 1), rejected=int(line.position == 1))
                for line in lines.all()
            ]
            receive_transfer(market.as_person(CLERK, SELLER, at + timedelta(hours=20)), transfer_id, arrived=arrived)


def best_goods(market: Market) -> list[tuple[UUID, int]]:
    """Find the seller's best-selling goods with their minimum."""
    plenty = StockLevel.on_hand >= ENOUGH * SKU.moq
    statement = select(SKU.id, SKU.moq).join(Product).join(StockLevel, StockLevel.sku_id == SKU.id)
    own = statement.where(SKU.seller_id == market.find(SELLER), plenty)
    ordered = own.order_by(Product.rank, SKU.id).limit(MOVED + 1)
    return [(sku_id, minimum) for sku_id, minimum in market.reading().execute(ordered)]
