"""What anybody may see: names and shelves, and never a price, a ladder or a stock in any byte."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests import makers
from tests.trade.market import Market
from trade.pricing.rules import Step

FIGURES = ("71.93", "61.87", "777777", "777,777", "98765432", "98,765,432", "£")


@pytest.fixture
def market(session):
    """Goods whose figures would be found anywhere."""
    market = Market(session)
    steps = (Step(7, Decimal("71.93")), Step(777_777, Decimal("61.87")))
    market.goods(name="Blue kettle", stock=98_765_432, steps=steps, multiple=7)
    market.goods(name="Hidden kettle", is_offered=False)
    return market


def names(page):
    return [tag.get_text(strip=True) for tag in page.soup.select("main li h2")]


@pytest.mark.parametrize(
    "target", ["/market", "/market/products", "/market/products?q=kettle", "/market/products?q=none"]
)
def test_theme_24_no_price_ladder_or_stock_is_in_any_byte(desk, market, target):
    for htmx in (False, True) if "products" in target else (False,):
        text = desk.get(target, htmx=htmx).answer.get_data(as_text=True)

        assert not [figure for figure in FIGURES if figure in text]


def test_goods_are_found_by_name_and_lead_to_the_sign_in(desk, market):
    page = desk.get("shop.products", q="KETTLE")

    assert names(page) == ["Blue kettle"]
    assert page.link("Blue kettle").startswith("/sign-in?next=/retailer/products/")
    assert "Sign in to see prices" in page.words()
    assert page.link("Sign in") == "/sign-in"


def test_a_category_narrows_down(desk, market):
    market.goods(name="Red kettle", category_id=market.category("0.03"))
    [(slug, _)] = market.rows("SELECT slug, name FROM categories ORDER BY position DESC LIMIT 1")

    assert names(desk.get("shop.products", category=slug)) == ["Red kettle"]


def test_more_goods_come_by_key(desk, market):
    for number in range(30):
        market.goods(name=f"Mug {number:02}")
    first = desk.get("shop.products")
    more = first.link("More products")

    assert len(names(first)) == 24
    assert len(desk.get(more, htmx=True).soup.select("li h2")) == len(names(desk.get(more))) == 7


def test_a_visitor_comes_to_the_window_and_a_member_to_their_day(desk, desk_of, session, market):
    assert desk.get("/", expect=303).goes_to == "/market"
    member = desk_of(makers.make_member(session))
    assert member.get("/", expect=303).goes_to == "/retailer/products"
    assert "You are signed in" in member.get("/market").words()


def test_the_window_asks_no_table_that_holds_a_price(desk, market, statements):
    with statements() as seen:
        desk.get("shop.products")

    assert not [s for s in seen if any(table in s for table in ("ladders", "price_lists", "stock_levels"))]


def test_theme_24_neither_filters_nor_orders_tell_a_visitor_of_price_or_stock(desk, market):
    market.goods(market.rival, name="Amber kettle")
    page = desk.get(desk.get("shop.products").link("Filter and sort"))
    for htmx in (False, True):
        text = desk.get("shop.products_filters", htmx=htmx).answer.get_data(as_text=True)
        assert not [word for word in (*FIGURES, "price first", "In stock", "sort=price", "stock=in") if word in text]

    assert {"Best match", "Name", "Newest first"} <= {a.get_text(strip=True) for a in page.soup.select("#filters a")}
    usual, by_price = desk.get("shop.products"), desk.get("shop.products", sort="price", stock="in")
    assert names(by_price) == names(usual)
    assert names(desk.get("shop.products", sort="name")) == ["Amber kettle", "Blue kettle"]


def test_a_visitor_narrows_down_by_seller(desk, market):
    market.goods(market.rival, name="Amber kettle")
    page = desk.get("shop.products", seller=market.rival.organisation, q="kettle")

    assert names(page) == ["Amber kettle"]
    assert names(desk.get("shop.products", seller="x")) == []
