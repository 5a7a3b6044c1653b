"""Where the money is: every movement of the wallet, with what was behind it."""

from __future__ import annotations

import re

from trade.ordering.actions import cancel_order, close_short


def movements(page):
    return [" ".join(tag.get_text(" ").split()) for tag in page.soup.select("main ul > li")]


def test_each_movement_says_why_and_what_was_left(shop, market):
    market.money(minor=50_000)
    cancelled = market.order({market.goods(): 36})[0]
    cancel_order(market.by(market.retailer), cancelled, reason="Ordered twice")
    [(seller,)] = market.rows("SELECT name FROM organisations WHERE id = :id", id=market.supplier.organisation)
    reference = market.read_order(cancelled).reference

    page = shop.get("retailer.wallet")

    assert "£500.00" in page.words()
    found = movements(page)
    assert re.match(rf"Back: the order was cancelled \+£91.80 {reference} · {seller} · .* then £500.00", found[0])
    assert re.match(rf"Paid for an order −£91.80 {reference} · {seller} · .* then £408.20", found[1])
    assert re.match(r"Your bank transfer arrived \+£500.00 bank-\d+ · P · .* then £500.00", found[2])
    assert page.soup.select_one(f'a[href="/retailer/orders/{cancelled}"]') is not None


def test_what_was_not_shipped_comes_back(shop, market):
    order_id = market.confirmed()
    market.ship(order_id, 12)
    close_short(market.by(market.supplier), order_id, reason="none left")

    assert movements(shop.get("retailer.wallet"))[0].startswith("Back: the seller could not ship everything +£61.20")


def test_the_page_costs_the_same_at_any_number_of_movements(shop, market, statements):
    market.one_order()
    shop.get("retailer.wallet")
    with statements() as few:
        shop.get("retailer.wallet")
    for _ in range(4):
        market.one_order()
    with statements() as many:
        page = shop.get("retailer.wallet")

    assert len(movements(page)) == 10
    assert len(many) == len(few)


def test_an_empty_wallet_tells_how_to_fill_it(shop, market):
    with market.as_system() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO bank_accounts SELECT id, 'GB29 1' FROM organisations WHERE kind = 'platform'"
        )
    [(code,)] = market.rows("SELECT code FROM organisations WHERE id = :id", id=market.retailer.organisation)

    page = shop.get("retailer.wallet")

    assert "Nothing yet" in page.words()
    assert "No movements yet" in page.words()
    assert page.facts()["Account"] == "GB29 1"
    assert page.facts()["Reference, please exactly so"] == code


def test_nobody_sees_the_money_of_others(shop, market, at_desk):
    market.one_order()

    assert "No movements yet" in at_desk(market.neighbour).get("retailer.wallet").words()
