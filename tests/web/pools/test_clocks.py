"""A seller and a shop in different time zones: the pool closes when the seller said, and each reads it by their own clock."""

from __future__ import annotations

from datetime import UTC, timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.makers import in_one_go
from tests.trade.pooling.pooled import good, place, terms
from trade.parties.models import Organisation
from trade.pooling.actions import draft_pool, offer_pool

SHANGHAI, KARACHI = ZoneInfo("Asia/Shanghai"), ZoneInfo("Asia/Karachi")


@pytest.fixture
def far_apart(market):
    """Put the seller into Shanghai and the shop into Karachi, three hours behind; neither changes its clocks."""
    with in_one_go(market.session):
        for actor, zone in ((market.supplier, SHANGHAI), (market.retailer, KARACHI)):
            market.session.get_one(Organisation, actor.organisation).time_zone = zone.key
    place(market, market.retailer)
    return market


@pytest.fixture
def noon(market):
    """Noon in Shanghai, a week from now: four o'clock in the morning, UTC."""
    return (market.at + timedelta(days=7)).astimezone(SHANGHAI).replace(hour=12, minute=0, second=0, microsecond=0)


def test_noon_of_the_seller_is_what_it_typed_and_what_a_shop_elsewhere_reads_beside_its_own(far_apart, noon, at_desk):
    market, seller = far_apart, at_desk(far_apart.supplier)
    pool_id = draft_pool(market.by(market.supplier), terms(market, [good(market.goods(stock=1000))]))
    page = seller.get(f"/supplier/pools/{pool_id}/terms")
    typed = {"Closes": f"{noon:%Y-%m-%dT%H:%M}", "Members may leave until": f"{noon:%Y-%m-%dT%H:%M}"}
    seller.press(page, "Save", typed, expect=303)
    ((closes_at,),) = market.rows("SELECT closes_at FROM pools")
    assert closes_at == noon
    assert f"{closes_at.astimezone(UTC):%H:%M}" == "04:00"
    offer_pool(market.by(market.supplier), pool_id)

    facts = at_desk(market.retailer).get(f"/retailer/pools/{pool_id}").facts()
    day = f"{noon.day} {noon:%b %Y}"
    assert facts["Closes"] == facts["Can be left until"] == f"{day}, 09:00 (12:00 in Asia/Shanghai)"
    assert seller.get(f"/supplier/pools/{pool_id}").facts()["Closes"] == f"{day}, 12:00"
