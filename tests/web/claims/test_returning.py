"""Goods that go back, as the three see it; and what is done about a claim is swapped in place by htmx."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.claims.claimed import claim, delivered
from trade.claims.rules import Remedy


@pytest.fixture
def claim_id(market):
    """Six of 36 that came broken, which the buyer would like to send back."""
    market.at = clock.now()
    return claim(market, delivered(market), wish=Remedy.RETURN)


@pytest.fixture
def desks(market, at_desk):
    return [at_desk(who) for who in (market.retailer, market.supplier, market.support)]


def open_case(desk, claim_id):
    return desk.get("claims.claim", claim_id=claim_id)


def counted(seller):
    """How many claims wait for the seller, as the rail says."""
    link = next(tag for tag in seller.get("supplier.today").soup.select("nav a") if tag.get("href") == "/claims")
    number = "".join(sign for sign in link.get_text() if sign.isdigit())
    return int(number or 0)


def test_a_seller_has_the_goods_back_and_bears_the_claim(desks, claim_id):
    shop, seller, staff = desks
    seller.press(open_case(seller, claim_id), "Have the goods back first")
    case = open_case(shop, claim_id)
    assert "The money does not wait for that." in case.words()
    assert not open_case(seller, claim_id).has_button("This came back")
    assert counted(seller) == 0, "the buyer has not sent them yet"
    refused = shop.press(case, "They are on their way", expect=422)
    assert refused.errors()["Carrier"] == "Say who carries them."
    shop.press(case, "They are on their way", {"Carrier": "Parcel Post", "Tracking number": "PP 77"})
    assert not open_case(shop, claim_id).has_button("They are on their way")
    assert counted(seller) == 1
    case = open_case(seller, claim_id)
    assert "with Parcel Post PP 77" in case.words()
    (label,) = [name for name in case.soup.stripped_strings if "how many of 6 came back" in name]
    assert "no more than are claimed" in seller.press(case, "This came back", {label: "7"}, expect=409).words()
    seller.press(case, "This came back", {label: "6"})
    assert "6 of 6 came back" in open_case(staff, claim_id).words()
    assert "the seller bears it" in open_case(shop, claim_id).words()
    assert "Goods go back" not in open_case(staff, claim_id).words()


def test_the_platform_has_goods_sent_back_and_decides_where_some_are_missing(desks, claim_id, market):
    shop, seller, staff = desks
    said = {
        "The buyer sends the goods back first, then the seller bears it": "return",
        "Reason, for both sides": "Send",
    }
    staff.press(open_case(staff, claim_id), "Decide", said)
    assert "Goods go back" in staff.get("claims.claim_list").words()
    shop.press(open_case(shop, claim_id), "They are on their way", {"Carrier": "Parcel Post"})
    case = open_case(seller, claim_id)
    (label,) = [name for name in case.soup.stripped_strings if "how many of 6 came back" in name]
    seller.press(case, "This came back", {label: "4"})
    assert "4 of 6 came back" in open_case(staff, claim_id).words()
    case = open_case(staff, claim_id)
    assert "The buyer sends the goods back first" not in case.words()
    twice = {"bearer": "return", "answer": "Send", "carrier": ""}
    refused = staff.post("claims.decide", twice, claim_id=claim_id, expect=409)
    assert "They were to go back once already." in refused.words()


def test_what_is_done_is_swapped_in_place_with_its_history_and_the_same_route_answers_pages(desks, claim_id):
    shop, seller, staff = desks
    case = open_case(seller, claim_id)
    form = case.button("Accept the claim").find_parent("form")
    assert (form["hx-post"], form["hx-target"]) == (form["action"], "#claim")
    asked = seller.press(case, "Have the goods back first", htmx=True, expect=200)
    assert "Goods go back" in asked.fragment("claim").words()
    swapped = asked.swaps()
    assert set(swapped) == {"claim-history", "notices"}
    assert "The goods are to go back" in swapped["claim-history"].words()
    assert "asked to send them" in swapped["notices"].words()
    assert asked.fragment("claim").words() in open_case(seller, claim_id).words()

    said = {"Message": "Which carrier do you take?"}
    told = seller.press(open_case(seller, claim_id), "Send", said, htmx=True, expect=200)
    assert said["Message"] in told.fragment("claim").words()
    empty = shop.press(open_case(shop, claim_id), "Send", htmx=True, expect=422)
    assert empty.errors()["Message"] == "Write something first."
    assert not empty.swaps()
    staff.press(open_case(staff, claim_id), "Pay £15.30 now", htmx=True, expect=200)
    late = staff.post("claims.pay", claim_id=claim_id, htmx=True, expect=409)
    assert "Not done" in late.fragment("claim").words()
    assert open_case(shop, claim_id).answer.vary.as_set() >= {"hx-request"}
