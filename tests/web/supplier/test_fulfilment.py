"""One order: confirming, shipping, closing short, cancelling, and its papers."""

from __future__ import annotations

from datetime import timedelta
from uuid import uuid4

import pytest

from adapters import clock
from tests.trade.looking import snapshot
from tests.trade.stock.test_fresh import promised
from trade.ordering.actions import cancel_order, confirm_order


def ship_now(page):
    return next(tag for tag in page.soup.select("input") if str(tag.get("aria-label", "")).startswith("Ship now"))


def line(page):
    return page.rows("Lines")[0]


def test_an_order_shows_its_lines_with_the_stock_behind_them(owner, market):
    order_id = market.one_order(36)

    page = owner.get("supplier.order", order_id=order_id)

    code = market.lines(order_id)[0].sku_code
    assert page.heading() == f"Order {market.read_order(order_id).reference}"
    assert line(page)[0] == code
    assert line(page)[2:] == ["36", "36", "0", "100", "£2.55", "£91.80"]
    assert page.items("What happened")[0].startswith("Order placed")
    assert not page.has_button("Ship")


def test_a_seller_confirms(owner, market):
    order_id = market.one_order()

    answer = owner.press(owner.get("supplier.order", order_id=order_id), "Confirm order")

    assert market.read_order(order_id).state == "confirmed"
    page = owner.get(answer.goes_to)
    assert page.status().startswith("Confirmed.")
    assert not page.has_button("Confirm order")


def test_htmx_gets_the_order_as_it_is_now(owner, market):
    order_id = market.one_order()

    page = owner.post("supplier.confirm", order_id=order_id, htmx=True, expect=200)

    assert page.soup.select_one(f"#order-{order_id.hex}") is not None
    assert page.status().startswith("Confirmed.")
    assert page.has_button("Ship")


def test_confirming_twice_is_refused_in_words(owner, market, session):
    order_id = market.confirmed()
    before = snapshot(session)

    page = owner.post("supplier.confirm", order_id=order_id, expect=409)

    assert "stands at “Confirmed” now" in page.alert()
    assert snapshot(session) == before


def test_all_that_is_open_is_filled_in_and_ships_at_once(owner, market):
    order_id = market.confirmed(36)
    page = owner.get("supplier.order", order_id=order_id)
    assert ship_now(page)["value"] == "36"

    answer = owner.press(page, "Ship", {"Carrier": "DHL", "Tracking number": "JD1"})

    shown = owner.get(answer.goes_to)
    assert market.read_order(order_id).state == "shipped"
    assert line(shown)[2:6] == ["0", "36", "36", "64"]
    assert shown.rows("Shipments")[0][2:5] == ["DHL", "JD1", "36"]


def test_a_part_ships_and_the_stock_falls_before_one_s_eyes(clerk, market):
    order_id = market.confirmed(36)
    page = clerk.get("supplier.order", order_id=order_id)

    shown = clerk.press(page, "Ship", {ship_now(page)["aria-label"]: "１２"}, htmx=True, expect=200)

    assert market.read_order(order_id).state == "partly_shipped"
    assert line(shown)[3] == "24"
    assert ship_now(shown)["value"] == "24"
    assert line(shown)[6] == "88"


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("-1", "Enter a whole number such as 12."),
        ("1e309", "Enter a whole number such as 12."),
        ("12.5", "Enter a whole number such as 12."),
        ("37", "Only 36 are still to ship. Enter that many or fewer."),
        ("9" * 30, "Enter at most 1,000,000; for more, talk to the seller."),
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_a_wrong_quantity_is_said_in_its_row(owner, market, session, typed, said, htmx):
    order_id = market.confirmed(36)
    page = owner.get("supplier.order", order_id=order_id)
    label = ship_now(page)["aria-label"]
    before = snapshot(session)

    answer = owner.press(page, "Ship", {label: typed, "Carrier": "DHL"}, htmx=htmx, expect=422)

    assert answer.errors() == {label: said}
    assert ship_now(answer)["value"] == typed
    assert answer.field("Carrier")["value"] == "DHL"
    assert snapshot(session) == before


@pytest.mark.parametrize("typed", ["0", ""])
def test_shipping_nothing_is_refused(owner, market, session, typed):
    order_id = market.confirmed(36)
    page = owner.get("supplier.order", order_id=order_id)
    before = snapshot(session)

    answer = owner.press(page, "Ship", {ship_now(page)["aria-label"]: typed}, expect=422)

    assert "Enter for at least one line how much leaves now." in answer.alert()
    assert snapshot(session) == before


def test_the_same_shipment_sent_twice_leaves_once(owner, market):
    order_id = market.confirmed(36)
    sent = {f"quantity_{market.lines(order_id)[0].id.hex}": "12"}

    for _ in range(2):
        owner.post("supplier.ship", sent, order_id=order_id, key="the-same-key")

    assert market.lines(order_id)[0].shipped == 12


