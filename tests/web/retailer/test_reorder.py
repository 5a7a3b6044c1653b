"""Ordering again in three taps: the last order, the usual basket with its reason, saved lists (F2, theme 37)."""

from __future__ import annotations

from datetime import timedelta

from tests.trade.market import OPENED
from tests.trade.pooling.pooled import pool
from trade.ordering.actions import set_cart_line


def test_the_last_order_is_placed_again_in_three_taps_f2(shop, market, cart):
    order = market.one_order(quantity=36)
    market.money()
    page = shop.get(shop.get("retailer.products").link("Order again"))  # tap 1
    checked = shop.press(page, "Order it again")  # tap 2
    assert checked.goes_to == "/retailer/checkout"
    assert list(cart().values()) == [36]
    page = shop.get("retailer.checkout")
    button = next(tag.get_text(strip=True) for tag in page.soup.select("button") if "Place" in tag.get_text())
    shop.press(page, button)  # tap 3
    assert market.rows("SELECT count(*) FROM orders WHERE id <> :id", id=order) == [(1,)]


def test_the_usual_basket_says_why_and_takes_what_is_due_f2(shop, market, cart, monkeypatch):
    market.money(minor=10_000_000)
    weekly, rare = market.goods(name="Weekly tea", stock=1000), market.goods(name="Rare pot", stock=1000)
    for week in range(4):
        wanted = {weekly: 24, **({rare: 6} if week in {0, 3} else {})}
        market.order(wanted)
        market.later(days=7)
    monkeypatch.setattr("adapters.clock.now", lambda: market.at)
    assert market.at > OPENED
    page = shop.get("retailer.lists")
    (line,) = page.items("Due now")
    assert line.startswith("Weekly tea £")
    assert "24 × £2.95 · every 7 days, usually 24; last bought 7 days ago" in line
    assert "Rare pot" not in page.words()

    shop.press(page, "Order what is ticked")
    assert cart() == {weekly: 24}
    shop.press(shop.get("retailer.lists"), "Order what is ticked")
    assert cart() == {weekly: 24}


def test_a_pool_that_is_open_for_it_is_a_reason_to_order_it_there(shop, market, monkeypatch):
    """Only while it takes commitments, and only what the shop usually buys."""
    market.money(minor=10_000_000)
    pool_id, pooled = pool(market)
    other = market.goods(name="Rare pot", stock=1000)
    for _ in range(3):
        market.order({pooled: 12, other: 6})
        market.later(days=2)
    monkeypatch.setattr("adapters.clock.now", lambda: market.at)
    page = shop.get("retailer.lists")
    told = ["A pool is open for it now" in line for line in page.items("Due now") if "every 2 days" in line]
    assert sorted(told) == [False, True], "its rhythm is a reason, and so is the pool; the pot has none"
    (link,) = [tag for tag in page.soup.select("a[href]") if "A pool is open for it now" in tag.get_text()]
    assert str(pool_id) in link["href"]
    shop.get(link["href"])

    monkeypatch.setattr("adapters.clock.now", lambda: market.at + timedelta(days=2))
    assert "A pool is open for it now" not in shop.get("retailer.lists").words(), "it has closed"


def test_a_saved_list_is_made_changed_ordered_put_away_and_brought_back(shop, market, carries, cart, at_desk):
    kettle, red = market.goods(name="Blue kettle"), market.goods(name="Red kettle")
    carries(kettle, 12)
    carries(red, 6)
    made = shop.press(shop.get("retailer.lists"), "Save the cart as a list", {"Name of the list": "Every week"})
    again = shop.press(
        shop.get("retailer.lists"), "Save the cart as a list", {"Name of the list": "every week"}, expect=409
    )
    assert "There is a list named every week already." in again.alert()

    path = made.goes_to
    wrong = shop.post(f"{path}/lines/{red}", {"quantity": "7"}, expect=422)
    assert "Sold in 6s: 6 or 12." in wrong.words()
    shop.post(f"{path}/lines/{red}", {"quantity": "0"})
    carries(kettle, 0)
    carries(red, 0)
    assert shop.press(shop.get(path), "Order this list").goes_to == "/retailer/checkout"
    assert cart() == {kettle: 12}
    set_cart_line(market.by(market.retailer), kettle, quantity=36)
    shop.press(shop.get(path), "Order this list")
    assert cart() == {kettle: 36}

    shop.press(shop.get(path), "Put this list away")
    assert "Every week" not in shop.get("retailer.lists").words()
    shop.press(shop.get(path), "Undo")
    colleague = at_desk(market.colleague(market.retailer))
    assert "Every week" in colleague.get("retailer.lists").words()
    at_desk(market.neighbour).get(path, expect=404)


def test_nothing_to_order_again_says_what_will_be_here(shop, market):
    assert "Nothing to order again yet" in shop.get("retailer.lists").words()
    shop.post("retailer.put_last_order", expect=404)
    assert shop.post("retailer.put_basket", {"sku_id": "no-id"}).goes_to == "/retailer/lists"
