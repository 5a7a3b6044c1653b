"""The platform sees where small orders would reach a better step together, why, and proposes it."""

from __future__ import annotations

import pytest

from tests.trade.pooling.pooled import place


@pytest.fixture
def support(market, at_desk):
    return at_desk(market.support)


@pytest.fixture
def bought(market):
    """Three shops of London have each bought twelve by themselves, at 2.95; from 36 it is 2.55."""
    sku_id = market.goods(stock=1000)
    buyers = [market.retailer, market.neighbour, market.person(market.organisation("retailer"))]
    place(market, *buyers)
    for buyer in buyers:
        market.money(buyer)
        market.order({sku_id: 12}, buyer)
    return sku_id


def test_an_idea_is_shown_with_its_reasons_and_proposed(support, market, bought, at_desk):
    page = support.get("/platform/pools")
    (row,) = page.rows("Worth proposing")
    assert "3 shops bought 36 of these in 3 orders" in row[2]
    assert "the step from 36, at £2.55 each" in row[2]
    assert row[3] == "£14.40"
    page = support.get(support.press(page, "Propose").goes_to)
    assert "They agree with one click." in page.status()
    assert "Nothing to propose at present" in page.words()
    assert [row[1] for row in page.rows("All pools")] == ["Proposed"]
    (pool_id,) = market.rows("SELECT id FROM pools")[0]
    seller = at_desk(market.supplier)
    page = seller.get(f"/supplier/pools/{pool_id}")
    assert "3 shops bought 36 of these" in page.words()
    page = seller.get(seller.press(page, "Agree, and offer it now").goes_to)
    assert "together" in at_desk(market.retailer).get("/retailer/pools").words()


def test_what_is_no_idea_any_more_is_not_found(support, market, bought):
    support.post("/platform/pools/proposals", {"sku": str(bought), "region": "GB-XX"}, expect=404)
    support.post("/platform/pools/proposals", {"sku": "x"}, expect=404)
    support.post("/platform/pools/proposals", {}, expect=404)
    assert market.rows("SELECT count(*) FROM pools") == [(0,)]
