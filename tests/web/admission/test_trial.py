"""A trial on the pages of its seller, of the platform's people, and of who buys."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters import clock
from tests.trade.admission.trying import on_trial, proved
from trade.ordering.actions import set_cart_line

LONG = timedelta(days=31)


@pytest.fixture
def now(market):
    market.at = clock.now()
    return market.at


def test_a_seller_sees_on_its_desk_what_the_trial_asks_and_how_far_it_is(at_desk, market, now):
    seller = on_trial(market)
    market.one_order(6, seller)
    desk = at_desk(seller)

    today = desk.get("supplier.today")
    assert "You are on trial" in today.words()
    assert "1 of at most 2 orders are open" in today.words()
    page = desk.get(today.link("What the trial asks"))
    rows = {row[0]: row[1:] for row in page.rows("What the trial asks")}
    assert rows["Orders delivered Missing"] == ["0", "at least 10"]
    assert rows["There in time and in full Missing"] == ["nothing yet", "at least 80%"]
    assert rows["Products held back by an inspection There"] == ["0", "none"]
    assert "on trial" not in at_desk(market.supplier).get("supplier.today").words().lower()


def test_a_person_passes_what_is_there_and_gives_reasons_for_the_rest(at_desk, market, now):
    market.at -= LONG
    ready = proved(market)
    fresh = on_trial(market)
    staff = at_desk(market.support)
    rows = staff.get("platform.admission_list").rows("On trial")
    assert [row[1] for row in rows] == ["5 / 5", "1 / 5"]
    assert rows[0][4] == "To be passed"

    page = staff.get("platform.admission", organisation_id=fresh.organisation)
    assert not page.has_button("Pass the trial")
    early = staff.post("platform.pass_trial", organisation_id=fresh.organisation, expect=409)
    assert "this is still missing: Days on the market" in early.words()
    assert staff.press(page, "Extend it", expect=422).errors()["What is wrong"]
    staff.press(page, "Extend it", {"What is wrong": "Too few orders."})
    staff.press(page, "End it", {"What is wrong": "Empty parcels."})
    assert "Empty parcels." in staff.get(page.path).words()
    staff.press(staff.get("platform.admission", organisation_id=ready.organisation), "Pass the trial")
    assert "Trial passed" in at_desk(ready).get("admission.own").words()


def test_who_buys_reads_that_a_seller_is_new_and_why_there_is_no_room(at_desk, market, now):
    seller = on_trial(market, 1)
    sku_id = market.goods(seller)
    shop = at_desk(market.retailer)
    for page in (
        shop.get("retailer.seller", seller_id=seller.organisation),
        shop.get("retailer.product", sku_id=sku_id),
    ):
        assert "New on Pinhuo" in page.words()
    market.one_order(6, seller)
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    market.money()
    assert "New on Pinhuo" in shop.get("retailer.cart").words()
    refused = shop.press(shop.get("retailer.checkout"), "Place the order", expect=409)
    assert "is new on Pinhuo and has as many open orders as a new seller may have: 1." in refused.words()
    assert "New on Pinhuo" not in shop.get("retailer.product", sku_id=market.goods()).words()
