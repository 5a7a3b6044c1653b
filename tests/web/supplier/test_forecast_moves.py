"""Advice to move goods, on the board and on its own page, and the click that sends them."""

from __future__ import annotations

import pytest

from tests.trade.lying import badly_lying
from tests.trade.stock.places import holdings


@pytest.fixture
def lying(market):
    return badly_lying(market)[0]


def test_nothing_to_move_says_so(owner, market):
    assert "Nothing to move" in owner.get("supplier.forecast_moves").words()


def test_the_board_advises_to_move_and_one_click_sends_it(owner, market, lying):
    board = owner.get("supplier.forecast")
    assert "move 168 to North by" in board.rows("Forecast")[0][1]
    assert "move 168 to North by" in owner.get("supplier.forecast_of_sku", sku_id=lying).words()
    page = owner.get("supplier.forecast_moves")
    (row,) = page.rows("From South to North")
    assert row[2] == "168"
    assert "North has 10 and will want 150" in row[1]
    owner.press(page, "Send what is ticked")
    assert holdings(market, lying)["South", "A"] == (244, 12), "12 of it are ordered"
    assert market.rows("SELECT shipped, lot FROM transfer_lines") == [(168, "A")]
    assert "Nothing to move" in owner.get("supplier.forecast_moves").words()


def test_what_lies_there_no_more_is_refused_and_nonsense_sends_nothing(owner, clerk, market, lying):
    page = owner.get("supplier.forecast_moves")
    ways = page.soup.select("input[type=hidden][name$=_id]")
    way = {str(each["name"]): str(each["value"]) for each in ways}
    owner.post("supplier.send_moves", way | {"line": f"{lying}:401"})
    for nonsense in ({}, {"line": "x:y"}, {"line": f"{lying}:-5"}):
        owner.post("supplier.send_moves", way | nonsense)
        assert "Nothing was sent" in owner.get("supplier.forecast_moves").words()
    owner.post("supplier.send_moves", {"line": f"{lying}:5", "from_id": "1", "to_id": ""})
    assert market.rows("SELECT count(*) FROM transfers") == [(0,)]
    assert market.rows("SELECT allocated, on_hand FROM stock_levels WHERE sku_id = :id", id=lying) == [(12, 422)]
