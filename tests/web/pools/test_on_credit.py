"""A shop with a credit line joins with it: it chooses, reads what is reserved, and pays when there is an order."""

from __future__ import annotations

import pytest

from tests.trade.credit.lines import open_line, standing
from tests.trade.pooling.pooled import close, money_of


@pytest.fixture
def trusted(market, shop):
    """The browser of a shop with a line of 500 pounds, and 1,000 in its wallet."""
    open_line(market, market.retailer, 50_000)
    return shop


def reserved(market) -> int:
    return standing(market, market.retailer).reserved.minor


def asked(desk, offered, count: str):
    page = desk.get(f"/retailer/pools/{offered[0]}")
    by_credit = next(o["value"] for o in page.field("Paid from").select("option") if "credit" in o.get_text())
    return desk.press(page, "Show what it costs", {"How many, piece": count, "Paid from": by_credit}, expect=200)


def test_a_pool_is_joined_on_credit_and_paid_at_its_close(market, trusted, offered):
    page = asked(trusted, offered, "30")
    assert page.fragment("pool-costs").facts()["Reserved of your line of credit, the most it can cost"] == "£75.00"
    assert "Line of credit, £500.00 free" in page.fragment("pool-costs").words()
    page = trusted.get(trusted.press(page, "Join: £75.00 is held").goes_to)
    assert page.facts()["Reserved of your line of credit"] == "£75.00"
    assert (money_of(market, market.retailer), reserved(market)) == ((100_000, 0), 7500)
    page = trusted.press(page, "Show what it costs", {"How many, piece": "36"}, expect=200)
    page = trusted.get(trusted.press(page, "Ask for this: £15.00 more is held").goes_to)
    assert (money_of(market, market.retailer), reserved(market)) == ((100_000, 0), 9000)
    close(market, offered[0])
    page = trusted.get(f"/retailer/pools/{offered[0]}")
    assert page.facts()["On your line of credit"] == "£90.00"
    assert (money_of(market, market.retailer), reserved(market)) == ((100_000, 0), 0)


def test_it_leaves_and_the_line_is_free_again(market, trusted, offered):
    page = trusted.get(trusted.press(asked(trusted, offered, "30"), "Join: £75.00 is held").goes_to)
    trusted.press(page, "Leave the pool")
    assert reserved(market) == 0


def test_a_line_that_is_short_says_how_much_it_has_and_nothing_is_reserved(market, trusted, offered):
    page = trusted.press(asked(trusted, offered, "240"), "Join: £600.00 is held", expect=409)
    assert "Your line of credit pays £500.00 more, not £600.00." in page.alert()
    assert reserved(market) == 0


def test_without_a_line_nothing_is_to_be_chosen_and_none_can_be_made_up(market, shop, offered):
    assert "Paid from" not in shop.get(f"/retailer/pools/{offered[0]}").words()
    sent = {"quantity_0": "30", "only_from": "0", "address": "", "means": "credit"}
    shop.post(f"/retailer/pools/{offered[0]}/commitment", sent, expect=422)
    assert market.rows("SELECT count(*) FROM commitments") == [(0,)]
