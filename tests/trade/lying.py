"""Goods that lie in the wrong place, by a forecast told by hand."""

from __future__ import annotations

from uuid import UUID

from tests.trade.foretold import foretell
from tests.trade.market import Market
from tests.trade.stock.places import NORTH, SOUTH, put, regions, warehouse


def badly_lying(market: Market) -> tuple[UUID, UUID, UUID]:
    """Let 400 of a SKU be free in the south and 10 in the north; each will want about 150. Answer SKU, south, north."""
    regions(market)
    south, north = warehouse(market, "South", SOUTH), warehouse(market, "North", NORTH)
    sku_id = market.goods(stock=0, pack_size=12)
    put(market, sku_id, 412, south, lot="A")
    put(market, sku_id, 10, north)
    market.money(minor=500_000)
    market.order({sku_id: 12})
    foretell(market, {sku_id: 300.0}, regions=(SOUTH, NORTH))
    return sku_id, south, north
