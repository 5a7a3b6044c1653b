"""Asking for a quote on a phone, answering it at a desk, and ordering at the quote."""

from __future__ import annotations

import io
from datetime import timedelta
from decimal import Decimal

import pytest
from sqlalchemy import text

from adapters import clock
from tests.adapters import hostile
from tests.trade.claims.claimed import photo
from tests.trade.credit.lines import invoice, open_line
from tests.trade.looking import snapshot
from tests.trade.market import gbp
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.work import bind_actor
from trade.parties.actions import set_limits
from trade.parties.rules import Role, SpendingLimits
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.quoting.actions import Wanted, ask_for_quote, send_message


@pytest.fixture
def kettle(market):
    market.money()
    return market.goods(name="Blue kettle", code="KET-1")


@pytest.fixture
def seller(market, at_desk):
    return at_desk(market.supplier)


def ask(shop, kettle):
    """Ask for twenty kettles with a print; answer the page of the inquiry."""
    product = shop.get("retailer.product", sku_id=kettle)
    page = shop.get(product.link("Ask for a quote"))
    seller_name = page.button(next(tag.text for tag in page.soup.select("main button") if tag.text.startswith("Ask ")))
    sent = shop.press(page, seller_name.text, {"How many": "20", "What shall be different": "Our name in red"})
    return shop.get(sent.goes_to)


def answer(seller, inquiry, price="2.10"):
    """Quote twenty from ten on in fives, for a week."""
    page = seller.get(inquiry.path.replace("/retailer/", "/supplier/"))
    button = "Send the quote" if page.has_button("Send the quote") else "Send a new quote"
    entries = {
        "Price of one KET-1": price,
        "At least KET-1": "10",
        "In multiples of KET-1": "5",
        "Holds up to and including": (clock.now().date() + timedelta(days=7)).isoformat(),
    }
    return page, button, entries


def test_a_quote_is_asked_for_given_and_ordered_at_its_own_price_theme_25(shop, seller, market, kettle):
    asked = ask(shop, kettle)
    assert "Our name in red" in asked.words()
    assert not asked.has_button("Order at this quote")
    assert "1" in seller.get("supplier.today").words()
    page, button, entries = answer(seller, asked)
    assert "Our name in red" in page.words()
    reference = page.heading().removeprefix("Inquiry ")
    assert seller.get("supplier.find", q=reference.lower(), expect=303).goes_to == page.path
    odd = seller.press(page, button, {**entries, "Price of one KET-1": "0", "At least KET-1": "1,5"}, expect=422)
    assert {"Price of one KET-1", "At least KET-1"} <= set(odd.errors())
    high = seller.press(page, button, {**entries, "At least KET-1": "21"}, expect=422)
    assert "At most KET-1" in high.errors()
    late = seller.press(page, button, {**entries, "Holds up to and including": "9999-12-31"}, expect=422)
    assert late.errors() == {"Holds up to and including": "Choose a day from today up to a year ahead."}
    seller.press(page, button, entries)

    set_ladder(market.by(market.supplier), kettle, steps=[Step(6, Decimal(9))])
    quoted, twice = shop.get(asked.path), shop.get(asked.path)
    before = snapshot(market.session)
    few = shop.press(quoted, "Order at this quote", {"Quantity of KET-1": "12"}, expect=422)
    assert few.errors() == {"Quantity of KET-1": "The quote holds for 10 to 20, in multiples of 5."}
    assert snapshot(market.session) == before
    placed = shop.press(quoted, "Order at this quote", {"Quantity of KET-1": "15", "Note to the seller": "Red"})
    assert shop.get(placed.goes_to).heading() == "Your order is placed"
    assert market.rows("SELECT total_minor, note FROM orders") == [(3150, "Red")]
    again = shop.press(twice, "Order at this quote", expect=409)
    assert "it stands at “Ordered” now" in again.alert()
    assert "To the order" in seller.get(page.path).words()


def test_both_sides_write_and_a_newer_quote_is_looked_at_first(shop, seller, market, kettle):
    asked = ask(shop, kettle)
    page, button, entries = answer(seller, asked)
    seller.press(page, button, entries)
    quoted = shop.get(asked.path)
    shop.press(quoted, "Send", {"Your message": "Two pounds?"})
    assert shop.press(quoted, "Send", {"Your message": " "}, expect=422).errors() == {
        "Your message": "Write something first."
    }
    assert "Two pounds?" in seller.get(page.path).words()
    newer, button, entries = answer(seller, asked, "2.00")
    assert button == "Send a new quote"
    older, *_ = answer(seller, asked)
    seller.press(newer, button, entries)
    refused = shop.press(quoted, "Order at this quote", expect=409)
    assert "quoted anew since you looked" in refused.alert()
    stale = seller.press(older, button, entries, expect=409)
    assert "Somebody changed this" in stale.alert()
    shop.press(refused, "Order at this quote")
    assert market.rows("SELECT total_minor FROM orders") == [(4000,)]


