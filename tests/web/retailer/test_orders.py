"""Following orders: the list, one order, receipt, cancellation, ordering again."""

from __future__ import annotations

import pytest

from tests.trade.looking import snapshot
from trade.catalogue.models import Product
from trade.ordering.actions import close_short, confirm_receipt
from trade.parties.rules import Role


def listed(page):
    return [tag.get_text(strip=True) for tag in page.soup.select("main li a > b")]


def reference(market, order_id):
    return market.read_order(order_id).reference


def test_orders_are_listed_and_a_state_narrows_down(shop, market):
    placed, confirmed = market.one_order(), market.confirmed()
    market.one_order(buyer=market.neighbour)

    page = shop.get("retailer.orders")

    assert set(listed(page)) == {reference(market, placed), reference(market, confirmed)}
    states = page.within(page.soup.select_one('nav[aria-label="States"]')).words()
    assert states == "All 2 Placed 1 Confirmed 1"
    assert listed(shop.get("retailer.orders", state="placed")) == [reference(market, placed)]


def test_the_list_costs_the_same_at_any_length(shop, market, statements):
    market.one_order()
    shop.get("retailer.orders")
    with statements() as few:
        shop.get("retailer.orders")
    for _ in range(4):
        market.one_order()
    with statements() as many:
        shop.get("retailer.orders")

    assert len(many) == len(few)


def test_a_reference_opens_its_order(shop, market):
    order_id = market.one_order()

    answer = shop.get("retailer.orders", q=f" {reference(market, order_id).lower()} ", expect=303)

    assert answer.goes_to == f"/retailer/orders/{order_id}"
    assert "No such order" in shop.get("retailer.orders", q="PO-XXXX-XXX").words()


def test_without_orders_the_way_leads_to_the_goods(shop):
    assert shop.get("retailer.orders").link("Find products") == "/retailer/products"


def test_an_order_shows_where_it_stands_its_goods_and_its_history(shop, market):
    order_id = market.confirmed()
    market.ship(order_id, 12)

    page = shop.get("retailer.order", order_id=order_id)

    assert page.heading() == reference(market, order_id)
    assert page.items("Steps") == ["Placed", "Confirmed", "Partly shipped", "Delivered", "Completed"]
    assert "12 shipped · 24 to be shipped" in page.words()
    assert page.facts()["Paid from the wallet"] == page.facts()["You pay"] == "£91.80"
    history = page.items("What happened")
    assert [line.split("2 Mar")[0].strip() for line in history] == [
        "Goods left the seller",
        "Confirmed by the seller",
        "Order placed and paid",
    ]
    assert "Units 12" in history[0]
    assert market.rows("SELECT name FROM people WHERE id = :id", id=market.retailer.person_id)[0][0] in history[2]


def test_receipt_is_confirmed_once(shop, market):
    order_id = market.confirmed()
    market.ship(order_id)
    page = shop.get("retailer.order", order_id=order_id)
    name = next(tag.get_text(strip=True) for tag in page.soup.select("button") if "Confirm receipt" in tag.text)

    answer = shop.press(page, name)

    page = shop.get(answer.goes_to)
    assert "receipt is confirmed" in page.status()
    assert market.read_order(order_id).state == "delivered"
    assert "Received on" in page.words()
    assert not page.has_button(name)


def test_a_shipment_of_others_cannot_be_received(shop, market, at_desk):
    order_id = market.confirmed()
    shipment = market.ship(order_id)
    neighbour, seller = at_desk(market.neighbour), at_desk(market.supplier)
    before = snapshot(market.session)

    path = shop.path("retailer.receive", shipment_id=shipment)
    neighbour.post(path, expect=404)
    seller.post(path, expect=403)

    assert snapshot(market.session) == before


def test_an_order_is_cancelled_with_a_reason_and_the_money_is_back(shop, market):
    order_id = market.one_order()

    entries = {"Reason": "Ordered twice"}
    answer = shop.press(shop.get("retailer.order", order_id=order_id), "Cancel and get the money back", entries)

    page = shop.get(answer.goes_to)
    assert "£91.80 is back in your wallet" in page.status()
    assert page.items("Steps") == ["Placed", "Cancelled"]
    assert page.facts()["You pay"] == "£0.00"
    assert "36 cancelled" in page.words()
    assert "Reason Ordered twice" in page.items("What happened")[0]
    assert market.balance("wallet", market.retailer) == 100_000


