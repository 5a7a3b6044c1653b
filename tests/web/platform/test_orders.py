"""Every order of the market, found and read."""

from __future__ import annotations

import pytest

from trade.ordering.actions import cancel_order


def test_every_order_is_listed_whoever_trades(support, market):
    first, second = market.one_order(), market.one_order(seller=market.rival, buyer=market.neighbour)

    rows = support.get("platform.order_list").rows("Orders")

    references = {row[0] for row in rows}
    assert references == {market.read_order(first).reference, market.read_order(second).reference}


def test_orders_are_narrowed_down(support, market):
    confirmed, _ = market.confirmed(), market.one_order(buyer=market.neighbour)
    reference = market.read_order(confirmed).reference

    def listed(**asked: object):
        page = support.get("platform.order_list", **asked)
        return [row[0] for row in page.rows(page.heading())] if page.soup.select("table") else []

    assert listed(state="confirmed") == [reference]
    assert listed(search=reference[:6].lower()) == [reference]
    assert listed(party=market.retailer.organisation) == [reference]
    assert listed(since=market.at.date(), until=market.at.date(), state="confirmed") == [reference]
    assert listed(until="2026-03-01") == []
    assert listed(since="0001-01-01", until="9999-12-31", state="confirmed") == [reference]
    assert listed(since="yesterday", party="me", state="lost") != []


def test_an_order_shows_goods_money_and_history(support, market):
    order_id = market.confirmed()
    shipment_id = market.ship(order_id, 12)
    ((shipment,),) = market.rows("SELECT reference FROM shipments WHERE id = :id", id=shipment_id)

    page = support.get("platform.order", order_id=order_id)

    assert page.heading() == market.read_order(order_id).reference
    assert page.rows("Lines")[0][1:4] == ["36 piece", "12", "0"]
    assert page.rows("Shipments")[0][0] == shipment
    assert [row[2:] for row in page.rows("In the books")] == [
        [f"Wallet · {page.facts()['Buyer']}", "£91.80", ""],
        [f"Held until delivery is settled · {page.facts()['Seller']}", "", "£91.80"],
    ]
    assert len(page.items("What happened")) == 3


def test_what_was_given_back_is_taken_from_the_total(support, market):
    order_id = market.one_order()
    cancel_order(market.by(market.supplier), order_id, reason="out of clay")

    page = support.get("platform.order", order_id=order_id)

    assert "Given back to the buyer −£91.80" in page.words()
    assert page.soup.select_one("tr.sum").get_text(" ", strip=True) == "Total £0.00"
    assert "out of clay" in page.items("What happened")[0]


def test_the_list_costs_the_same_with_many_orders(support, market, statements):
    market.one_order()
    with statements() as few:
        support.get("platform.order_list")
    for _ in range(4):
        market.one_order()
    with statements() as many:
        support.get("platform.order_list")

    assert len(many) == len(few)


@pytest.mark.parametrize("who", ["support", "owner", "maker"])
def test_all_staff_read_orders(request, market, who):
    order_id = market.one_order()

    request.getfixturevalue(who).get("platform.order", order_id=order_id)


def test_a_member_of_the_market_does_not(at_desk, market):
    order_id = market.one_order()
    desk = at_desk(market.retailer)

    desk.get("platform.order", order_id=order_id, expect=403)
    desk.get("platform.order_list", expect=403)
    desk.get("platform.search", q="PO-", expect=403)