def test_a_quote_is_paid_from_the_line_of_credit_where_there_is_one(shop, seller, market, kettle):
    asked = ask(shop, kettle)
    seller.press(*answer(seller, asked, "9.00"))
    assert "Paid from" not in shop.get(asked.path).words()
    open_line(market, limit=10_000)
    quoted = shop.get(asked.path)
    offered = [option.text for option in quoted.field("Paid from").select("option")]
    assert offered == ["Wallet, £1,000.00 in it", "Line of credit, £100.00 free"]
    before = snapshot(market.session)
    refused = shop.press(quoted, "Order at this quote", {"Paid from": "credit"}, expect=409)
    assert "pays £100.00 more, not £180.00" in refused.alert()
    assert refused.field("Paid from").select_one("option[selected]").text == offered[1]
    assert snapshot(market.session) == before

    with market.as_system() as session:
        session.execute(text("UPDATE credit_lines SET limit_minor = 18000"))
        session.commit()
    placed = shop.press(shop.get(asked.path), "Order at this quote", {"Paid from": "credit"})

    assert "On credit:" in shop.get(placed.goes_to).words()
    ((order_id,),) = market.rows("SELECT id FROM orders")
    assert invoice(market, order_id)["open_minor"] == 18_000
    assert market.balance("wallet", market.retailer) == 100_000


def test_a_quote_beyond_the_limit_is_ordered_by_somebody_else(shop, seller, market, kettle, at_desk):
    buyer = market.colleague(market.retailer, Role.BUYER)
    member_id = market.rows("SELECT id FROM members WHERE person_id = :id", id=buyer.person_id)[0][0]
    set_limits(market.by(market.retailer), member_id, limits=SpendingLimits(gbp(0)))
    desk = at_desk(buyer)
    asked = ask(desk, kettle)
    seller.press(*answer(seller, asked))

    waits = desk.get(desk.press(desk.get(asked.path), "Order at this quote").goes_to)
    assert "Waits for approval" in waits.words()
    refused = desk.press(waits, "Order at this quote", expect=409)
    assert "somebody else here has to approve it" in refused.alert()
    shop.press(shop.get(asked.path), "Approve and order")

    assert market.rows("SELECT placed_by, approved_by FROM orders") == [(buyer.person_id, market.retailer.person_id)]


def test_either_side_can_end_it(shop, seller, market, kettle):
    declined, withdrawn = ask(shop, kettle), ask(shop, kettle)
    page = seller.get(declined.path.replace("/retailer/", "/supplier/"))
    assert "Reason, for the buyer to read" in seller.press(page, "Decline the inquiry", expect=422).errors()
    seller.press(page, "Decline the inquiry", {"Reason, for the buyer to read": "No red left"})
    assert "No red left" in shop.get(declined.path).words()
    shop.press(shop.get(withdrawn.path), "Take the inquiry back")
    assert not seller.get(withdrawn.path.replace("/retailer/", "/supplier/")).has_button("Send the quote")


def test_an_inquiry_is_nobody_elses_theme_23(shop, market, kettle, at_desk):
    asked = ask(shop, kettle)
    at_desk(market.neighbour).get(asked.path, expect=404)
    at_desk(market.rival).get(asked.path.replace("/retailer/", "/supplier/"), expect=404)


def test_a_logo_goes_along_with_the_question_and_a_proof_comes_back(shop, seller, market, kettle, at_desk):
    product = shop.get("retailer.product", sku_id=kettle)
    page = shop.get(product.link("Ask for a quote"))
    button = next(tag.text for tag in page.soup.select("main button") if tag.text.startswith("Ask "))
    entries = {"How many": "20", "What shall be different": "Our name in red"}
    refused = shop.press(page, button, entries | {"Logo or drawing": (io.BytesIO(b"<svg/>"), "logo.svg")}, expect=422)
    assert "Send a PDF, or a photo of the paper." in refused.errors()["Logo or drawing"]
    assert market.rows("SELECT count(*) FROM inquiries") == [(0,)]

    sent = shop.press(page, button, entries | {"Logo or drawing": (io.BytesIO(hostile.photo()), "logo.png")})
    asked = shop.get(sent.goes_to)
    theirs = seller.get(asked.path.replace("/retailer/", "/supplier/"))
    (logo,) = theirs.soup.select('[aria-label="Logo or drawing"] img')
    assert seller.browser.get(logo["src"]).mimetype == "image/jpeg"

    proof = {
        "Your message": "So it would look.",
        "Logo or drawing": (io.BytesIO(hostile.pdf(b"/Lang (en)")), "proof.pdf"),
    }
    seller.press(theirs, "Send", proof)
    answered = shop.get(asked.path)
    assert "So it would look." in answered.words()
    assert shop.browser.get(answered.link("proof.pdf")).mimetype == "application/pdf"
    stranger = at_desk(market.neighbour)
    bind_actor(market.session, market.neighbour)
    assert market.session.scalars(text("SELECT id FROM files")).all() == []
    market.session.rollback()
    stranger.get(asked.path, expect=404)


def test_a_message_needs_words_and_a_file_must_be_ones_own(market, kettle):
    inquiry_id = ask_for_quote(market.by(market.retailer), [Wanted(kettle, 20)])
    theirs = photo(market, market.neighbour, 1)
    with market.refuses(NotFound):
        send_message(market.by(market.retailer), inquiry_id, text="Ours.", file_id=theirs)
    with market.refuses(InvalidInput):
        send_message(market.by(market.retailer), inquiry_id, text="")
