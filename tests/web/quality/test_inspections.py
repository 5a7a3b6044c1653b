"""An inspection is planned and recorded by one person, confirmed by another, and everybody whom it concerns is told in words."""

from __future__ import annotations

from io import BytesIO

import pytest

from adapters import clock
from tests.adapters import hostile
from tests.trade.looking import snapshot
from tests.trade.quality.inspected import BAD, confirm, inspect, plan, standing
from trade.ordering.actions import confirm_order, set_cart_line

FOUND = {
    "Critical faults, of 80 units (up to 0 pass)": "0",
    "Major faults, of 80 units (up to 5 pass)": "6",
    "Minor faults, of 80 units (up to 7 pass)": "1",
    "Who looked": "Lin Yao",
}


@pytest.fixture(autouse=True)
def now(market):
    """Pages know what time it is."""
    market.at = clock.now()


@pytest.fixture
def staff(market, at_desk):
    return at_desk(market.support)


@pytest.fixture
def colleague(market, at_desk):
    return at_desk(market.colleague(market.support))


def test_from_the_plan_to_a_product_that_is_sold_again(market, staff, colleague, at_desk):
    sku_id = market.goods(code="KET-1")
    page = staff.get("quality.new_inspection", code="ket-1")
    assert "How" not in page.errors()
    sent = staff.press(page, "Plan it", {"Units in the lot": "1,000", "Number of the lot": "L-7"})
    page = staff.get(sent.goes_to)
    assert ["Major: cannot be sold so", "–", "5", "80", "–"] in page.rows("The plan, and what was found")
    assert "of 1,000 units 80 are drawn" in page.words()
    page = staff.get(staff.press(page, "Record", FOUND).goes_to)
    assert standing(market, sku_id)[0] == "held_back"
    assert "You recorded this, so a colleague has to confirm it." in page.words()
    assert not page.has_button("Confirm that it fails")
    colleague.press(colleague.get(page.path), "Confirm that it fails")
    seller = at_desk(market.supplier)
    found = seller.get(seller.get("quality.inspection_list").link(page.heading().removeprefix("Inspection "))).words()
    assert "too many" in found
    assert "Lin Yao" in found
    assert "is not sold since" in found
    again = staff.get(
        staff.press(staff.get("quality.new_inspection", code="KET-1"), "Plan it", {"Units in the lot": "1000"}).goes_to
    )
    again = staff.get(staff.press(again, "Record", FOUND | {"Major faults, of 80 units (up to 5 pass)": "0"}).goes_to)
    assert standing(market, sku_id)[0] == "held_back"
    colleague.press(colleague.get(again.path), "Confirm that it passes")
    assert standing(market, sku_id) == ("offered", None, False)
    assert "passed later, so the product is sold again" in seller.get(page.path).words()  # fmt: skip


def test_the_report_is_kept_and_the_seller_opens_it(market, staff, at_desk):
    inspection_id = plan(market, market.goods())
    data = {"critical": "0", "major": "6", "minor": "0", "inspector": "Lin Yao", "words": ""}
    bad = {**data, "report": (BytesIO(b"MZ nothing of the kind"), "report.pdf")}
    refused = staff.post("quality.record", bad, expect=422, inspection_id=inspection_id)
    assert "This can’t be read. Send a PDF, or a photo of the paper." in refused.words()
    paper = (BytesIO(hostile.pdf(b"/Lang (en)")), "report.pdf")
    staff.post("quality.record", {**data, "report": paper}, inspection_id=inspection_id)
    seller = at_desk(market.supplier)
    link = seller.get("quality.inspection", inspection_id=inspection_id).link("Open the report")
    assert seller.browser.get(link).data.startswith(b"%PDF")