@pytest.mark.parametrize(("reason", "sentence"), [("", "Say in a few words why"), ("x" * 201, "at most 200")])
def test_a_cancellation_needs_a_reason(shop, market, reason, sentence):
    order_id = market.one_order()
    before = snapshot(market.session)

    page = shop.get("retailer.order", order_id=order_id)
    refused = shop.press(page, "Cancel and get the money back", {"Reason": reason}, expect=422)

    assert sentence in refused.errors()["Reason"]
    assert refused.field("Reason")["value"] == reason
    assert snapshot(market.session) == before


def test_what_has_been_shipped_is_not_cancelled(shop, market):
    order_id = market.confirmed()
    page = shop.get("retailer.order", order_id=order_id)
    market.ship(order_id)
    before = snapshot(market.session)

    refused = shop.press(page, "Cancel and get the money back", {"Reason": "Too late"}, expect=409)

    assert "“On its way”" in refused.words()
    assert snapshot(market.session) == before


def test_what_the_seller_could_not_ship_is_back_in_the_wallet(shop, market):
    order_id = market.confirmed()
    market.ship(order_id, 12)
    close_short(market.by(market.supplier), order_id, reason="none left")

    page = shop.get("retailer.order", order_id=order_id)

    assert page.facts()["Back in the wallet"] == "−£61.20"
    assert page.facts()["You pay"] == "£30.60"
    assert "12 shipped · 24 cancelled" in page.words()


def test_ordering_again_fills_the_cart(shop, market, cart):
    order_id = market.one_order()
    [(sku_id,)] = market.rows("SELECT sku_id FROM order_lines")

    answer = shop.press(shop.get("retailer.order", order_id=order_id), "Order again")

    assert answer.goes_to == "/retailer/cart"
    assert cart() == {sku_id: 36}
    assert "1 line is in your cart." in shop.get("retailer.cart").status()


def test_ordering_again_never_takes_from_the_cart_and_names_what_is_gone(shop, market, cart, carries):
    kettle, mug = market.goods(name="Blue kettle", stock=500), market.goods(name="Mug")
    market.money()
    order_id, *_ = market.order({kettle: 36, mug: 6})
    carries(kettle, 60)
    with market.as_system() as session:
        session.query(Product).filter_by(name="Mug").update({"state": "withdrawn"})
        session.commit()

    shop.press(shop.get("retailer.order", order_id=order_id), "Order again")

    assert cart() == {kettle: 60}
    assert "left out: Mug" in shop.get("retailer.cart").status()


def test_an_order_of_others_does_not_exist(shop, market, at_desk):
    order_id = market.one_order(buyer=market.neighbour)
    before = snapshot(market.session)

    shop.get("retailer.order", order_id=order_id, expect=404)
    shop.post("retailer.cancel", {"reason": "x"}, order_id=order_id, expect=404)
    shop.post("retailer.repeat", order_id=order_id, expect=404)
    shop.get("retailer.placed", order_id=order_id, expect=404)

    assert snapshot(market.session) == before


def test_a_warehouse_looks_and_changes_nothing(market, at_desk):
    clerk = at_desk(market.colleague(market.retailer, Role.WAREHOUSE))
    order_id = market.confirmed()
    shipment = market.ship(order_id)
    before = snapshot(market.session)

    clerk.get("retailer.order", order_id=order_id)
    clerk.post("retailer.cancel", {"reason": "x"}, order_id=order_id, expect=403)
    clerk.post("retailer.receive", shipment_id=shipment, expect=403)
    clerk.get("retailer.cart", expect=403)

    assert snapshot(market.session) == before
    confirm_receipt(market.by(market.retailer), shipment)


def test_theme_27_an_order_says_which_goods_keep_no_longer_and_what_becomes_of_the_money(shop, market):
    order_id = market.confirmed()
    market.rows("UPDATE order_lines SET spoilt = 6 WHERE order_id = :id RETURNING id", id=order_id)
    page = shop.get("retailer.order", order_id=order_id)
    assert "6 of these keep no longer, and nothing is left to replace them." in page.words()
    assert "what is not shipped is paid back" in page.words()
