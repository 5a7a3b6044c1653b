"""The demo's forecasts: promised here, computed by the forecasting worker in the first minutes; and a shop that tells its sales."""

from __future__ import annotations

from datetime import timedelta
from typing import Final

from demo.market import Market
from trade.forecasting import queries
from trade.forecasting.actions import note_own_sales, start_forecast

SHOP: Final = ("buyer@meadow-harbour.example", "13408")
TOLD_DAYS: Final = 15
SOLD: Final = (3, 1, 0, 2)
"""What the shop sells a day of the goods it bought last, the second and third less, the fourth hardly."""


def look_ahead(market: Market) -> None:
    """Let a shop have told what it sold, and start a forecast for each seller."""
    _tell_sales(market)
    for seller_id in queries.sellers(market.reading()):
        start_forecast(market.as_system(market.now), seller_id)


def _tell_sales(market: Market) -> None:
    today = market.now.date()
    actor = market.as_person(*SHOP, market.now).actor
    goods = [row.sku_id for row in queries.own_sales_rows(market.reading(), actor, today, market.now)][: len(SOLD)]
    if not goods:
        return
    for back in range(1, TOLD_DAYS + 1):
        on = market.now - timedelta(days=back)
        sold = {sku_id: max(SOLD[n] - (back + n) % 2, 0) for n, sku_id in enumerate(goods)}
        note_own_sales(market.as_person(*SHOP, on), on.date(), sold)
