"""Checking and placing: what was shown is what is ordered, or nothing is."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.trade.looking import snapshot
from trade.catalogue.models import Product
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.stock.actions import count_stock


@pytest.fixture
def filled(market, carries):
    """A cart of two sellers' goods for £109.50, and £1,000 in the wallet: (kettle, mug)."""
    market.money()
    kettle, mug = market.goods(name="Blue kettle"), market.goods(market.rival, name="Mug")
    carries(kettle, 36)
    carries(mug, 6)
    return kettle, mug


def place(shop, page, *, expect=303):
    return shop.press(page, "Place the order", expect=expect)


def test_the_check_page_shows_all_that_will_happen(shop, filled):
    page = shop.get("retailer.checkout")

    assert page.heading() == "Check your order"
    words = page.words()
    assert "Blue kettle £91.80 36 × £2.55 / piece" in words
    assert "Mug £17.70 6 × £2.95 / piece" in words
    assert "Delivered to 1 Test Street, London" in words
    assert page.facts()["In the wallet now"] == "£1,000.00"
    assert page.facts()["This order"] == "−£109.50"
    assert page.facts()["Left afterwards"] == "£890.50"
    assert "2 sellers get an order each" in words


def test_orders_are_placed_one_a_seller_and_paid_from_the_wallet(shop, market, filled, cart):
    answer = shop.press(shop.get("retailer.checkout"), "Place the order", {"Note to the sellers": "Ring twice"})
    page = shop.get(answer.goes_to)

    assert page.heading() == "Your 2 orders are placed"
    rows = market.rows("SELECT reference, total_minor, note, state FROM orders ORDER BY total_minor")
    assert [row[1:] for row in rows] == [(1770, "Ring twice", "placed"), (9180, "Ring twice", "placed")]
    assert all(reference in page.words() for reference, *_ in rows)
    assert market.balance("wallet", market.retailer) == 89_050
    assert cart() == {}


def test_theme_22_the_same_press_twice_orders_once(shop, market, filled):
    data = {"shown": "10950 GBP", "note": ""}

    first = shop.post("retailer.place_orders", data, key="one-and-the-same")
    second = shop.post("retailer.place_orders", data, key="one-and-the-same")

    assert first.goes_to == second.goes_to
    assert market.rows("SELECT count(*) FROM orders") == [(2,)]


def test_a_changed_price_is_shown_before_anything_is_ordered(shop, market, filled):
    page = shop.get("retailer.checkout")
    market.later(seconds=1)
    set_ladder(market.by(market.supplier), filled[0], steps=[Step(6, Decimal("3.00"))])
    before = snapshot(market.session)

    refused = place(shop, page, expect=409)

    assert "It came to £109.50 when you looked and comes to £125.70 now" in refused.alert()
    assert "£108.00" in refused.words()
    assert snapshot(market.session) == before
    place(shop, refused)


def test_what_was_sold_meanwhile_is_named_with_what_is_left(shop, market, filled, cart):
    page = shop.get("retailer.checkout")
    count_stock(market.by(market.supplier), filled[0], counted=20)
    before = snapshot(market.session)

    refused = shop.press(page, "Place the order", {"Note to the sellers": "Ring twice"}, expect=409)

    assert "there is less left than you want" in refused.alert()
    assert "Only 20 left" in refused.words()
    assert not refused.has_button("Place the order")
    assert snapshot(market.session) == before
    answer = shop.press(refused, "Take 18")
    assert answer.goes_to == "/retailer/checkout"
    assert cart()[filled[0]] == 18
    place(shop, shop.get(answer.goes_to))


def test_a_short_wallet_says_how_much_is_missing_and_how_to_pay_in(shop, market, carries):
    market.money(minor=10_000)
    carries(market.goods(), 36)
    carries(market.goods(), 6)
    page = shop.get("retailer.checkout")
    before = snapshot(market.session)

    assert page.facts()["Missing"] == "£9.50"
    assert "Pay in by bank transfer" in page.words()
    assert not page.has_button("Place the order")
    refused = shop.post("retailer.place_orders", {"shown": "10950 GBP"}, expect=409)
    assert "not enough money in the wallet" in refused.alert()
    assert refused.facts()["Missing"] == "£9.50"
    assert snapshot(market.session) == before


def test_goods_withdrawn_meanwhile_are_named(shop, market, filled):
    page = shop.get("retailer.checkout")
    with market.as_system() as session:
        session.query(Product).filter_by(name="Mug").update({"state": "withdrawn"})
        session.commit()
    before = snapshot(market.session)

    refused = place(shop, page, expect=409)

    assert "Mug is not for sale any more." in refused.alert()
    assert snapshot(market.session) == before
    shop.press(refused, "Take it out")
    place(shop, shop.get("retailer.checkout"))


@pytest.mark.parametrize("shown", ["", "x", "10950", "10950 GBP, 1 CNY", "10950 XXX", "-10950 GBP", "9" * 40])
def test_totals_that_nobody_showed_order_nothing(shop, market, filled, shown):
    before = snapshot(market.session)

    shop.post("retailer.place_orders", {"shown": shown}, expect=409)

    assert snapshot(market.session) == before


def test_a_note_that_is_too_long_is_kept(shop, market, filled):
    before = snapshot(market.session)

    refused = shop.press(
        shop.get("retailer.checkout"), "Place the order", {"Note to the sellers": "x" * 501}, expect=422
    )

    assert refused.errors() == {"Note to the sellers": "Use at most 500 characters."}
    assert refused.field("Note to the sellers").get_text().strip() == "x" * 501
    assert snapshot(market.session) == before


def test_an_empty_cart_has_nothing_to_check(shop, market):
    assert "Your cart is empty" in shop.get("retailer.checkout").words()
    refused = shop.post("retailer.place_orders", {"shown": ""}, expect=409)
    assert "There is nothing in the cart." in refused.alert()


def test_a_confirmation_is_the_buyers_alone(shop, market, at_desk, filled):
    target = place(shop, shop.get("retailer.checkout")).goes_to

    at_desk(market.neighbour).get(target, expect=404)
    at_desk(market.supplier).get(target, expect=403)
