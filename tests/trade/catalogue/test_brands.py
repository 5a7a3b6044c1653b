"""What a seller tells of itself: by its own people, one change at a time, in a history."""

from __future__ import annotations

from pathlib import Path

from adapters.pictures import Folder
from tests.trade.market import Market
from trade.catalogue.actions import hide_brand_picture, show_brand_picture, tell_story
from trade.catalogue.ports import Drawn
from trade.catalogue.queries import brand_page, own_story
from trade.catalogue.rules import STORY_MAX
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotFound, StaleVersion
from trade.kernel.work import bind_actor


def story_of(market: Market, seller: Actor) -> tuple[str, str, int]:
    bind_actor(market.session, seller)
    told = own_story(market.session, seller)
    return told.story, told.story_zh, told.version


def test_a_story_is_read_by_everybody_and_its_history_says_what_changed(market: Market) -> None:
    seller_id = tell_story(market.by(market.supplier), story="We fire kettles.", story_zh="我们烧壶。", version=0)
    tell_story(market.by(market.supplier), story="We fire kettles.\n\nSince 1911.", story_zh="我们烧壶。", version=1)

    bind_actor(market.session, Actor.nobody())
    page = brand_page(market.session, seller_id)
    assert (page.seller_id, page.story.story, page.story.story_zh) == (
        market.supplier.organisation, "We fire kettles.\n\nSince 1911.", "我们烧壶。",
    )  # fmt: skip
    assert story_of(market, market.rival) == ("", "", 0)
    assert market.verbs(seller_id)[-2:] == ["catalogue.story_told"] * 2
    [(before,)] = market.rows(
        "SELECT before FROM events WHERE verb = 'catalogue.story_told' ORDER BY number DESC LIMIT 1"
    )
    assert before == {"story": "We fire kettles."}


def test_who_was_slower_is_told_and_nothing_is_overwritten(market: Market) -> None:
    tell_story(market.by(market.supplier), story="First", story_zh="", version=0)
    with market.refuses(StaleVersion):
        tell_story(market.by(market.supplier), story="Second", story_zh="", version=0)
    assert story_of(market, market.supplier) == ("First", "", 1)


def test_a_story_that_is_too_long_is_refused_at_its_field(market: Market) -> None:
    with market.refuses(InvalidInput, field="story_zh"):
        tell_story(market.by(market.supplier), story="", story_zh="长" * (STORY_MAX + 1), version=0)
    tell_story(market.by(market.supplier), story="", story_zh="长" * STORY_MAX, version=0)


def test_a_picture_takes_the_place_of_the_one_before_and_goes(market: Market, tmp_path: Path) -> None:
    store = Folder(tmp_path)
    seller_id = show_brand_picture(market.by(market.supplier), Drawn(4, 3, {"page.avif": b"1"}), store)
    first = brand_page(market.session, seller_id).story
    show_brand_picture(market.by(market.supplier), Drawn(5, 6, {"page.avif": b"2"}), store)
    second = brand_page(market.session, seller_id).story
    assert (first.width, first.height, second.width, second.height) == (4, 3, 5, 6)
    assert store.read(second.picture, "page.avif") == b"2"
    assert first.picture != second.picture
    hide_brand_picture(market.by(market.supplier))
    assert brand_page(market.session, seller_id).story.picture == ""


def test_only_admitted_sellers_have_a_page(market: Market) -> None:
    bind_actor(market.session, market.retailer)
    assert brand_page(market.session, market.supplier.organisation).story.version == 0
    with market.as_system() as session:
        session.connection().exec_driver_sql(
            f"UPDATE organisations SET state = 'suspended' WHERE id = '{market.rival.organisation}'"
        )
    for other in (market.retailer.organisation, market.support.organisation, market.rival.organisation):
        try:
            brand_page(market.session, other)
        except NotFound:
            continue
        raise AssertionError(other)
