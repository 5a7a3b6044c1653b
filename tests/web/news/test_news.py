"""The bell, the page of one's news, and choosing what one is told."""

from __future__ import annotations

import pytest

from tests import makers
from tests.trade.news.told import tell
from trade.kernel.actor import Actor
from trade.news.actions import take_due_news
from trade.news.rules import KIND, Side
from trade.ordering.actions import confirm_order
from trade.parties.models import Person
from trade.parties.rules import Role


@pytest.fixture
def buyer(market, at_desk):
    """A colleague in the shop, whose browser this is."""
    return at_desk(market.colleague(market.retailer, Role.BUYER))


def bell(page) -> str:
    (found,) = page.soup.select("a.bell")
    return str(found["aria-label"])


def test_the_bell_counts_what_is_unread_and_costs_no_statement(buyer, market, statements):
    with statements() as before:
        assert bell(buyer.get("/retailer/orders")) == "News"
    confirm_order(market.by(market.supplier), market.one_order())
    tell(market)
    with statements() as seen:
        assert bell(buyer.get("/retailer/orders")) == "News, 2 unread"
    assert not [sql for sql in seen if "news" in sql.lower()]
    assert len(seen) - len(before) <= 1  # there is an order now, so that rows are counted


def test_what_happened_is_told_read_and_led_to(buyer, market):
    assert "Nothing has happened yet" in buyer.get("/news").words()
    order_id = market.confirmed()
    order = market.read_order(order_id)
    tell(market)

    page = buyer.get("/news")
    newest, oldest = page.soup.select("ul.news li")
    assert "unread" in newest["class"]
    assert f"has confirmed {order.reference}" in newest.get_text()
    assert f"{order.reference} was ordered" in oldest.get_text()
    target = newest.select_one("button")["formaction"]
    assert buyer.post(target).goes_to == f"/retailer/orders/{order_id}"
    assert bell(buyer.get("/news")) == "News, 1 unread"

    page = buyer.get("/news")
    assert buyer.press(page, "Mark all as read").goes_to == "/news"
    page = buyer.get("/news")
    assert bell(page) == "News"
    assert not page.has_button("Mark all as read")
    assert buyer.post(target).goes_to == f"/retailer/orders/{order_id}"


def test_a_long_list_goes_on_by_key(buyer, market):
    sku_id = market.goods(stock=1000)
    market.money(minor=1_000_000)
    for _ in range(32):
        market.order({sku_id: 6})
    tell(market)
    page = buyer.get("/news")
    assert len(page.soup.select("ul.news li")) == 30
    page = buyer.get(page.link("Further"))
    assert len(page.soup.select("ul.news li")) == 2
    assert page.link("Back") == "/news"
    assert bell(page) == "News, 32 unread"


def test_what_somebody_wants_is_chosen_without_javascript(buyer, market, session):
    page = buyer.get("/news/wishes")
    boxes = {str(box["aria-label"]): box for box in page.soup.select("input[type=checkbox]")}
    assert boxes["A seller confirms our order: Here"].has_attr("checked")
    assert not boxes["A seller confirms our order: E-mail"].has_attr("checked")
    assert not [label for label in boxes if "orders from us" in label]
    assert "E-mails go to" in page.words()
    assert "Text messages are not sent at present." in page.words()

    page = buyer.get(
        buyer.press(page, "Save", {"A seller confirms our order: E-mail": "purchase.confirmed:mail"}).goes_to
    )
    assert "told from now on as you chose" in page.status()
    boxes = {str(box["aria-label"]): box for box in page.soup.select("input[type=checkbox]")}
    assert boxes["A seller confirms our order: E-mail"].has_attr("checked")
    market.confirmed()
    tell(market)
    waiting = take_due_news(market.by(Actor.system()))
    assert {parcel.kind for parcel in waiting} == {"sale.placed", "purchase.confirmed"}


def test_made_up_choices_are_no_error(buyer, market):
    buyer.post("/news/wishes", {"wanted": ["nothing:page", "sale.placed:owl", "purchase.placed", "sale.placed:mail"]})
    kept = {kind for (kind,) in market.rows("SELECT kind FROM news_wishes")}
    assert {KIND[kind].side for kind in kept} == {Side.BUYER}


def test_it_is_told_in_chinese_to_whoever_reads_chinese(buyer, market, session):
    market.confirmed()
    tell(market)
    with market.as_system():
        session.get_one(Person, buyer.member.person_id).locale = "zh_Hans"
    page = buyer.get("/news")
    assert page.heading() == "提醒"
    assert "已确认订单" in page.words()
    assert "提醒设置" in buyer.get("/news/wishes").heading()


def test_a_desk_has_the_bell_as_well(market, at_desk):
    seller = at_desk(market.supplier)
    market.one_order()
    tell(market)
    page = seller.get("/news")
    assert page.soup.select_one("body.desk")
    assert bell(page) == "News, 1 unread"
    assert "Confirm it." in page.words()


def test_somebody_who_acts_for_two_is_told_for_each_apart(market, desk_of, session):
    with market.as_system():
        shop = makers.make_organisation(session)
        person = session.get_one(Person, market.supplier.person_id)
        other = makers.make_member(session, shop, person)
    market.one_order()
    tell(market)
    assert bell(desk_of(other).get("/retailer/orders")) == "News"
    assert "Nothing has happened yet" in desk_of(other).get("/news").words()
