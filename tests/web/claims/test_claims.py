"""A claim is made on a phone, answered at a desk, decided by the platform, and the money is where each page says."""

from __future__ import annotations

import pytest
from sqlalchemy import text

from adapters import clock
from tests.trade.claims.claimed import claim, delivered, standing
from tests.trade.looking import snapshot


@pytest.fixture
def order_id(market):
    """A delivered order of 36 that cost £91.80."""
    market.at = clock.now()
    return delivered(market)


@pytest.fixture
def shop(market, at_desk):
    return at_desk(market.retailer)


@pytest.fixture
def seller(market, at_desk):
    return at_desk(market.supplier)


@pytest.fixture
def staff(market, at_desk):
    return at_desk(market.support)


def made(shop, market, order_id, units="6"):
    """Claim some units from the page of the order; answer the page of the claim."""
    order = shop.get("retailer.order", order_id=order_id)
    page = shop.get(order.link("Something is wrong"))
    name = market.lines(order_id)[0].name
    sent = shop.press(
        page,
        "Send the claim",
        {f"{name}: how many of 36": units, "Damaged": "damaged", "Say what you see": "Six broke."},
    )
    return shop.get(sent.goes_to)


def test_a_claim_goes_from_the_phone_to_the_seller_who_accepts_it(shop, seller, market, order_id):
    page = made(shop, market, order_id)
    assert "Money comes by" in page.words()
    assert "£15.30" in page.words()
    assert page.path in [tag.get("href") for tag in shop.get("retailer.order", order_id=order_id).soup.select("a")]
    assert page.heading().removeprefix("Claim ") in seller.get("claims.claim_list").words()
    at_sellers = seller.get(page.path)
    assert "Six broke." in at_sellers.words()
    assert not at_sellers.has_button("Decide")
    accepted = seller.press(at_sellers, "Accept the claim")
    assert "the seller bears it" in seller.get(accepted.goes_to).words()
    assert "£15.30" in shop.get("retailer.wallet").words()
    assert market.rows("SELECT state, recovered_minor FROM claims") == [("settled", 1530)]


def test_what_the_buyer_would_like_is_chosen_already_and_shown_to_all_three(shop, seller, staff, market, order_id):
    money = made(shop, market, order_id, "1")
    form = shop.get("claims.new_claim", order_id=order_id)
    name = market.lines(order_id)[0].name
    entries = {f"{name}: how many of 35": "2", "Damaged": "damaged", "Say what you see": "Two broke."}
    again = shop.press(form, "Send the claim", {**entries, "The same goods again": "replacement"}).goes_to
    for desk in (shop, seller, staff):
        assert "The buyer would like Money back" in desk.get(money.path).words()
        assert "The buyer would like A replacement" in desk.get(again).words()
    assert "A replacement" in seller.get("claims.claim_list").words()
    nonsense = {f"line_{market.lines(order_id)[0].id.hex}": "1", "reason": "damaged", "words": "One.", "wish": "a gift"}
    refused = shop.post("claims.make_claim", nonsense, order_id=order_id, expect=422)
    assert "What would you like?" in refused.words()
    assert market.rows("SELECT count(*) FROM claims") == [(2,)]


def test_the_platform_pays_first_and_decides_a_disputed_claim(shop, seller, staff, market, order_id):
    page = made(shop, market, order_id)
    refused = seller.press(seller.get(page.path), "Dispute the claim", expect=422)
    assert "Say why, so that it can be decided." in refused.words()
    seller.press(seller.get(page.path), "Dispute the claim", {"Why is it wrong?": "They left whole."})
    assert "They left whole." in shop.get(page.path).words()
    case = staff.get(staff.get("claims.claim_list").link(page.heading().removeprefix("Claim ")))
    assert "New here" in case.words()
    staff.press(case, "Pay £15.30 now")
    case = staff.get(page.path)
    assert not case.has_button("Pay £15.30 now")
    said = {"Reason, for both sides": "Four were broken.", "Amount": "10.00", "The seller bears it": "seller"}
    staff.press(case, "Decide", said)
    found = shop.get(page.path).words()
    assert "Four were broken." in found
    assert "still owes £5.30 back" in found
    assert market.rows("SELECT advanced_minor, recovered_minor, taken_back_minor FROM claims") == [(1530, 1000, 530)]


