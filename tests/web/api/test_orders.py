"""Orders out, shipments in, and a buyer's program."""

from __future__ import annotations

from contextlib import contextmanager
from uuid import uuid4

import pytest
from sqlalchemy import NullPool, create_engine, text

from trade.kernel.idempotency import Command
from trade.ordering.actions import confirm_order

KEY = "a-key-of-the-erp-2"


def test_an_order_is_read_confirmed_and_shipped_in_parts(erp, market):
    order_id = market.one_order(36)
    listed = erp.get("/orders?state=placed")["items"]
    assert [(row["id"], row["total"]) for row in listed] == [(str(order_id), {"minor": 9180, "currency": "GBP"})]
    assert erp.post(f"/orders/{order_id}/confirmation", expect=200) == {"id": str(order_id)}

    read = erp.get(f"/orders/{order_id}")
    (line,) = read["lines"]
    assert (line["unit_price"], line["open_quantity"], line["gross"]["minor"]) == ("2.55", 36, 9180)
    for quantity in (6, 30):
        lines = [{"line_id": line["id"], "quantity": quantity}]
        erp.post(f"/orders/{order_id}/shipments", {"lines": lines, "carrier": "Post", "tracking": "X1"})

    read = erp.get(f"/orders/{order_id}")
    assert read["state"] == "shipped"
    assert [row["lines"][0]["quantity"] for row in read["shipments"]] == [6, 30]
    assert read["shipped_at"].endswith("Z")


def test_a_shipment_sent_twice_is_one_shipment(erp, market):
    """Theme 22."""
    order_id = market.confirmed(36)
    (line,) = market.lines(order_id)
    said = {"lines": [{"line_id": str(line.id), "quantity": 6}]}
    answers = [erp.post(f"/orders/{order_id}/shipments", said, key=KEY) for _ in range(3)]
    assert len({answer["id"] for answer in answers}) == 1
    assert market.rows("SELECT sum(quantity) FROM shipment_lines") == [(6,)]


@pytest.mark.parametrize(("change", "status"), [
    ({"quantity": 37}, 409), ({"quantity": 0}, 422), ({"quantity": -1}, 422), ({"line_id": str(uuid4())}, 404),
    ({"line_id": "x"}, 422), ({"quantity": "6"}, 422),
])  # fmt: skip
def test_a_shipment_that_cannot_be_changes_nothing(erp, market, change, status):
    order_id = market.confirmed(36)
    (line,) = market.lines(order_id)
    said = {"lines": [{"line_id": str(line.id), "quantity": 6, **change}]}
    erp.post(f"/orders/{order_id}/shipments", said, expect=status)
    assert market.rows("SELECT count(*) FROM shipments") == [(0,)]


def test_a_line_that_comes_twice_is_refused_at_its_place(erp, market):
    order_id = market.confirmed(36)
    (line,) = market.lines(order_id)
    said = {"lines": [{"line_id": str(line.id), "quantity": 6}] * 2}
    refused = erp.post(f"/orders/{order_id}/shipments", said, expect=422)
    assert refused["errors"][0]["field"] == "lines.1.line_id"


def test_a_line_of_another_order_does_not_exist(erp, market):
    """Theme 23: also inside a body."""
    theirs = market.confirmed(36, seller=market.rival)
    line_id = market.lines(theirs)[0].id
    order_id = market.confirmed(36)
    said = {"lines": [{"line_id": str(line_id), "quantity": 6}]}
    erp.post(f"/orders/{order_id}/shipments", said, expect=404)


def test_a_move_that_is_not_possible_any_more_says_so(erp, market):
    order_id = market.one_order()
    erp.post(f"/orders/{order_id}/cancellation", {"reason": "sold out"}, expect=200)
    refused = erp.post(f"/orders/{order_id}/confirmation", expect=409)
    assert (refused["code"], refused["title"]) == ("move-refused", "Not possible now")
    assert "Cancelled" in refused["detail"]


def test_a_partly_shipped_order_is_closed_short(erp, market):
    order_id = market.confirmed(36)
    market.ship(order_id, 6)
    erp.post(f"/orders/{order_id}/short-closing", {"reason": "sold out"}, expect=200)
    assert erp.get(f"/orders/{order_id}")["refunded"]["minor"] > 0


def test_what_a_distributor_sold_and_bought_are_two_lists(erp, till, market):
    order_id = market.one_order()
    assert erp.get("/orders")["items"][0]["id"] == till.get("/purchases")["items"][0]["id"] == str(order_id)
    assert till.get(f"/purchases/{order_id}")["state"] == "placed"
    till.get(f"/orders/{order_id}", expect=403)
    erp.get(f"/purchases/{order_id}", expect=403)


def test_a_program_fills_the_cart_of_whoever_made_its_token(till, market):
    sku_id = market.goods()
    assert till.put(f"/cart/lines/{sku_id}", {"quantity": 12}) == {"sku_id": str(sku_id), "quantity": 12}
    assert market.rows("SELECT person_id, quantity FROM carts JOIN cart_lines ON cart_id = id") == [
        (market.retailer.person_id, 12)
    ]
    till.put(f"/cart/lines/{sku_id}", {"quantity": 0})
    assert market.rows("SELECT count(*) FROM cart_lines") == [(0,)]


@pytest.mark.parametrize("quantity", [1, 5, 7, 13])
def test_the_minimum_and_the_multiple_hold_by_the_interface(till, market, quantity):
    """Theme 37."""
    sku_id = market.goods()
    refused = till.put(f"/cart/lines/{sku_id}", {"quantity": quantity}, expect=409)
    assert refused["code"] == "quantity-refused"
    assert "Sold in 6s" in refused["detail"]
    assert market.rows("SELECT count(*) FROM cart_lines") == [(0,)]


def test_a_second_request_while_the_first_is_at_work_is_told_to_wait(erp, market, monkeypatch):
    """409 in flight: the key is claimed by another connection that has not committed."""
    order_id = market.one_order()
    monkeypatch.setattr("trade.kernel.idempotency.WAIT_SECONDS", 0.0)
    with another_claims(market, erp, KEY):
        refused = erp.post(f"/orders/{order_id}/confirmation", expect=409, key=KEY)
    assert refused["code"] == "key-in-flight"
    assert "Idempotency-Key" in refused["detail"]
    confirm_order(market.by(market.supplier), order_id)


@contextmanager
def another_claims(market, erp, key):
    """Hold the lock of a key as a first request that is still at work does."""
    ((token_id,),) = market.rows("SELECT id FROM access_tokens WHERE hint = :hint", hint=erp.token[-4:])
    engine = create_engine(erp.app.config["SQLALCHEMY_DATABASE_URI"], poolclass=NullPool)
    with engine.connect() as other:
        other.execute(text("SELECT pg_advisory_xact_lock(:lock)"), {"lock": Command(key, b"", token_id).lock})
        yield
