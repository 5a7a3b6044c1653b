"""Changing quantities: what is answered, what is refused, and that a long cart costs no more than a short one."""

from __future__ import annotations

from itertools import product

import brotli
import pytest

from tests.trade.looking import snapshot
from trade.ordering.actions import set_cart_line
from web.fragments import dom_id

CHANGE_BYTES = 1_228
WRONG = {
    "": "Enter how many you want, or 0 to take it out.",
    "   ": "Enter how many you want, or 0 to take it out.",
    "-6": "Enter a whole number such as 12.",
    "1e309": "Enter a whole number such as 12.",
    "1.5": "Enter a whole number such as 12.",
    "six": "Enter a whole number such as 12.",
    "١٢": "Enter a whole number such as 12.",
    str(10**18): "Enter at most 1,000,000; for more, talk to the seller.",
    "40": "Sold in 6s: 36 or 42.",
    "1": "Sold in 6s: 6.",
    "999999": "Sold in 6s: 999,996.",
}


def change(shop, sku_id, quantity, on, *, expect=200, htmx=True, key=None):
    path = shop.path("retailer.change_line", sku_id=sku_id, on=on)
    return shop.post(path, {"quantity": quantity}, expect=expect, htmx=htmx, key=key)


def test_a_changed_line_answers_itself_its_ladder_and_the_totals(shop, market, carries, cart):
    kettle, _other = market.goods(name="Blue kettle"), carries(market.goods(market.rival), 12)
    carries(kettle, 6)

    answer = change(shop, kettle, "30", "cart")

    assert cart()[kettle] == 30
    line = answer.fragment(dom_id("cart-line", kettle))
    assert line.field("Blue kettle, piece")["value"] == "30"
    assert "£88.50" in line.words()
    assert "6 more for £2.55 each, saves £14.40" in line.words()
    swaps = answer.swaps()
    seller = dom_id("seller-total", market.supplier.organisation)
    assert set(swaps) == {seller, "cart-totals", "cart-count"}
    assert swaps[seller].words() == "£88.50"
    assert swaps["cart-totals"].words() == "Total, 2 lines £123.90 Check the order"
    assert swaps["cart-count"].words() == "2"


def test_the_parts_of_an_answer_are_those_of_the_page(shop, market, carries):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 6)
    answer, page = change(shop, kettle, "12", "cart"), shop.get("retailer.cart")

    for part in (dom_id("cart-line", kettle), "cart-totals", "cart-count"):
        assert answer.fragment(part).words() == page.fragment(part).words()


def test_without_javascript_the_cart_is_loaded_again_at_that_line(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 6)

    answer = shop.press(shop.get("retailer.cart"), "More")

    assert answer.goes_to == f"/retailer/cart#{dom_id('cart-line', kettle)}"
    assert cart() == {kettle: 12}


@pytest.mark.parametrize("lines", [1, 500])
def test_theme_6_a_change_costs_the_same_in_any_cart(shop, market, carries, statements, lines):
    kettle = market.goods(name="Hand-thrown celadon rice bowl, 11 cm", stock=1000)
    carries(kettle, 6)
    fill(market, lines - 1)
    change(shop, kettle, "12", "cart")

    with statements() as seen:
        answer = change(shop, kettle, "30", "cart")

    assert f"Total, {lines} line" in answer.swaps()["cart-totals"].words()
    asked = [statement for statement in seen if not statement.startswith(("SAVEPOINT", "RELEASE", "ROLLBACK"))]
    assert len(asked) == 8
    assert len(brotli.compress(answer.answer.get_data(), quality=5)) <= CHANGE_BYTES


def test_theme_6_a_long_cart_is_one_statement_longer_than_none(shop, market, carries, statements):
    carries(market.goods(), 6)
    shop.get("retailer.cart")
    with statements() as short:
        shop.get("retailer.cart")
    fill(market, 60)
    with statements() as long:
        shop.get("retailer.cart")

    assert len(long) == len(short)


@pytest.mark.parametrize(("typed", "sentence"), WRONG.items())
def test_a_wrong_quantity_is_explained_beside_the_line_and_kept(shop, market, carries, typed, sentence):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)
    before = snapshot(market.session)

    for on, htmx in product(("cart", "list", "product"), (True, False)):
        answer = change(shop, kettle, typed, on, expect=422, htmx=htmx)

        assert answer.errors() == {"Blue kettle, piece": sentence}
        assert answer.field("Blue kettle, piece")["value"] == typed
        assert not answer.swaps()
    assert snapshot(market.session) == before


def test_full_width_digits_are_digits(shop, market, cart):
    kettle = market.goods(name="Blue kettle")

    change(shop, kettle, "３６", "list")

    assert cart() == {kettle: 36}


def test_the_nearest_quantity_is_one_tap_away(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 6)

    refused = change(shop, kettle, "40", "cart", expect=422)
    shop.press(refused, "Take 42", expect=200, htmx=True)

    assert cart() == {kettle: 42}


