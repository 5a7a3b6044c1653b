"""Asking a seller for a price for all that lies in the cart of it: one inquiry, one quote, one order."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from adapters import clock
from tests.trade.looking import snapshot
from trade.ordering.actions import set_cart_line
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step


@pytest.fixture
def goods(market, carries):
    """Two kettles of the supplier and a lamp of its rival, all in the cart."""
    market.money()
    kettles = [market.goods(name=f"Kettle {n}", code=f"KET-{n}") for n in (1, 2)]
    for sku_id in (*kettles, market.goods(market.rival, name="Lamp", code="LAMP")):
        carries(sku_id, 12)
    return kettles


def seller_of(market):
    return market.supplier.organisation


def ask_button(page):
    return next(tag.text for tag in page.soup.select("main form button") if tag.text.startswith("Ask "))


def test_one_sellers_part_of_the_cart_is_asked_quoted_and_ordered_as_one_theme_25(shop, market, goods, at_desk, cart):
    page = shop.get("retailer.new_cart_inquiry", seller_id=seller_of(market))
    assert page.path in {link["href"] for link in shop.get("retailer.cart").soup.select("main a")}
    assert "Lamp" not in page.words()
    entries = {"How many of KET-1": "60", "Different about KET-1": "Our name in red"}
    asked = shop.get(shop.press(page, ask_button(page), entries).goes_to)
    assert "Our name in red" in asked.words()
    assert len(cart()) == 3  # it was not asked to leave the cart

    desk = at_desk(market.supplier)
    inquiry = desk.get(asked.path.replace("/retailer/", "/supplier/"))
    given = {"Price of one KET-1": "2.10", "Price of one KET-2": "2.00"}
    last_day = (clock.now().date() + timedelta(days=7)).isoformat()
    desk.press(inquiry, "Send the quote", {**given, "Holds up to and including": last_day})

    for sku_id in goods:  # the lists say something else the same minute
        set_ladder(market.by(market.supplier), sku_id, steps=[Step(6, Decimal(9))])
    placed = shop.press(shop.get(asked.path), "Order at this quote")
    assert shop.get(placed.goes_to).heading() == "Your order is placed"
    assert market.rows("SELECT total_minor FROM orders") == [(60 * 210 + 12 * 200,)]
    lines = market.rows("SELECT sku_code, quantity, unit_price FROM order_lines ORDER BY position")
    assert lines == [("KET-1", 60, Decimal("2.1")), ("KET-2", 12, Decimal(2))]


def test_lines_leave_the_cart_if_asked_to_and_sending_twice_asks_once(shop, market, goods, cart):
    path = shop.path("retailer.ask_for_cart", seller_id=seller_of(market))
    first, second = goods
    sent = {f"quantity_{first.hex}": "20", f"quantity_{second.hex}": "", "leaves_cart": "y"}

    answers = [shop.post(path, sent, key="sent-twice-but-once-asked").goes_to for _ in range(2)]

    assert answers[0] == answers[1]
    assert market.rows("SELECT count(*) FROM inquiries") == [(1,)]
    assert market.rows("SELECT sku_id, quantity FROM inquiry_lines") == [(first, 20)]
    assert first not in cart()
    assert cart()[second] == 12


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ({"How many of KET-1": "1,5"}, {"How many of KET-1": "Enter a whole number such as 12."}),
        ({"Wanted on": "2020-01-01"}, {"Wanted on"}),
        ({"Different about KET-2": "x" * 1001}, {"Different about KET-2": "Use at most 1000 characters."}),
    ],
)
def test_what_cannot_be_asked_is_said_at_its_field_and_changes_nothing(shop, market, goods, typed, said):
    page = shop.get("retailer.new_cart_inquiry", seller_id=seller_of(market))
    before = snapshot(market.session)

    refused = shop.press(page, ask_button(page), {**typed, "Different about KET-1": "Red"}, expect=422)

    assert refused.errors() == said if isinstance(said, dict) else set(refused.errors()) == said
    assert refused.field("Different about KET-1")["value"] == "Red"
    assert snapshot(market.session) == before


def test_nothing_at_all_is_not_asked_for(shop, market, goods):
    page = shop.get("retailer.new_cart_inquiry", seller_id=seller_of(market))
    none = {"How many of KET-1": "", "How many of KET-2": "0"}

    refused = shop.press(page, ask_button(page), none, expect=422)

    assert "Enter for at least one line how many you would take." in refused.alert()


def test_a_seller_of_whom_nothing_lies_in_the_cart_leads_back_to_it(shop, market):
    answer = shop.get("retailer.new_cart_inquiry", expect=303, seller_id=seller_of(market))
    assert answer.goes_to == shop.path("retailer.cart")


def test_lines_of_other_sellers_are_not_mixed_in_and_nobody_elses_cart_is_touched(shop, market, goods, at_desk):
    lamp = market.rows("SELECT id FROM skus WHERE code = 'LAMP'")[0][0]
    sent = {f"quantity_{sku_id.hex}": "6" for sku_id in (goods[0], lamp)}
    before = snapshot(market.session)
    shop.post("retailer.ask_for_cart", sent, seller_id=seller_of(market), expect=404)
    assert snapshot(market.session) == before

    set_cart_line(market.by(market.neighbour), goods[0], quantity=12)
    own = {f"quantity_{goods[0].hex}": "6", "leaves_cart": "y"}
    at_desk(market.neighbour).post("retailer.ask_for_cart", own, seller_id=seller_of(market))
    carts = market.rows("SELECT buyer_id, count(*) FROM cart_lines GROUP BY 1")
    assert carts == [(market.retailer.organisation, 3)]
