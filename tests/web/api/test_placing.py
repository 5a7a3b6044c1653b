"""Placing an order by a buyer's program: one door, the rules of a checkout, and once."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID, uuid4

import pytest

from adapters import clock
from tests.trade.credit.lines import invoice, open_line
from tests.trade.looking import snapshot
from tests.trade.market import gbp
from tests.trade.packs import pack
from trade.ordering.actions import approve_request, place_orders, set_cart_line
from trade.ordering.queries import purchase_request
from trade.parties.actions import AddressSheet, add_address, set_limits, set_terms
from trade.parties.actions.leaving import end_member
from trade.parties.actions.roles import change_roles
from trade.parties.rules import Role, SpendingLimits

KEY = "an-order-of-the-till"


def lines(*wanted: tuple[UUID, int]) -> dict[str, Any]:
    return {"lines": [{"sku_id": str(sku_id), "quantity": quantity} for sku_id, quantity in wanted]}


def limited(market, order):
    """Return a colleague of the retailer's who may buy within these limits."""
    buyer = market.colleague(market.retailer, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(order))
    return buyer


def test_an_order_is_made_for_each_seller_and_read_under_purchases(till, market):
    market.money()
    ours, theirs = market.goods(), market.goods(market.rival)
    set_cart_line(market.by(market.retailer), ours, quantity=6)
    address_id = add_address(market.by(market.retailer), AddressSheet("Shop", "2 Side Street"))
    day = (clock.now() + timedelta(days=9)).date().isoformat()

    said = {**lines((ours, 36), (theirs, 12)), "note": "Back door", "requested_on": day, "address_id": str(address_id)}
    placed = till.post("/orders", said)

    assert placed["request_id"] is None
    read = [till.get(f"/purchases/{order_id}") for order_id in placed["order_ids"]]
    assert sorted((row["total"]["minor"], row["state"]) for row in read) == [(12 * 295, "placed"), (36 * 255, "placed")]
    rows = market.rows("SELECT note, requested_on::text, placed_by, delivery_address FROM orders")
    assert rows == [("Back door", day, market.retailer.person_id, "2 Side Street")] * 2
    assert market.rows("SELECT quantity FROM cart_lines") == [(6,)]  # a cart is another matter
    assert market.balance("escrow", market.supplier) == 9180


def test_theme_22_sent_again_it_is_the_same_order_and_with_other_lines_refused(till, market):
    market.money()
    sku_id = market.goods()
    answers = [till.post("/orders", lines((sku_id, 6)), key=KEY) for _ in range(3)]
    assert answers[0] == answers[1] == answers[2]
    assert till.post("/orders", lines((sku_id, 12)), key=KEY, expect=422)["code"] == "key-reused"
    assert market.rows("SELECT count(*) FROM orders") == [(1,)]


def test_theme_1_it_costs_what_the_cart_says(till, market):
    """Two flavours that count together, too: the same goods by the program and by the check page come to the same."""
    market.money()
    sku_id = market.goods()
    ((order_id,),) = [till.post("/orders", lines((sku_id, 36)))["order_ids"]]
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    place_orders(market.by(market.retailer), shown=(gbp(9180),))
    assert till.get(f"/purchases/{order_id}")["total"] == {"minor": 9180, "currency": "GBP"}
    assert market.rows("SELECT DISTINCT total_minor FROM orders") == [(9180,)]


@pytest.mark.parametrize("quantity", [1, 5, 7, 13])
def test_theme_37_the_minimum_and_the_multiple_hold_and_the_goods_are_named(till, market, quantity):
    market.money()
    good, bad = market.goods(), market.goods()
    before = snapshot(market.session)
    refused = till.post("/orders", lines((good, 6), (bad, quantity)), expect=409)
    assert refused["code"] == "quantity-refused"
    assert [(error["field"], error["code"]) for error in refused["errors"]] == [(str(bad), "quantity-refused")]
    assert snapshot(market.session) | {"access_tokens": 0} == before | {"access_tokens": 0}


def test_what_is_not_there_in_that_quantity_is_named_and_nothing_is_ordered(till, market):
    market.money()
    plenty, few = market.goods(), market.goods(stock=6)
    refused = till.post("/orders", lines((plenty, 6), (few, 12)), expect=409)
    assert [(error["field"], error["code"], error["detail"]) for error in refused["errors"]] == [
        (str(few), "stock-short", "Only 6 left")
    ]
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]
    assert market.stock(plenty) == (100, 0, 0)


def test_a_price_that_moved_refuses_what_was_reckoned_with(till, market):
    market.money()
    sku_id = market.goods()
    expected = {"expected_total": {"minor": 1769, "currency": "GBP"}}
    assert till.post("/orders", {**lines((sku_id, 6)), **expected}, expect=409)["code"] == "cart-changed"
    expected["expected_total"]["minor"] = 1770
    till.post("/orders", {**lines((sku_id, 6)), **expected})


def test_theme_26_beyond_a_limit_it_waits_for_a_colleague_and_null_is_not_zero(program_of, market):
    market.money()
    sku_id = market.goods()
    buyer = limited(market, gbp(0))
    program = program_of(market.retailer, made_by=buyer.person_id)

    waits = program.post("/orders", lines((sku_id, 6)))

    assert waits["order_ids"] == []
    with market.as_system() as session:
        shown = purchase_request(session, market.retailer, UUID(waits["request_id"]), market.at).shown
    approve_request(market.by(market.retailer), UUID(waits["request_id"]), shown=shown)
    assert market.rows("SELECT placed_by, approved_by FROM orders") == [(buyer.person_id, market.retailer.person_id)]
    free = limited(market, None)
    assert program_of(market.retailer, made_by=free.person_id).post("/orders", lines((sku_id, 6)))["order_ids"]


