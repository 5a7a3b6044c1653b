"""The list of claims: by state, page by page, and as a file of exactly this view."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from adapters import clock
from tests.trade.claims.claimed import claim, delivered
from trade.claims.actions import withdraw_claim
from trade.kernel.paging import PAGE_ROWS


@pytest.fixture
def many(market):
    """One claim more than a page holds, of which the last was taken back."""
    market.at = clock.now()
    order_id = delivered(market)
    ids = [claim(market, order_id, 1) for _ in range(PAGE_ROWS + 1)]
    withdraw_claim(market.by(market.retailer), ids[-1])
    return ids


def listed(page):
    return [tag["href"] for tag in page.soup.select("main a[href^='/claims/']") if tag["href"].count("-") == 4]


def test_a_long_list_goes_on_and_is_narrowed_down_by_state(at_desk, market, many):
    for who in (market.retailer, market.supplier, market.support):
        first = at_desk(who).get("claims.claim_list")
        assert len(set(listed(first))) == PAGE_ROWS
        second = at_desk(who).get(first.link("Further"))
        assert set(listed(first)) | set(listed(second)) == {f"/claims/{claim_id}" for claim_id in many}
        taken_back = at_desk(who).get(first.link("Taken back 1"))
        assert set(listed(taken_back)) == {f"/claims/{many[-1]}"}
        assert "No claim stands here" in at_desk(who).get("/claims?state=rejected").words()
        assert len(set(listed(at_desk(who).get("/claims?state=nonsense")))) == PAGE_ROWS


def test_a_file_holds_the_whole_view_and_nothing_of_others(at_desk, market, many):
    page = at_desk(market.supplier).get("/claims?state=asked")
    answer = at_desk(market.supplier).get(page.link("CSV")).answer
    rows = list(csv.reader(StringIO(answer.get_data(as_text=True).lstrip("\ufeff"))))
    assert len(rows) == PAGE_ROWS + 1
    assert rows[1][5] == "Waits for the seller"
    others = at_desk(market.rival).get("/claims/list.csv").answer
    assert len(others.get_data(as_text=True).splitlines()) == 1
