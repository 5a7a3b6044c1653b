"""Photos travel with a claim, or go ahead of it one by one; papers come with messages. Whoever looks is a party, or sees nothing."""

from __future__ import annotations

import io

import pytest

from adapters import clock
from tests.adapters import hostile
from tests.trade.claims.claimed import claim, delivered

ONE_PIXEL_SVG = b"<svg xmlns='http://www.w3.org/2000/svg'/>"


@pytest.fixture
def order_id(market):
    """A delivered order of 36."""
    market.at = clock.now()
    return delivered(market)


@pytest.fixture
def shop(market, at_desk):
    return at_desk(market.retailer)


def picture(content=None, name="IMG_1.jpg"):
    return (io.BytesIO(content or hostile.photo()), name)


def send(shop, order_id, entries, *, expect=303):
    """Claim six from the page of the order, with files in the form as a browser without scripts sends them."""
    page = shop.get("claims.new_claim", order_id=order_id)
    (field,) = page.soup.select("input[name^=line_]")
    said = {
        field.find_parent().label.get_text(" ", strip=True).removesuffix(" optional"): "6",
        "Damaged": "damaged",
        **entries,
    }
    return shop.press(page, "Send the claim", said, expect=expect)


def photos_on(page):
    return [tag["src"] for tag in page.soup.select("main img")]


def test_photos_that_travel_with_the_form_are_seen_by_the_three_parties(shop, market, order_id, at_desk, stranger):
    sent = send(shop, order_id, {"Take or choose photos": [picture(), picture(name="IMG_2.jpg")]})
    for who in (market.retailer, market.supplier, market.support):
        page = at_desk(who).get(sent.goes_to)
        photos = photos_on(page)
        assert len(photos) == 2
        assert {stranger.browser.get(address).status_code for address in photos} == {200}
    assert at_desk(market.rival).get(sent.goes_to, expect=404)
    assert market.rows("SELECT count(*) FROM files WHERE attached_at IS NULL") == [(0,)]


def test_photos_that_went_ahead_are_there_when_the_form_is_opened_again(shop, market, order_id):
    shop.post("files.add_photo", {"photo": picture()}, htmx=True, expect=200)
    page = shop.get("claims.new_claim", order_id=order_id)
    assert len(photos_on(page)) == 1
    sent = send(shop, order_id, {})
    assert len(photos_on(shop.get(sent.goes_to))) == 1
    assert photos_on(shop.get("claims.new_claim", order_id=order_id)) == []


def test_a_photo_that_is_refused_is_said_at_its_field_and_the_good_ones_are_kept(shop, market, order_id):
    chosen = {"Take or choose photos": [picture(), picture(ONE_PIXEL_SVG, "x.jpg")]}
    refused = send(shop, order_id, chosen, expect=422)
    assert "not a picture that can be read" in refused.words()
    assert len(photos_on(refused)) == 1
    assert market.rows("SELECT count(*) FROM claims") == [(0,)]
    again = {f"{market.lines(order_id)[0].name}: how many of 36": "6"}
    assert len(photos_on(shop.get(shop.press(refused, "Send the claim", again).goes_to))) == 1


def test_seven_photos_are_too_many_and_a_claim_without_photo_or_words_says_nothing(shop, market, order_id):
    seven = {"Take or choose photos": [picture(name=f"{n}.jpg") for n in range(7)]}
    assert "Six photos at the most." in send(shop, order_id, seven, expect=422).words()
    assert "Send a photo, or say in a few words" in send(shop, order_id, {}, expect=422).words()
    assert market.rows("SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM files)") == [(0, 0)]


def test_the_same_form_sent_twice_is_one_claim_though_nothing_is_left_to_claim(shop, market, order_id):
    (line,) = market.lines(order_id)
    twice = [
        shop.post(
            "claims.make_claim",
            {f"line_{line.id.hex}": "36", "reason": "damaged", "wish": "money", "photos": picture(hostile.photo())},
            key="k" * 20,
            order_id=order_id,
        )
        for _ in range(2)
    ]
    assert twice[0].goes_to == twice[1].goes_to
    assert market.rows("SELECT (SELECT count(*) FROM claims), (SELECT count(*) FROM files)") == [(1, 1)]


def test_papers_come_with_messages_and_with_the_sellers_objection(shop, market, order_id, at_desk):
    claim_id = claim(market, order_id)
    seller, note = at_desk(market.supplier), hostile.pdf(b"1 0 obj <</Type /Catalog>> endobj")
    case = seller.get("claims.claim", claim_id=claim_id)
    said = {"Why is it wrong?": "They left whole.", "What shows it": [picture(note, "Delivery note.pdf"), picture()]}
    seller.press(case, "Dispute the claim", said)
    page = shop.get("claims.claim", claim_id=claim_id)
    assert page.link("Delivery note.pdf")
    assert len(photos_on(page)) == 1
    refused = shop.press(page, "Send", {"Message": "Look!", "Photos and papers": picture(ONE_PIXEL_SVG)}, expect=422)
    assert "Send a PDF, or a photo of the paper." in refused.words()
    assert "Look!" in str(refused.soup)
    assert market.rows("SELECT count(*) FROM claim_messages") == [(1,)]


def test_a_photo_used_before_is_told_to_the_platform_with_the_other_claim(shop, market, order_id, at_desk):
    same = hostile.photo(width=200, height=150)
    first = send(shop, order_id, {"Take or choose photos": picture(same)})
    second = send(shop, order_id, {"Take or choose photos": picture(same)})
    staff = at_desk(market.support).get(second.goes_to)
    assert "used before" in staff.words()
    assert staff.link(shop.get(first.goes_to).heading().removeprefix("Claim ")) == first.goes_to
    assert "used before" not in shop.get(second.goes_to).words()