def test_the_sellers_terms_and_the_wallet_hold(till, market):
    market.money(minor=2000)
    sku_id = market.goods()
    assert till.post("/orders", lines((sku_id, 12)), expect=409)["code"] == "limit-exceeded"
    set_terms(market.by(market.supplier), order_minimum=gbp(1771), lead_days=4)
    assert till.post("/orders", lines((sku_id, 6)), expect=409)["code"] == "below-minimum"
    set_terms(market.by(market.supplier), order_minimum=gbp(0), lead_days=4)
    tomorrow = (clock.now() + timedelta(days=1)).date().isoformat()
    refused = till.post("/orders", {**lines((sku_id, 6)), "requested_on": tomorrow}, expect=409)
    assert refused["code"] == "day-refused"
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]


def test_an_order_is_paid_by_the_line_of_credit_up_to_its_limit_and_makes_an_invoice(till, market):
    sku_id, on_credit = market.goods(), {"means": "credit"}
    refused = till.post("/orders", {**lines((sku_id, 6)), **on_credit}, expect=409)
    assert (refused["code"], "no line of credit" in refused["detail"]) == ("credit-refused", True)
    open_line(market, limit=2000)
    short = till.post("/orders", {**lines((sku_id, 12)), **on_credit}, expect=409)
    assert "pays £20.00 more, not £35.40" in short["detail"]
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]

    (order_id,) = till.post("/orders", {**lines((sku_id, 6)), **on_credit})["order_ids"]

    assert invoice(market, UUID(order_id))["open_minor"] == 1770
    assert market.balance("wallet", market.retailer) == 0
    assert market.balance("escrow", market.supplier) == 1770


def test_what_pays_is_one_of_two_words(till, market):
    wrong = till.post("/orders", {**lines((market.goods(), 6)), "means": "cash"}, expect=422)
    assert [error["field"] for error in wrong["errors"]] == ["means"]


def test_who_made_the_token_and_left_orders_nothing_any_more(program_of, market):
    market.money()
    sku_id = market.goods()
    buyer = limited(market, None)
    program = program_of(market.retailer, made_by=buyer.person_id)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    end_member(market.by(market.retailer), member_id)
    assert program.post("/orders", lines((sku_id, 6)), expect=403)["code"] == "not-allowed"


def test_who_made_the_token_and_buys_no_more_orders_nothing(program_of, market):
    market.money()
    sku_id = market.goods()
    buyer = limited(market, None)
    program = program_of(market.retailer, made_by=buyer.person_id)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    change_roles(market.by(market.retailer), member_id, roles=(Role.WAREHOUSE,))
    assert program.post("/orders", lines((sku_id, 6)), expect=403)["code"] == "not-allowed"
    assert market.rows("SELECT count(*) FROM orders") == [(0,)]


@pytest.mark.parametrize(
    ("said", "field"),
    [
        ({"lines": []}, "lines"),
        ({"lines": [{"sku_id": "x", "quantity": 6}]}, "lines.0.sku_id"),
        ({"lines": [{"sku_id": str(uuid4()), "quantity": "6"}]}, "lines.0.quantity"),
        ({**lines((uuid4(), 6)), "requested_on": "soon"}, "requested_on"),
        ({**lines((uuid4(), 6)), "expected_total": {"minor": 1.5, "currency": "GBP"}}, "expected_total"),
        ({**lines((uuid4(), 6)), "expected_total": {"minor": 1, "currency": "XXX"}}, "expected_total"),
    ],
)
def test_a_wrong_shape_is_said_at_its_field(till, said, field):
    refused = till.post("/orders", said, expect=422)
    assert refused["errors"][0]["field"] == field


def test_goods_or_addresses_that_are_not_there_or_not_yours_are_not_found(till, market):
    market.money()
    sku_id = market.goods()
    theirs = add_address(market.by(market.neighbour), AddressSheet("Shop", "2 Side Street"))
    till.post("/orders", lines((uuid4(), 6)), expect=404)
    till.post("/orders", {**lines((sku_id, 6)), "address_id": str(theirs)}, expect=404)
    twice = till.post("/orders", lines((sku_id, 6), (sku_id, 6)), expect=422)
    assert twice["errors"][0]["field"] == "lines.1.sku_id"


def test_filling_carts_is_not_ordering(program_of, market):
    sku_id = market.goods()
    refused = program_of(market.retailer, "cart:write").post("/orders", lines((sku_id, 6)), expect=403)
    assert refused["code"] == "scope-missing"


def test_theme_30_a_pack_is_ordered_by_a_program_like_any_sku_and_its_parts_are_allocated(till, market):
    market.money()
    part = market.goods(stock=7)
    set_ = pack(market, {part: 3})
    till.post("/orders", lines((set_, 3)), expect=409)
    (order_id,) = till.post("/orders", lines((set_, 2)))["order_ids"]
    assert till.get(f"/purchases/{order_id}")["total"]["minor"] == 1800
    assert market.stock(part) == (7, 6, 0)
