"""Theme 35: a system's counts converge in any order, and tell what they came to."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters import clock
from tests.trade.stock.places import put, warehouse


def test_theme_35_late_and_repeated_observations_end_at_the_last_one(erp, market):
    sku_id = market.goods(stock=100)
    at = clock.now() - timedelta(minutes=9)

    def said(counted, minutes):
        instant = (at + timedelta(minutes=minutes)).isoformat()
        return {"source": "erp", "counts": [{"sku_id": str(sku_id), "counted": counted, "observed_at": instant}]}

    assert erp.put("/stock/observations", said(80, 2))["changed"] == 1
    assert erp.put("/stock/observations", said(90, 1)) == {"changed": 0, "agreed": 0, "older": 1, "promised": []}
    assert erp.put("/stock/observations", said(80, 2))["agreed"] == 1
    assert market.stock(sku_id)[0] == 80


@pytest.mark.parametrize(
    "wrong",
    [
        {"counts": []},
        {"counts": [{"sku_id": str(uuid4()), "counted": -1, "observed_at": "2026-01-01T00:00:00Z"}]},
        {"counts": [{"sku_id": str(uuid4()), "counted": 1, "observed_at": "yesterday"}]},
        {"counts": [{"sku_id": str(uuid4()), "counted": 1, "observed_at": "2026-01-01T00:00:00Z", "lot": "x" * 41}]},
        {"source": "", "counts": [{"sku_id": str(uuid4()), "counted": 1, "observed_at": "2026-01-01T00:00:00Z"}]},
    ],
)
def test_observations_of_a_wrong_shape_are_refused(erp, wrong):
    erp.put("/stock/observations", {"source": "erp", **wrong}, expect=422)


def test_observations_of_a_strangers_goods_and_from_the_future_are_refused(erp, market):
    theirs, mine = market.goods(market.rival), market.goods()
    past, ahead = clock.now(), clock.now() + timedelta(hours=1)
    for sku_id, at, expect in ((theirs, past, 404), (mine, ahead, 422)):
        body = {"source": "erp", "counts": [{"sku_id": str(sku_id), "counted": 1, "observed_at": at.isoformat()}]}
        erp.put("/stock/observations", body, expect=expect)


def test_a_sku_that_lies_in_several_places_is_counted_place_by_place(erp, market):
    sku_id = market.goods(stock=5)
    put(market, sku_id, 5, (warehouse(market, "Home"), warehouse(market, "North"))[1])
    refused = erp.put(f"/stock/{sku_id}/count", {"counted": 4}, expect=409)
    assert "count each of them" in refused["detail"]
