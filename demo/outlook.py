"""The demo's forecasts: promised here, computed by the forecasting worker in the first minutes."""

from __future__ import annotations

from demo.market import Market
from trade.forecasting import queries
from trade.forecasting.actions import start_forecast


def look_ahead(market: Market) -> None:
    """Start a forecast for each seller."""
    for seller_id in queries.sellers(market.reading()):
        start_forecast(market.as_system(market.now), seller_id)
