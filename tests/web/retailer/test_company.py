"""Checkout in a company: other addresses, days, order minimums, and orders that wait for approval."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.trade.looking import snapshot
from tests.trade.market import gbp
from trade.ordering.actions import set_cart_line
from trade.parties.actions import AddressSheet, add_address, edit_address, set_limits, set_own_address, set_terms
from trade.parties.rules import Role, SpendingLimits
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step


@pytest.fixture
def kettle(market, carries):
    """Six kettles in the cart for £17.70, and £1,000 in the wallet."""
    market.money()
    sku_id = market.goods(name="Blue kettle")
    carries(sku_id, 6)
    return sku_id


@pytest.fixture
def buyer(market, kettle):
    """A colleague who may order nothing alone, with six kettles in the cart."""
    colleague = market.colleague(market.retailer, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=colleague.person_id)[0][0]
    set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(gbp(0)))
    set_cart_line(market.by(colleague), kettle, quantity=6)
    return colleague


def test_goods_go_to_the_chosen_address_on_the_day_that_was_asked_for(shop, market, kettle, at_desk):
    add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    store = add_address(market.by(market.retailer), AddressSheet("Store", "3 Back Lane"))
    set_terms(market.by(market.supplier), order_minimum=None, lead_days=3)
    page = shop.get("retailer.checkout")
    first = page.field("Wanted on")["min"]

    early = shop.press(
        page, "Place the order", {"Wanted on": "2020-01-01", "Note to this seller": "Blue ribbon"}, expect=422
    )
    assert "Choose a day from" in early.errors()["Wanted on"]
    assert early.field("Note to this seller")["value"] == "Blue ribbon"
    nonsense = shop.press(page, "Place the order", {"Wanted on": "soon"}, expect=422)
    assert "Wanted on" in nonsense.errors()
    shop.press(early, "Place the order", {"Wanted on": first, "Delivered to": str(store)})

    rows = market.rows("SELECT delivery_address, requested_on, note, id FROM orders")
    assert [(row[0], row[1].isoformat(), row[2]) for row in rows] == [("3 Back Lane", first, "Blue ribbon")]
    slip = at_desk(market.supplier).get("supplier.packing_slip", order_id=rows[0][3])
    assert slip.facts()["Deliver to"] == "3 Back Lane"
    assert slip.facts()["Wanted on"] != "no certain day"


def test_an_address_that_is_not_kept_any_more_is_asked_again_theme_23(shop, market, kettle):
    theirs = add_address(market.by(market.neighbour), AddressSheet("Theirs", "5 Hill Rise"))
    before = snapshot(market.session)

    refused = shop.post("retailer.place_orders", {"shown": "1770 GBP", "address": str(theirs)}, expect=422)

    assert refused.errors() == {"Delivered to": "This address is not on your list any more. Choose another."}
    assert "5 Hill Rise" not in refused.words()
    assert snapshot(market.session) == before


def test_what_is_missing_to_the_order_minimum_is_said_with_the_way_to_more_theme_37(shop, market, kettle):
    set_terms(market.by(market.supplier), order_minimum=gbp(5000), lead_days=0)
    seller = market.rows("SELECT name FROM organisations WHERE id = :id", id=market.supplier.organisation)[0][0]

    page = shop.get("retailer.checkout")

    assert f"£32.30 missing at {seller} This seller takes orders from £50.00." in page.words()
    assert not page.has_button("Place the order")
    assert "Blue kettle" in shop.get(page.link(f"More of {seller}")).words()
    refused = shop.post("retailer.place_orders", {"shown": "1770 GBP"}, expect=409)
    assert f"{seller} takes orders from £50.00: £32.30 are missing" in refused.alert()


def test_an_order_beyond_the_limit_waits_and_is_approved_as_it_was_shown(shop, market, buyer, kettle, at_desk):
    desk = at_desk(buyer)
    page = desk.get("retailer.checkout")
    assert "waits until somebody else here approves it" in page.words()
    asked = desk.get(desk.press(page, "Ask for approval").goes_to)
    assert asked.has_button("Take it back into the cart")
    assert not asked.has_button("Approve and order")
    assert shop.get("retailer.wallet").has_link("Approvals · 1")

    shown = shop.get(asked.path)
    market.later(seconds=1)
    set_ladder(market.by(market.supplier), kettle, steps=[Step(6, Decimal("3.00"))])
    before = snapshot(market.session)
    moved = shop.press(shown, "Approve and order", expect=409)
    assert "It comes to £18.00 now" in moved.alert()
    assert "£17.70 then, £18.00 now." in moved.words()
    assert snapshot(market.session) == before

    placed = shop.get(shop.press(moved, "Approve and order").goes_to)
    assert placed.heading() == "Your order is placed"
    rows = market.rows("SELECT placed_by, approved_by, total_minor FROM orders")
    assert rows == [(buyer.person_id, market.retailer.person_id, 1800)]
    assert not shop.get(asked.path).has_button("Approve and order")


def test_a_request_is_declined_with_a_reason_that_its_maker_reads(shop, market, buyer, at_desk):
    desk = at_desk(buyer)
    address = desk.press(desk.get("retailer.checkout"), "Ask for approval").goes_to

    empty = shop.press(shop.get(address), "Decline it", expect=422)
    assert "Why not" in empty.errors()
    shop.press(empty, "Decline it", {"Why not": "Too many kettles"})

    assert "Too many kettles" in desk.get(address).words()
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]


def test_what_was_asked_for_can_be_taken_back_and_changed(market, buyer, kettle, at_desk):
    desk = at_desk(buyer)
    asked = desk.get(desk.press(desk.get("retailer.checkout"), "Ask for approval").goes_to)

    assert desk.press(asked, "Take it back into the cart").goes_to == "/retailer/cart"

    found = market.rows("SELECT quantity FROM cart_lines l JOIN carts c ON c.id = cart_id WHERE person_id = :id",
                        id=buyer.person_id)  # fmt: skip
    assert found == [(6,)]


def test_placing_asks_the_database_no_more_often_for_eight_lines_than_for_one(shop, market, carries, statements):
    market.money()
    counts = []
    for lines in (1, 8):
        for _ in range(lines):
            carries(market.goods(), 6)
        page = shop.get("retailer.checkout")
        with statements() as heard:
            shop.press(page, "Place the order")
        counts.append(len(heard))

    assert counts[0] == counts[1] <= 24


def test_an_old_order_prints_the_same_whatever_changes_afterwards_theme_19(shop, market, kettle, at_desk):
    kept = add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    placed = shop.press(shop.get("retailer.checkout"), "Place the order").goes_to
    order_id = market.rows("SELECT id FROM orders")[0][0]
    seller = at_desk(market.supplier)
    pages = [
        (shop, shop.path("retailer.order", order_id=order_id)),
        (shop, placed),
        (seller, seller.path("supplier.packing_slip", order_id=order_id)),
    ]
    before = [desk.get(path).words() for desk, path in pages]
    market.later(seconds=1)
    set_ladder(market.by(market.supplier), kettle, steps=[Step(6, Decimal(9))])
    set_terms(market.by(market.supplier), order_minimum=gbp(9000), lead_days=30)
    edit_address(market.by(market.retailer), kept, AddressSheet("Shop", "9 New Road"))
    set_own_address(market.by(market.retailer), address="8 New Road", region_code=None)

    assert [desk.get(path).words() for desk, path in pages] == before
