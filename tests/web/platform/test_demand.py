"""Where buying together pays: what a region will want beside the steps of a price list."""

from __future__ import annotations

from decimal import Decimal

from tests.trade.foretold import foretell
from trade.pricing.rules import Step


def test_before_the_first_forecast_it_says_what_will_be_here(support):
    assert "Nowhere yet" in support.get("platform.demand").words()


def test_regions_that_reach_a_better_step_are_listed_by_what_they_save(support, market):
    steps = (Step(6, Decimal("2.95")), Step(36, Decimal("2.55")), Step(504, Decimal("2.00")))
    wanted, little = market.goods(stock=900, steps=steps), market.goods(stock=900, steps=steps)
    market.money(minor=500_000)
    market.order({wanted: 12})
    foretell(market, {wanted: 400.0, little: 30.0}, regions=("GB-LON", "GB-NW"))

    rows = support.get("platform.demand").rows("Chances")

    assert [row[0] for row in rows] == ["GB-LON", "GB-NW"]
    assert rows[0][3] == "200"
    assert rows[0][5:] == ["£2.95", "£2.55 from 36", "£80.00"]