def test_what_was_cancelled_meanwhile_does_not_ship(owner, market, session):
    order_id = market.confirmed(36)
    page = owner.get("supplier.order", order_id=order_id)
    cancel_order(market.by(market.retailer), order_id, reason="changed my mind")
    before = snapshot(session)

    answer = owner.press(page, "Ship", expect=409)

    assert "stands at “Cancelled” now" in answer.alert()
    assert snapshot(session) == before


def test_the_rest_is_closed_short_with_a_reason(owner, market):
    order_id = market.confirmed(36)
    market.ship(order_id, 12)
    page = owner.get("supplier.order", order_id=order_id)

    answer = owner.press(page, "Close the order short", {"Reason, for the buyer to read": "the mould broke"})

    assert market.read_order(order_id).refunded_minor == 6120
    shown = owner.get(answer.goes_to)
    assert "of which given back: £61.20" in shown.words()
    assert "the mould broke" in shown.items("What happened")[0]


def test_an_order_is_cancelled_with_a_reason(owner, market):
    order_id = market.one_order()
    page = owner.get("supplier.order", order_id=order_id)

    owner.press(page, "Cancel the order", {"Reason, for the buyer to read": "out of clay"})

    assert market.read_order(order_id).state == "cancelled"
    assert market.balance("wallet", market.retailer) == 100_000


@pytest.mark.parametrize("reason", ["", "   ", "x" * 201])
def test_a_reason_is_asked_for(owner, market, session, reason):
    order_id = market.one_order()
    page = owner.get("supplier.order", order_id=order_id)
    before = snapshot(session)

    answer = owner.press(page, "Cancel the order", {"Reason, for the buyer to read": reason}, expect=422)

    assert list(answer.errors()) == ["Reason, for the buyer to read"]
    assert snapshot(session) == before


def test_another_seller_s_order_does_not_exist(owner, market, session):
    order_id = market.one_order(seller=market.rival)
    before = snapshot(session)

    owner.get("supplier.order", order_id=order_id, expect=404)
    owner.get("supplier.packing_slip", order_id=order_id, expect=404)
    for act in ("confirm", "ship", "close_short", "cancel"):
        owner.post(f"supplier.{act}", {"reason": "x"}, order_id=order_id, expect=404)

    assert snapshot(session) == before


def test_a_clerk_ships_but_neither_confirms_nor_cancels(clerk, market):
    order_id = market.one_order()

    page = clerk.get("supplier.order", order_id=order_id)

    assert not page.has_button("Confirm order")
    assert not page.has_button("Cancel the order")
    clerk.post("supplier.cancel", {"reason": "x"}, order_id=order_id, expect=403)


def test_a_packing_slip_says_what_is_to_pack_and_names_no_price(owner, market):
    order_id = market.confirmed(36)
    shipment_id = market.ship(order_id, 12)

    rest = owner.get("supplier.packing_slip", order_id=order_id)
    first = owner.get("supplier.shipment_slip", order_id=order_id, shipment_id=shipment_id)

    assert [row[2] for row in rest.rows("Contents")] == ["24"]
    assert [row[2] for row in first.rows("Contents")] == ["12"]
    assert "£" not in rest.words()
    owner.get("supplier.shipment_slip", order_id=order_id, shipment_id=uuid4(), expect=404)


def test_the_first_page_counts_what_waits(owner, market):
    market.one_order()
    market.confirmed()
    market.goods(stock=3)

    page = owner.get("supplier.today")

    assert page.items("What waits for a hand") == [
        "1 order to confirm",
        "1 order to ship",
        "1 product runs out",
        "Nothing payable to you",
    ]


def test_a_line_that_was_not_sent_does_not_leave(owner, market):
    first, second = market.goods(), market.goods()
    market.money()
    (order_id,) = market.order({first: 36, second: 36})
    confirm_order(market.by(market.supplier), order_id)
    one = market.lines(order_id)[0]

    owner.post("supplier.ship", {f"quantity_{one.id.hex}": "6"}, order_id=order_id)

    assert [found.shipped for found in market.lines(order_id)] == [6, 0]


def test_theme_27_units_of_a_lot_that_died_are_named_and_not_filled_in(owner, market):
    market.at = clock.now() - timedelta(days=3)
    order_id = promised(market, late=90)

    page = owner.get("supplier.order", order_id=order_id)

    assert ship_now(page)["value"] == "30"
    assert "6 cannot leave: lot old" in line(page)[1]
    refused = owner.press(page, "Ship", {ship_now(page)["aria-label"]: "36"}, expect=409)
    assert refused.errors()[ship_now(page)["aria-label"]].startswith("Only 30 of these can leave: lot old (last day ")
    slip = owner.get("supplier.packing_slip", order_id=order_id)
    assert "30 from" in slip.rows("Contents")[0][1]
    assert "6 stay behind: lot old" in slip.rows("Contents")[0][1]
    assert slip.rows("Contents")[0][2] == "30"
    owner.press(page, "Ship")
    assert market.lines(order_id)[0].shipped == 30
