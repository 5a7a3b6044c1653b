"""Where buying together pays: what a region will want beside the steps of a price list."""

from __future__ import annotations

from decimal import Decimal

from adapters import clock
from tests.trade.foretold import foretell
from tests.trade.lying import badly_lying
from tests.trade.pooling.pooled import LONDON, shops
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

    assert [("GB-LON" in row[0], "GB-NW" in row[0]) for row in rows] == [(True, False), (False, True)]
    assert rows[0][1:3] == ["No shop bought it lately", "£80.00"]
    assert rows[0][3].startswith("200")
    assert rows[0][4:] == ["£2.95 £2.55 from 36", "0"]


def test_one_shop_alone_makes_an_agreement(support, market):
    market.at = clock.now()
    sku_id = market.goods(stock=600, steps=(Step(6, Decimal("2.95")), Step(36, Decimal("2.55"))))
    (shop,) = shops(market, 1)
    market.order({sku_id: 12}, shop)
    foretell(market, {sku_id: 90.0}, regions=(LONDON,))
    (row,) = support.get("platform.demand").rows("Chances")
    assert (row[1], row[5]) == ("An agreement", "1")


def test_what_lies_in_the_wrong_place_is_seen(support, market):
    badly_lying(market)
    (row,) = support.get("platform.demand").rows("Goods that lie in the wrong place")
    assert row[2:4] == ["South", "80"]
    assert row[4:7] == ["North", "2", "168"]


def test_a_chance_is_proposed_to_its_seller_with_one_click_and_once(support, market):
    market.at = clock.now()
    sku_id = market.goods(stock=600, steps=(Step(6, Decimal("2.95")), Step(36, Decimal("2.55"))))
    for shop in shops(market, 3):
        market.order({sku_id: 12}, shop)
    foretell(market, {sku_id: 90.0}, regions=(LONDON,))
    page = support.get("platform.demand")
    support.press(page, "Propose a pool")
    support.press(page, "Propose a pool")
    assert market.rows("SELECT state FROM pools") == [("proposed",)]
    page = support.get("platform.demand")
    assert "Pooled or proposed" in page.rows("Chances")[0][1]
    support.post("platform.propose_from_demand", {"seller": "x"}, expect=404)


def test_the_seller_reads_why(support, market, at_desk):
    market.at = clock.now()
    sku_id = market.goods(stock=600, steps=(Step(6, Decimal("2.95")), Step(36, Decimal("2.55"))))
    for shop in shops(market, 3):
        market.order({sku_id: 12}, shop)
    foretell(market, {sku_id: 90.0}, regions=(LONDON,))
    support.press(support.get("platform.demand"), "Propose a pool")
    ((pool_id,),) = market.rows("SELECT id FROM pools")
    words = at_desk(market.supplier).get("supplier.pool", pool_id=pool_id).words()
    assert "the region will want about 90 of these, 45 to 135" in words
    assert "saves them £36.00" in words
