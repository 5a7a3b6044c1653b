"""A shop's till tells what it sold: by code or barcode, once, with what it could not say line by line."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters import clock

BARCODE = "6901234567892"


@pytest.fixture
def bought(market):
    """Two SKUs that the retailer bought of the supplier, and one of the rival's with the code of the first."""
    market.at = clock.now()
    market.money(minor=500_000)
    first = market.goods(code="TEA-1")
    second = market.goods(code="TEA-2", barcode=BARCODE)
    twin = market.goods(market.rival, code="tea-1")
    market.goods(code="TEA-9")
    market.order({first: 12, second: 12})
    return first, second, twin


def said(market, *lines: tuple[str, int], back=0):
    day = (market.at - timedelta(days=back)).date().isoformat()
    return {"day": day, "lines": [{"code": code, "sold": sold} for code, sold in lines]}


def told(market):
    sold = "SELECT code, quantity FROM own_sales JOIN skus s ON s.id = sku_id ORDER BY code"
    return dict(map(tuple, market.rows(sold)))


def test_a_till_tells_by_code_and_barcode_and_hears_which_lines_say_nothing(till, market, bought):
    lines = [("tea-1", 3), (BARCODE, 2), ("TEA-9", 1), ("TEA-2", 4), ("what?", 1)]

    answer = till.post("/own-sales", said(market, *lines), expect=201)

    assert answer == {
        "told": 2,
        "refused": [
            {"line": 2, "code": "TEA-9", "reason": "not_bought"},
            {"line": 4, "code": "what?", "reason": "not_bought"},
        ],
    }
    assert told(market) == {"TEA-1": 3, "TEA-2": 6}
    till.post("/own-sales", said(market, ("TEA-1", 0)), expect=201)
    assert told(market) == {"TEA-1": 0, "TEA-2": 6}


def test_a_code_of_two_goods_that_were_bought_says_nothing(till, market, bought):
    market.order({bought[2]: 12})
    answer = till.post("/own-sales", said(market, ("TEA-1", 3)), expect=201)
    assert answer == {"told": 0, "refused": [{"line": 0, "code": "TEA-1", "reason": "two_goods"}]}
    assert told(market) == {}


def test_the_same_key_tells_once_and_another_list_under_it_is_refused(till, market, bought):
    first = till.post("/own-sales", said(market, ("TEA-1", 3)), expect=201, key="monday-till-1")
    till.post("/own-sales", said(market, ("TEA-1", 5)), expect=201, key="monday-till-2")
    assert till.post("/own-sales", said(market, ("TEA-1", 3)), expect=201, key="monday-till-1") == first
    assert told(market) == {"TEA-1": 5}
    till.post("/own-sales", said(market, ("TEA-1", 4)), expect=422, key="monday-till-1")


@pytest.mark.parametrize(
    ("lines", "expect"),
    [([], 422), ([("TEA-1", -1)], 422), ([("", 1)], 422), ([("TEA-1", 1)] * 501, 422)],
)
def test_lists_of_a_wrong_shape_are_refused(till, market, bought, lines, expect):
    till.post("/own-sales", said(market, *lines), expect=expect)
    assert told(market) == {}


def test_a_day_ahead_is_refused_and_so_is_a_token_without_the_scope(till, market, bought, program_of):
    refused = till.post("/own-sales", said(market, ("TEA-1", 1), back=-3), expect=409)
    assert refused["code"] == "day-out-of-reach"
    other = program_of(market.retailer, "purchases:read")
    other.post("/own-sales", said(market, ("TEA-1", 1)), expect=403)
    assert told(market) == {}
