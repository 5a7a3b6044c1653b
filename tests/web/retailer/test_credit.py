"""A retailer orders on credit, sees what is due when, pays it back, and asks for a line."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest
from sqlalchemy import text

from adapters import clock
from adapters.news_words import said
from tests.desk import Desk
from tests.trade.credit.lines import on_credit, open_line, standing
from tests.trade.looking import snapshot
from tests.trade.market import Market, gbp
from tests.trade.news.told import inbox, tell
from tests.trade.rates.test_used import sets
from trade.kernel.actor import Actor
from trade.ordering.actions import cancel_order, set_cart_line
from trade.parties.rules import Role
from trade.rates.rules import RateKind


@pytest.fixture
def phone(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """The retailer's owner, now."""
    market.at = clock.now()
    return at_desk(market.retailer)


def test_checkout_says_both_sides_and_pays_on_credit(market: Market, phone: Desk) -> None:
    open_line(market, limit=50_000)
    set_cart_line(market.by(market.retailer), market.goods(), quantity=36)
    page = phone.get("retailer.checkout")
    assert "You owe £91.80, to be paid by" in page.words()
    assert "Missing" in page.words()
    placed = phone.press(page, "Place the order")
    assert "On credit: to be paid by" in phone.get(placed.goes_to).words()
    assert standing(market).used == gbp(9180)
    assert market.balance("wallet", market.retailer) == 0


def test_checkout_says_what_a_late_day_will_cost_then(market: Market, phone: Desk) -> None:
    open_line(market)
    set_cart_line(market.by(market.retailer), market.goods(), quantity=36)
    assert "each day after that costs 0.05 % of what is overdue" in phone.get("retailer.checkout").words()
    sets(market, RateKind.LATE_FEE, "0.002", days=20)  # in force before the order would be due
    assert "each day after that costs 0.2 % of what is overdue" in phone.get("retailer.checkout").words()


def test_the_wallet_stays_the_usual_way_and_credit_is_chosen(market: Market, phone: Desk) -> None:
    open_line(market)
    market.money()
    set_cart_line(market.by(market.retailer), market.goods(), quantity=36)
    page = phone.get("retailer.checkout")
    phone.press(page, "Place the order")
    assert (standing(market).used, market.balance("wallet", market.retailer)) == (gbp(0), 100_000 - 9180)
    set_cart_line(market.by(market.retailer), market.goods(), quantity=6)
    phone.press(phone.get("retailer.checkout"), "Place the order", {"On credit": "credit"})
    assert standing(market).used == gbp(1770)


def test_a_line_that_does_not_reach_refuses_in_words(market: Market, phone: Desk) -> None:
    open_line(market, limit=9179)
    market.money()
    set_cart_line(market.by(market.retailer), market.goods(), quantity=36)
    page = phone.get("retailer.checkout")
    assert "Your line of credit does not reach for this." in page.words()
    before = snapshot(market.session)
    refused = phone.press(page, "Place the order", {"On credit": "credit"}, expect=409)
    assert "Your line of credit pays £91.79 more, not £91.80. Nothing was ordered." in refused.alert()
    assert snapshot(market.session) == before


def test_without_a_line_checkout_offers_none(market: Market, phone: Desk) -> None:
    set_cart_line(market.by(market.retailer), market.goods(), quantity=36)
    assert "On credit" not in phone.get("retailer.checkout").words()


def test_what_is_due_is_paid_back_from_the_wallet(market: Market, phone: Desk) -> None:
    open_line(market, limit=50_000)
    order_id = on_credit(market, {market.goods(): 36})
    market.money(minor=5_000)
    page = phone.get("retailer.credit")
    assert "£408.20" in page.words()
    refused = phone.press(page, "Pay now", {"Amount": "60"}, expect=409)
    assert "not enough money in the wallet" in refused.alert()
    bad = phone.press(page, "Pay now", {"Amount": "1,5"}, expect=422)
    assert "Amount" in bad.errors()
    paid = phone.press(page, "Pay now", {"Amount": "50"})
    assert "Paid: £50.00 from your wallet." in phone.get(paid.goes_to).status()
    assert "£41.80 still to be paid by" in phone.get("retailer.order", order_id=order_id).words()
    said = phone.get("retailer.wallet").words()
    assert "Paid back what was bought on credit −£50.00" in said
    assert "£50.00 · " not in said
    sheet = phone.get("retailer.credit_statement")
    assert [row[-1] for row in sheet.rows("What you owed, and what changed it")][:3] == ["£0.00", "£91.80", "£41.80"]
    assert "41.80" in phone.get("retailer.credit_statement_file", kind="csv").answer.get_data(as_text=True)


def test_credit_is_asked_for_once_and_taken_back(market: Market, phone: Desk) -> None:
    page = phone.get("retailer.credit")
    form = phone.get(page.link("Ask for credit"))
    refused = phone.press(form, "Ask for credit", {"How much credit do you need?": ""}, expect=422)
    assert "How much credit do you need?" in refused.errors()
    asked = phone.press(form, "Ask for credit", {"How much credit do you need?": "3000", "60 days": "60"})
    page = phone.get(asked.goes_to)
    assert "You asked for £3,000.00" in page.words()
    again = phone.post("retailer.apply", {"amount": "10", "term_days": "30"}, expect=409)
    assert "One waits already." in again.alert()
    phone.press(page, "Take it back")
    assert market.rows("SELECT state, term_days FROM credit_applications") == [("withdrawn", 60)]


def test_an_amount_beyond_all_credit_is_refused_at_its_field(market: Market, phone: Desk) -> None:
    form = phone.get("retailer.new_application")
    refused = phone.press(form, "Ask for credit", {"How much credit do you need?": "９99999999999"}, expect=422)
    assert "How much credit do you need?" in refused.errors()


def test_a_cancelled_order_on_credit_says_nowhere_that_all_of_it_is_in_the_wallet(market: Market, phone: Desk) -> None:
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    cancel_order(market.by(market.supplier), order_id, reason="sold out")
    tell(market)
    words = phone.get("retailer.order", order_id=order_id).words()
    assert "£91.80 not owed any more, or back in your wallet" in words
    assert "Cancelled; what was paid went back, and nothing is owed for it" in words
    assert "Paid back" not in words
    (news,) = inbox(market, market.retailer)
    assert "You owe nothing for it" in said(news.kind, news.facts, str, ZoneInfo("Europe/London"), chinese=False)


def test_a_buyer_pays_but_does_not_ask(market: Market, at_desk: Callable[[Actor], Desk]) -> None:
    desk = at_desk(market.colleague(market.retailer, Role.BUYER))
    assert not desk.get("retailer.credit").has_link("Ask for credit")
    desk.get("retailer.new_application", expect=403)


def test_a_line_that_stopped_says_why(market: Market, phone: Desk) -> None:
    open_line(market)
    on_credit(market, {market.goods(): 6})
    market.session.execute(
        text("UPDATE credit_instalments SET due_on = :day"), {"day": market.at.date() - timedelta(days=1000)}
    )
    market.session.commit()
    words = phone.get("retailer.credit").words()
    assert "Something you owe is overdue." in words
    assert "days late" in words
    assert "A day late costs 0.05 % of what is overdue" in words.replace("\u00a0", " ")