def test_a_line_taken_out_can_be_put_back(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)

    answer = change(shop, kettle, "0", "cart")

    assert cart() == {}
    assert "Blue kettle is out of the cart." in answer.status()
    assert answer.swaps()["cart-totals"].words() == "Total, 0 lines Find products"
    assert answer.swaps()[dom_id("seller-total", market.supplier.organisation)].words() == "£0.00"
    assert answer.swaps()["cart-count"].soup.has_attr("hidden")
    back = shop.press(answer, "Undo", expect=200, htmx=True)
    assert cart() == {kettle: 36}
    assert "£91.80" in back.words()


def test_without_javascript_the_undo_stands_on_the_next_page(shop, market, carries, cart):
    kettle = market.goods(name="Blue kettle")
    carries(kettle, 36)

    gone = shop.get(change(shop, kettle, "0", "cart", expect=303, htmx=False).goes_to)
    assert "Blue kettle is out of the cart." in gone.words()
    assert "Your cart is empty" in gone.words()
    shop.press(gone, "Undo")

    assert cart() == {kettle: 36}


@pytest.mark.parametrize("query", ["removed=x&was=6", "removed=01a20a43-d714-702f-85b3-905c2ba5f89b&was=6", "was=9"])
def test_an_undo_of_nothing_is_not_offered(shop, query):
    assert not shop.get(f"/retailer/cart?{query}").has_button("Undo")


def test_a_second_tap_on_the_same_page_changes_nothing_more(shop, market, cart):
    kettle = market.goods()

    first = change(shop, kettle, "6", "list", key="the-same-key")
    second = change(shop, kettle, "6", "list", key="the-same-key")

    assert cart() == {kettle: 6}
    assert first.fragment(dom_id("product", kettle)).words() == second.fragment(dom_id("product", kettle)).words()


def test_the_list_answers_with_the_row_and_the_number_on_the_cart(shop, market, cart):
    kettle = market.goods(name="Blue kettle")

    answer = change(shop, kettle, "36", "list")

    assert "£2.55 / piece" in answer.fragment(dom_id("product", kettle)).words()
    assert {key: page.words() for key, page in answer.swaps().items()} == {"cart-count": "1"}


def test_from_a_products_page_price_and_ladder_are_answered(shop, market):
    kettle = market.goods(name="Blue kettle")
    page = shop.get("retailer.product", sku_id=kettle)

    answer = shop.press(page, "More", expect=200, htmx=True)

    assert "6 in the cart: £17.70" in answer.fragment(dom_id("buy", kettle)).words()


def test_without_javascript_the_list_is_loaded_again_where_it_was(shop, market):
    kettle = market.goods(name="Blue kettle")
    path = shop.path("retailer.change_line", sku_id=kettle, on="list")

    answer = shop.post(path, {"quantity": "6"}, headers={"Referer": "http://localhost/retailer/products?q=blue"})

    assert answer.goes_to == f"/retailer/products?q=blue#{dom_id('product', kettle)}"


def test_a_stranger_changes_nothing(shop, market, at_desk, cart, carries):
    kettle = market.goods()
    carries(kettle, 6)

    change(at_desk(market.neighbour), kettle, "36", "list")
    change(at_desk(market.supplier), kettle, "36", "list", expect=403)
    change(shop, market.category_id, "36", "cart", expect=404)

    assert cart() == {kettle: 6}


def fill(market, lines):
    """Put that many other lines into the cart, by a few statements."""
    for _ in range(min(lines, 5)):
        set_cart_line(market.by(market.retailer), market.goods(), quantity=6)
    if lines > 5:
        with market.as_system() as session:
            session.connection().exec_driver_sql(COPIES.format(lines=lines - 5))


COPIES = """
WITH one AS (SELECT l.*, s.product_id FROM cart_lines l JOIN skus s ON s.id = l.sku_id ORDER BY l.added_at DESC LIMIT 1),
made AS (
  INSERT INTO skus (id, product_id, seller_id, code, specification, unit, pack_size, moq, multiple, barcode)
  SELECT gen_random_uuid(), one.product_id, one.seller_id, 'copy-' || n, '', 'piece', 1, 6, 6, ''
    FROM one, generate_series(1, {lines}) n RETURNING id),
priced AS (
  INSERT INTO ladders (id, price_list_id, sku_id, mode, quantities, unit_prices, valid_from)
  SELECT gen_random_uuid(), d.price_list_id, made.id, d.mode, d.quantities, d.unit_prices, d.valid_from
    FROM made, ladders d JOIN one ON d.sku_id = one.sku_id)
INSERT INTO cart_lines (cart_id, sku_id, buyer_id, seller_id, quantity, unit_price, amount_minor, currency, added_at)
SELECT one.cart_id, made.id, one.buyer_id, one.seller_id, 6, 2.95, 1770, 'GBP', one.added_at FROM one, made
"""
