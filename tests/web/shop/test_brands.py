"""A seller's page: for anybody without a price in any byte, for buyers with prices, edited at the seller's desk."""

from __future__ import annotations

import io

import pytest
from PIL import Image

from tests import makers
from tests.trade.market import Market
from trade.catalogue.actions import tell_story
from trade.parties.models import Organisation


@pytest.fixture
def market(session):
    """A seller with a story and a product."""
    market = Market(session)
    market.goods(name="Blue kettle")
    market.goods(market.rival, name="Red kettle")
    tell_story(
        market.by(market.supplier), story="We fire kettles.\n\n<b>By hand.</b>", story_zh="我们烧壶。", version=0
    )
    return market


@pytest.fixture
def owner(market, desk_of, session):
    """The seller's own people."""
    organisation = session.get(Organisation, market.supplier.organisation)
    return desk_of(makers.make_member(session, organisation))


def names(page):
    return [tag.get_text(strip=True) for tag in page.soup.select("main li h2")]


def paragraphs(page):
    return [tag.get_text() for tag in page.soup.select(".story p")]


def test_theme_24_anybody_reads_a_sellers_story_and_no_price(desk, market):
    page = desk.get("shop.seller", seller_id=market.supplier.organisation)

    assert paragraphs(page) == ["We fire kettles.", "<b>By hand.</b>"]
    assert names(page) == ["Blue kettle"]
    assert page.facts()["On Pinhuo since"]
    text = page.answer.get_data(as_text=True)
    assert not [figure for figure in ("£", "2.95", "2.55", "price first", "stock=in") if figure in text]


def test_a_reader_of_chinese_gets_the_chinese_story_and_the_other_where_there_is_none(desk, market):
    desk.post("auth.set_language", {"locale": "zh-Hans"})
    assert paragraphs(desk.get("shop.seller", seller_id=market.supplier.organisation)) == ["我们烧壶。"]

    tell_story(market.by(market.rival), story="Only English.", story_zh="", version=0)
    page = desk.get("shop.seller", seller_id=market.rival.organisation)
    assert page.soup.select_one(".story")["lang"] == "en"


def test_who_is_no_seller_has_no_page(desk, market):
    desk.get("shop.seller", seller_id=market.retailer.organisation, expect=404)


def test_a_list_narrowed_down_to_a_seller_leads_to_its_page_and_back(desk, market):
    page = desk.get("shop.products", seller=market.supplier.organisation)
    brand = desk.get(page.link(f"About {page.heading()}"))

    assert brand.heading() == page.heading()
    assert f"seller={market.supplier.organisation}" in brand.link("Filter and sort")


def test_a_buyer_sees_prices_on_a_sellers_page(market, desk_of, session):
    shop = desk_of(makers.make_member(session, session.get(Organisation, market.retailer.organisation)))
    page = shop.get("retailer.seller", seller_id=market.supplier.organisation)

    assert names(page) == ["Blue kettle"]
    assert "£2.95 / piece" in page.words()


def test_a_seller_tells_its_story_and_sees_what_was_changed(owner, desk, market):
    page = owner.get("supplier.brand")
    owner.press(page, "Save the story", {"Story in English": "We throw bowls.\r\n\r\nIn Leeds."})

    assert paragraphs(desk.get("shop.seller", seller_id=market.supplier.organisation)) == [
        "We throw bowls.",
        "In Leeds.",
    ]
    assert "Story told" in owner.get("supplier.brand").words()


def test_what_was_typed_is_kept_when_it_is_too_long_or_too_late(owner, market):
    page = owner.get("supplier.brand")
    answer = owner.press(page, "Save the story", {"Story in English": "x" * 4001}, expect=422)
    assert answer.errors() == {"Story in English": "Use at most 4000 characters."}

    tell_story(market.by(market.supplier), story="Theirs", story_zh="", version=1)
    answer = owner.press(page, "Save the story", {"Story in English": "Ours"}, expect=409)
    assert answer.field("Story in English").get_text(strip=True) == "Ours"
    assert "What stands there now Theirs" in answer.words()


def test_a_picture_is_drawn_anew_or_refused_with_a_sentence(owner, desk, market):
    out = io.BytesIO()
    Image.new("RGB", (40, 30), "teal").save(out, "PNG")
    owner.post("supplier.show_brand_picture", {"picture": (io.BytesIO(out.getvalue()), "mark.png")})
    image = desk.get("shop.seller", seller_id=market.supplier.organisation).soup.select_one("main img.cover")
    assert (image["width"], image["height"]) == ("40", "30")
    assert desk.browser.get(image["src"]).status_code == 200

    answer = owner.post("supplier.show_brand_picture", {"picture": (io.BytesIO(b"no"), "x.png")}, expect=422)
    assert "This is not a picture that can be read" in answer.words()
    owner.post("supplier.hide_brand_picture")
    assert desk.get("shop.seller", seller_id=market.supplier.organisation).soup.select_one("main img.cover") is None
