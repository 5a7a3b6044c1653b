"""Whose goods a run forecasts: one's own; jobs name the seller."""

from __future__ import annotations

import pytest

from tests.trade.market import Market
from trade.forecasting.actions import start_forecast
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id


def test_a_seller_starts_its_own_and_nobody_elses(market: Market) -> None:
    seller, rival, buyer = (actor.organisation for actor in (market.supplier, market.rival, market.retailer))
    for stranger in (rival, buyer, new_id()):
        with pytest.raises(NotFound):
            start_forecast(market.by(market.supplier), stranger)
    assert market.rows("SELECT count(*) FROM forecast_runs") == [(0,)]
    start_forecast(market.by(market.supplier), seller)
    assert market.rows("SELECT seller_id FROM forecast_runs") == [(seller,)]


def test_the_clock_starts_runs_of_sellers_alone(market: Market) -> None:
    system = Actor.system()
    for nobody in (market.retailer.organisation, new_id()):
        with pytest.raises(NotFound):
            start_forecast(market.by(system), nobody)
    start_forecast(market.by(system), market.rival.organisation)
    assert market.rows("SELECT seller_id FROM forecast_runs") == [(market.rival.organisation,)]