@pytest.mark.parametrize(
    ("entries", "words"),
    [
        (
            {"Amount": "15.31", "The seller bears it": "seller", "Reason, for both sides": "So."},
            "at most what was asked for",
        ),
        (
            {"Amount": "0", "The seller bears it": "seller", "Reason, for both sides": "So."},
            "Enter more than 0.",
        ),
        (
            {"Amount": "1.555", "The seller bears it": "seller", "Reason, for both sides": "So."},
            "digits after the point",
        ),
        ({"The seller bears it": "seller"}, "Say why"),
        ({"Reason, for both sides": "So."}, "Choose one."),
    ],
)
def test_a_decision_that_cannot_be_meant_changes_nothing(staff, market, order_id, entries, words):
    claim_id = claim(market, order_id)
    market.session.commit()
    case, before = staff.get("claims.claim", claim_id=claim_id), snapshot(market.session)
    refused = staff.press(case, "Decide", entries, expect=None)
    assert refused.answer.status_code in (409, 422)
    assert words in refused.words()
    assert snapshot(market.session) == before


@pytest.mark.parametrize(
    ("units", "words"), [("37", "at most 36"), ("1.5", "whole number"), ("", "for at least one line")]
)
def test_a_claim_that_cannot_be_meant_keeps_what_was_typed(shop, market, order_id, units, words):
    page = shop.get("claims.new_claim", order_id=order_id)
    name = market.lines(order_id)[0].name
    entries = {f"{name}: how many of 36": units, "Damaged": "damaged", "Say what you see": "Broken glass"}
    refused = shop.press(page, "Send the claim", entries, expect=None)
    assert refused.answer.status_code in (409, 422)
    assert words in refused.words()
    assert "Broken glass" in str(refused.soup)
    assert market.rows("SELECT count(*) FROM claims") == [(0,)]


def test_all_that_is_missing_is_said_at_once(shop, order_id):
    refused = shop.press(shop.get("claims.new_claim", order_id=order_id), "Send the claim", expect=422)
    for words in ("for at least one line", "Choose one.", "Send a photo, or say in a few words"):
        assert words in refused.words()


def test_a_claim_is_rejected_or_taken_back(shop, staff, market, order_id):
    first = made(shop, market, order_id)
    shop.press(first, "Take the claim back")
    again = made(shop, market, order_id, "36")
    said = {"Reason, for both sides": "The picture is of other goods.", "Rejected: nothing is paid": "rejected"}
    staff.press(staff.get(again.path), "Decide", said)
    page = shop.get(again.path)
    assert "Nothing is paid for it." in page.words()
    refused = shop.post("claims.make_claim", {"words": "Again", "reason": "damaged"}, order_id=order_id, expect=422)
    assert "Nothing can be claimed here" in refused.words()


def test_the_three_write_to_each_other(shop, seller, staff, market, order_id):
    page = made(shop, market, order_id)
    for desk, words in (
        (shop, "Two more are cracked."),
        (seller, "Please keep them."),
        (staff, "We look at it today."),
    ):
        desk.press(desk.get(page.path), "Send", {"Message": words})
    found = shop.get(page.path).words()
    assert "Please keep them." in found
    assert "The platform" in found
    assert shop.press(shop.get(page.path), "Send", {"Message": " "}, expect=422).has_button("Send")


def test_each_partys_page_of_the_order_names_its_claims(shop, seller, staff, market, order_id):
    for desk, endpoint in ((seller, "supplier.order"), (staff, "platform.order")):
        assert "Something is wrong" not in desk.get(endpoint, order_id=order_id).words()
    path = made(shop, market, order_id).path
    for desk, endpoint in ((shop, "retailer.order"), (seller, "supplier.order"), (staff, "platform.order")):
        assert path in [tag.get("href") for tag in desk.get(endpoint, order_id=order_id).soup.select("main a")]


def test_an_empty_list_says_what_will_be_there(seller):
    assert "No claims" in seller.get("claims.claim_list").words()


def test_a_closed_claim_cannot_be_decided_from_a_page_that_is_open_still(seller, staff, market, order_id):
    claim_id = claim(market, order_id)
    market.session.commit()
    case, seller_case = (desk.get("claims.claim", claim_id=claim_id) for desk in (staff, seller))
    seller.press(seller_case, "Accept the claim")
    assert staff.press(case, "Pay £15.30 now", expect=409).has_button("Send")
    assert seller.press(seller_case, "Accept the claim", expect=None).answer.status_code in (303, 409)
    assert standing(market, claim_id)[3:5] == (1530, 1530)


def test_the_buyer_reads_until_when_each_line_can_be_claimed(shop, market, order_id):
    order = shop.get("retailer.order", order_id=order_id)
    assert "Claim by " in order.words()
    assert "Claim by " in shop.get(order.link("Something is wrong")).words()
    with market.as_system() as session:
        session.execute(text("UPDATE orders SET delivered_at = delivered_at - interval '7 days'"))
    late = shop.get("retailer.order", order_id=order_id)
    assert "The time for claims ended on " in late.words()
    assert not late.has_link("Something is wrong")
