"""What the forecast's page says of a run that stands still, and of one that came to nothing."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text

from adapters import clock
from tests.trade.foretold import foretell, start_and_plan
from tests.trade.market import Market
from trade.forecasting.actions import mend_runs
from trade.forecasting.rules import GIVEN_UP_AFTER, STILL_AFTER
from trade.kernel.actor import Actor


@pytest.fixture
def at_work(market: Market) -> Market:
    """A forecast that stands, and another one that is being made."""
    sku_id = market.goods(stock=100)
    market.money(minor=500_000)
    market.order({sku_id: 12})
    foretell(market, {sku_id: 90.0})
    start_and_plan(market)
    return market


def pass_by(market: Market, span: timedelta) -> None:
    """Let so much time pass since the run came on last."""
    with market.as_system() as session:
        session.execute(
            text("UPDATE forecast_runs SET moved_at = :then WHERE state = 'fitting'"), {"then": clock.now() - span}
        )


def test_a_run_that_moves_says_how_far_it_is(owner, at_work):
    pass_by(at_work, STILL_AFTER - timedelta(minutes=5))
    assert "Your products are being forecast" in owner.get("supplier.forecast").words()


def test_a_run_that_stands_still_says_so_and_when_it_will_be_given_up(owner, at_work):
    pass_by(at_work, STILL_AFTER)
    page = owner.get("supplier.forecast")
    assert "Nothing has moved since" in page.words()
    assert "you can begin again" in page.words()
    assert not page.soup.find("button", string="Forecast anew"), "it may go on yet"
    assert "Nothing has moved since" in owner.get("supplier.forecast_progress").words()


def test_a_run_given_up_says_what_happened_and_what_to_do_until_another_begins(owner, at_work):
    pass_by(at_work, GIVEN_UP_AFTER)
    at_work.at = clock.now()
    assert mend_runs(at_work.by(Actor.system())) == 1
    page = owner.get("supplier.forecast")
    assert "The last forecast came to nothing" in page.words()
    assert "tell the platform that no forecasting worker is running" in page.words()
    assert len(page.rows("Forecast")) == 1, "what stood there stands there"
    owner.press(page, "Forecast anew")
    page = owner.get("supplier.forecast")
    assert "came to nothing" not in page.words()
    assert "Waiting for a worker" in page.words()