def test_what_does_not_fit_is_refused_at_its_field_and_changes_nothing(market, staff):
    inspection_id = plan(market, market.goods())
    before = snapshot(market.session)
    page = staff.get("quality.inspection", inspection_id=inspection_id)
    refused = staff.press(page, "Record", FOUND | {"Major faults, of 80 units (up to 5 pass)": "81"}, expect=409)
    assert "Enter 0 to 80: more were not looked at." in refused.words()
    assert "Lin Yao" in str(refused.soup)
    staff.press(page, "Record", {}, expect=422)
    staff.press(page, "Call it off", {}, expect=422)
    found = staff.get("quality.new_inspection", code="nothing of the kind")
    assert "No product or specification is called" in found.words()
    assert snapshot(market.session) == before


def test_a_cart_says_since_when_and_checkout_refuses_in_the_same_words(market, staff, at_desk):
    sku_id, shop = market.goods(), at_desk(market.retailer)
    market.money()
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    check = shop.get("retailer.checkout")
    inspect(market, sku_id, BAD)
    assert "This product is held back since its inspection failed on" in shop.get("retailer.cart").words()
    before = snapshot(market.session)
    refused = shop.press(check, "Place the order", expect=409)
    assert "is held back since its inspection failed on" in refused.words()
    assert snapshot(market.session) == before


def test_an_order_waits_until_the_platform_has_decided_and_both_sides_read_why(market, staff, at_desk):
    shop, seller = at_desk(market.retailer), at_desk(market.supplier)
    order_id = market.one_order()
    confirm_order(market.by(market.supplier), order_id)
    inspect(market, market.lines(order_id)[0].sku_id, BAD)
    assert "so it does not leave yet" in shop.get("retailer.order", order_id=order_id).words()
    page = seller.get("supplier.order", order_id=order_id)
    assert "do not leave until the platform has decided" in page.words()
    line = market.lines(order_id)[0]
    seller.post("supplier.ship", {f"line-{line.id}": "36"}, expect=None, order_id=order_id)
    assert market.read_order(order_id).state == "confirmed"
    reference = market.read_order(order_id).reference
    assert reference in seller.get("quality.inspection_list").words()
    decide = staff.get(staff.get("quality.inspection_list").link("Cancel or let go"))
    staff.press(decide, "Cancel these goods", expect=422)
    gone = staff.press(decide, "Cancel these goods", {"Reason": "The handles come off."})
    assert "Cancelled" in staff.get(gone.goes_to).words()
    assert "The handles come off." in shop.get("retailer.order", order_id=order_id).words()
    assert "Back: an inspection of the goods failed" in shop.get("retailer.wallet").words()
    staff.get("quality.held_back_order", expect=404, order_id=order_id)


def test_goods_that_are_cleared_leave(market, staff, at_desk):
    order_id = market.confirmed()
    inspect(market, market.lines(order_id)[0].sku_id, BAD)
    staff.post("quality.clear", {"reason": "Of another lot."}, order_id=order_id)
    assert "do not leave" not in at_desk(market.supplier).get("supplier.order", order_id=order_id).words()
    market.ship(order_id)
    assert market.read_order(order_id).state == "shipped"
    staff.post("quality.clear", {"reason": "Again."}, order_id=order_id)


def test_a_seller_asks_for_another_look_and_reads_when_it_is_planned(market, staff, at_desk):
    sku_id, seller = market.goods(), at_desk(market.supplier)
    failed = confirm(market, inspect(market, sku_id, BAD))
    page = seller.get("quality.inspection", inspection_id=failed)
    assert seller.press(page, "Ask for it", expect=422).errors()["What you have put right"] == "Fill this in."
    asked = seller.press(page, "Ask for it", {"What you have put right": "Riveted twice."})
    assert "Our people have not planned it yet." in seller.get(asked.goes_to).words()
    seller.post("quality.ask_again", {"words": "Again"}, inspection_id=failed, expect=409)
    inbox = staff.get("quality.inspection_list")
    assert inbox.rows("Sellers ask for another look")[0][2] == "Riveted twice."
    plan(market, sku_id)
    assert "is planned for it." in seller.get("quality.inspection", inspection_id=failed).words()
    assert "Sellers ask for another look" not in staff.get("quality.inspection_list").words()
