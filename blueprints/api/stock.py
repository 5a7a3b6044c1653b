"""Stock, for the program that counts it."""

from collections.abc import Mapping
from typing import Any
from uuid import UUID

from blueprints.api import goods
from blueprints.api.asking import asks, paged
from blueprints.api.blueprint import answers, route, takes
from trade.parties.rules import TokenScope
from trade.stock.actions import Synced, count_stock, receive_stock, sync_counts
from trade.stock.queries import StockRow, shelf_row, shelf_rows
from trade.stock.rules import Count
from web.access import actor, by_token, call, repeatable, session


@route("/stock")
@by_token(TokenScope.READ_STOCK)
@asks(goods.StockAsked)
@answers(goods.StockPage)
def stock(asked: Mapping[str, str]) -> Mapping[str, Any]:
    """List what lies there of your SKUs, by code."""
    page = shelf_rows(session(), actor(), search=asked["q"], cursor=asked["cursor"])
    return paged(page)


@route("/stock/<uuid:sku_id>")
@by_token(TokenScope.READ_STOCK)
@answers(goods.StockRow)
def stock_of_sku(sku_id: UUID) -> StockRow:
    """Read what lies there of one of your SKUs."""
    return shelf_row(session(), actor(), sku_id)


@route("/stock/<uuid:sku_id>/count", "PUT")
@repeatable
@by_token(TokenScope.WRITE_STOCK)
@takes(goods.StockCount)
@answers(goods.Counted)
def count(said: Mapping[str, Any], sku_id: UUID) -> Mapping[str, int]:
    """Say what was counted. Never less than unshipped orders own: cancel or close those first."""
    return {"change": count_stock(call(), sku_id, **said)}


@route("/stock/<uuid:sku_id>/receipts", "POST")
@by_token(TokenScope.WRITE_STOCK)
@takes(goods.GoodsIn)
@answers(goods.OnHand, 201)
def receive(said: Mapping[str, Any], sku_id: UUID) -> Mapping[str, int]:
    """Add goods that arrived."""
    return {"on_hand": receive_stock(call(), sku_id, **said)}


@route("/stock/observations", "PUT")
@repeatable
@by_token(TokenScope.WRITE_STOCK)
@takes(goods.Observations)
@answers(goods.Synced)
def observe(said: Mapping[str, Any]) -> Synced:
    """Say what was counted where and when. Send them again, late or out of order: the last observation holds."""
    return sync_counts(call(), source=said["source"], counts=[Count(**one) for one in said["counts"]])
