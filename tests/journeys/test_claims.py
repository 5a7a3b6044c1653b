"""A shop in a cellar claims with photos from its phone: at most six taps, and a lost network loses none of them."""

from __future__ import annotations

import re
from collections.abc import Callable

import pytest
from playwright.sync_api import FilePayload, Route, expect

from tests.adapters import hostile
from tests.journeys.shops import Shops
from tests.journeys.visitor import Visitor
from tests.trade.claims.claimed import deliver
from trade.kernel.actor import Actor

PHOTOS = "**/files/photos"
TAPS = "addEventListener('pointerup', () => tapped(), true)"


def pictures(*sizes: int) -> list[FilePayload]:
    return [{"name": f"{size}.jpg", "mimeType": "image/jpeg", "buffer": hostile.photo(width=size)} for size in sizes]


def at_a_delivered_order(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool = True
) -> tuple[Visitor, Actor]:
    """Stand before an order of six that has just arrived."""
    (sku_id,) = shops.goods()
    login, owner = shops.retailer()
    (order_id,) = shops.market.order({sku_id: 6}, owner)
    deliver(shops.market, order_id, owner)
    shops.keep_open(order_id)
    retailer = visit(scripted=scripted)
    retailer.sign_in(login)
    retailer.open(f"/retailer/orders/{order_id}")
    return retailer, owner


def kept(shops: Shops, owner: Actor) -> list[bool]:
    """For each photo of a shop, whether it belongs to something."""
    rows = "SELECT attached_at IS NOT NULL FROM files WHERE owner_id = :id"
    return [attached for (attached,) in shops.market.rows(rows, id=owner.organisation_id)]


@pytest.mark.parametrize("scripted", [True, False], ids=["scripts", "no-scripts"])
def test_a_claim_with_a_photo_takes_at_most_six_taps(
    shops: Shops, visit: Callable[..., Visitor], *, scripted: bool
) -> None:
    retailer, owner = at_a_delivered_order(shops, visit, scripted=scripted)
    taps: list[int] = []
    retailer.context.expose_function("tapped", lambda: taps.append(1))
    retailer.context.add_init_script(TAPS)
    retailer.page.reload()

    retailer.follow("Something is wrong")
    retailer.main.get_by_role("textbox", name=re.compile("how many of 6")).click()
    retailer.page.keyboard.type("2")
    retailer.main.get_by_text("Damaged").click()
    retailer.main.get_by_text("The same goods again").click()
    with retailer.page.expect_file_chooser() as camera:
        retailer.field("Take or choose photos").click()
    camera.value.set_files(pictures(70))
    if scripted:
        expect(retailer.main.get_by_role("img")).to_have_count(1)
    retailer.press("Send the claim")

    retailer.arrives(re.compile("^Claim CL-"))
    expect(retailer.main.get_by_role("img", name="Photo 1 of 1")).to_be_visible()
    assert len(taps) <= 6
    if scripted:
        assert len(taps) == 6, "the taps are counted; who wants the money, which is chosen already, needs five"
    assert kept(shops, owner) == [True]


def test_photos_without_network_are_said_kept_and_sent_by_themselves_when_it_is_back(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    retailer, owner = at_a_delivered_order(shops, visit)
    retailer.follow("Something is wrong")
    told = retailer.main.get_by_role("status")
    retailer.context.set_offline(True)
    retailer.field("Take or choose photos").set_input_files(pictures(80, 90))
    expect(told).to_have_text("Not sent yet: no connection. It is sent again by itself.")
    assert kept(shops, owner) == []

    retailer.context.set_offline(False)
    expect(retailer.main.get_by_role("img")).to_have_count(2)
    expect(told).to_be_empty()
    assert kept(shops, owner) == [False, False]


def test_a_photo_whose_answer_was_lost_is_kept_once_and_a_claim_waits_for_its_photos(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    retailer, owner = at_a_delivered_order(shops, visit)
    retailer.follow("Something is wrong")

    def lose(route: Route) -> None:
        route.fetch()
        route.abort("connectionreset")

    retailer.page.route(PHOTOS, lose, times=1)
    retailer.main.get_by_role("textbox", name=re.compile("how many of 6")).fill("1")
    retailer.main.get_by_text("Damaged").click()
    retailer.field("Take or choose photos").set_input_files(pictures(100, 110))
    retailer.press("Send the claim")

    retailer.arrives(re.compile("^Claim CL-"))
    expect(retailer.main.get_by_role("img")).to_have_count(2)
    assert kept(shops, owner) == [True, True]
    assert shops.market.rows("SELECT count(*) FROM claims WHERE buyer_id = :id", id=owner.organisation_id) == [(1,)]


def test_a_form_that_was_closed_goes_on_with_the_photos_that_were_sent(
    shops: Shops, visit: Callable[..., Visitor]
) -> None:
    retailer, _ = at_a_delivered_order(shops, visit)
    retailer.follow("Something is wrong")
    retailer.field("Take or choose photos").set_input_files(pictures(120))
    expect(retailer.main.get_by_role("img")).to_have_count(1)
    retailer.page.reload()
    expect(retailer.main.get_by_role("img")).to_have_count(1)
    expect(retailer.main.get_by_role("checkbox", name="Send")).to_be_checked()
