"""A seller writes a pool, looks at what members would pay, offers it, and sees it to its shipment."""

from __future__ import annotations

from datetime import timedelta
from zoneinfo import ZoneInfo

import pytest

from tests.trade.packs import pack
from tests.trade.pooling.pooled import LONDON, close, good, join, place, pool, terms
from trade.pooling.actions import propose_pool

ZONE = ZoneInfo("Europe/London")


@pytest.fixture
def seller(market, at_desk):
    return at_desk(market.supplier)


def local(market, **later: float):
    return (market.at + timedelta(**later)).astimezone(ZONE).strftime("%Y-%m-%dT%H:%M")


def written(market, code: str, **values: str) -> dict[str, str]:
    return {
        "Title": "Kettles together", "London": LONDON, "Closes": local(market, days=7),
        "Members may leave until": local(market, days=6), "Comes about from": "12",
        "Step 1: from": "12", f"Step 1: price of {code}": "2.50",
        "Step 2: from": "60", f"Step 2: price of {code}": "2.20",
        f"{code}: there is at most": "600", f"{code}: in multiples of": "6", f"{code}: each takes at least": "6",
        **values,
    }  # fmt: skip


def label_of_region(page):
    return next(tag.get_text() for tag in page.soup.select("#regions label"))


@pytest.fixture
def begun(market, seller):
    """(form's page, code of the SKU)."""
    sku_id = market.goods(stock=1000)
    place(market, market.retailer)
    code = market.rows("SELECT code FROM skus WHERE id = :id", id=sku_id)[0][0]
    page = seller.get("/supplier/pools")
    page = seller.get(page.link("Offer a pool"))
    page = seller.press(page, "Next: prices and window", {"Codes of the products": code}, expect=200)
    return page, code


def test_a_draft_shows_what_members_pay_and_is_offered(seller, market, begun, at_desk):
    page, code = begun
    region = label_of_region(page)
    entries = written(market, code)
    entries[region] = entries.pop("London")
    page = seller.get(seller.press(page, "Keep as a draft", entries).goes_to)
    assert page.rows("What members pay") == [
        ["12", "£2.50", "£15.00", "", "£30.00"],
        ["60", "£2.20", "£13.20", "£1.80", "£132.00"],
    ]
    assert "No pool is open in your region" in at_desk(market.retailer).get("/retailer/pools").words()
    page = seller.get(seller.press(page, "Offer it").goes_to)
    assert "Buyers of its regions see it" in page.status()
    assert "12 more, and it comes about" in page.fragment("pool-progress").words()
    assert "Kettles together" in at_desk(market.retailer).get("/retailer/pools").words()
    assert [row[0].split()[0] for row in seller.get("/supplier/pools?view=running").rows("Pools")] == ["Kettles"]
    assert "No pools here" in seller.get("/supplier/pools?view=past").words()


def test_what_is_wrong_stands_at_its_field_and_nothing_typed_is_lost(seller, market, begun):
    page, code = begun
    region = label_of_region(page)
    for label, typed, said in (
        ("Step 2: from", "6", "Each step must begin above the one before."),
        (
            f"Step 2: price of {code}",
            "2.60",
            "The price must fall from step to step: make it lower than the one before.",
        ),
        (f"Step 2: price of {code}", "", "Fill this in."),
        (f"{code}: there is at most", "601", "Enter a multiple that is at least what a member takes."),
        (f"{code}: each takes at least", "5", "Enter a multiple of the number beside it."),
        ("Comes about from", "6", "Enter at least what the first step begins at, and at most what there is."),
        (
            "Closes",
            local(market, days=80),
            "Let it close at least 10 minutes after it opens or now, and within 60 days.",
        ),
        ("Members may leave until", local(market, days=8), "Choose an instant between opening and closing."),
        ("Title", "", "Fill this in."),
    ):
        entries = written(market, code, **{label: typed})
        entries[region] = entries.pop("London")
        answer = seller.press(page, "Keep as a draft", entries, expect=422)
        assert answer.errors().get(label) == said, label
        assert answer.field("Comes about from")["value"] == entries["Comes about from"]
    entries = written(market, code)
    del entries["London"]
    answer = seller.press(page, "Keep as a draft", entries, expect=422)
    assert "Tick at least one region" in answer.alert()
    assert market.rows("SELECT count(*) FROM pools") == [(0,)]


def test_a_product_leads_to_pooling_it(seller, market):
    sku_id = market.goods(stock=1000)
    (product_id, code), *_ = market.rows("SELECT product_id, code FROM skus WHERE id = :id", id=sku_id)
    page = seller.get(seller.get(f"/supplier/products/{product_id}").link("Offer a pool"))
    assert page.field(f"{code}: there is at most")


def test_a_code_that_is_none_is_told(seller, market):
    page = seller.get("/supplier/pools/new?codes=NOPE")
    assert "You have no product with this code: NOPE." in page.words()
    seller.post("/supplier/pools", {"codes": "NOPE"}, expect=422)
    seller.post("/supplier/pools", {}, expect=422)


def test_a_draft_can_be_changed_and_a_pool_that_was_joined_cannot(seller, market, offered, at_desk):
    pool_id, _ = offered
    page = seller.get(f"/supplier/pools/{pool_id}/terms", expect=409)
    assert "what was promised holds" in page.alert()
    seller.post(f"/supplier/pools/{pool_id}/terms", {"version": "1"}, expect=422)
    later, _ = pool(market, opens_at=market.at + timedelta(days=1))
    page = seller.get(f"/supplier/pools/{later}/terms")
    page = seller.get(seller.press(page, "Save", {"Title": "Kettles, later"}).goes_to)
    assert page.heading() == "Kettles, later"


def test_a_pool_is_extended_once_and_can_be_called_off(seller, market, offered, at_desk):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 30)
    page = seller.get(f"/supplier/pools/{pool_id}")
    assert page.facts()["Members"] == "1"
    page = seller.press(page, "Extend", {"Closes": local(market, days=60)}, expect=422)
    assert "Choose a later instant, by at most 14 days." in page.alert()
    page = seller.get(seller.press(page, "Extend", {"Closes": local(market, days=9)}).goes_to)
    assert "Extended." in page.status()
    assert not page.has_button("Extend")
    page = seller.post(f"/supplier/pools/{pool_id}/extension", {"closes_at": local(market, days=10)}, expect=409)
    assert "extended once" in page.alert()
    page = seller.get(f"/supplier/pools/{pool_id}")
    seller.press(page, "Call off", expect=422)
    page = seller.get(seller.press(page, "Call off", {"Reason, for its members to read": "They leak"}).goes_to)
    assert "Called off" in page.words()
    assert "They leak" in at_desk(market.retailer).get(f"/retailer/pools/{pool_id}").words()


def test_a_closed_pool_shows_its_shipment_with_members_and_is_repeated(seller, market, offered):
    pool_id, sku_id = offered
    join(market, market.retailer, pool_id, sku_id, 60)
    join(market, market.neighbour, pool_id, sku_id, 12)
    page = seller.get(f"/supplier/pools/{pool_id}")
    names = [name for (name,) in market.rows("SELECT name FROM organisations WHERE kind = 'retailer'")]
    assert not [name for name in names if name in page.words()], "nobody is to know who buys before there is an order"
    close(market, pool_id)
    page = seller.get(f"/supplier/pools/{pool_id}")
    (reference,) = market.rows("SELECT reference FROM pool_shipments")[0]
    rows = seller.get(page.link(reference)).rows("Orders in it")
    assert sorted(row[4] for row in rows) == ["12", "60"]
    assert sorted(row[5] for row in rows) == ["£132.00", "£26.40"]
    for never in ("9999-12-31T00:00", "0001-01-01T00:00"):
        assert "Opens" in seller.press(page, "Draft it", {"Opens": never}, expect=422).errors()
    page = seller.get(seller.press(page, "Draft it", {"Opens": local(market, days=10)}).goes_to)
    assert "Draft" in page.words()
    assert page.has_button("Offer it")


def test_what_the_platform_proposes_is_agreed_to_with_one_click(seller, market, at_desk):
    sku_id = market.goods(stock=1000)
    place(market, market.retailer)
    because = {"told": "Nine shops of London bought 310 of these in four weeks."}
    pool_id = propose_pool(
        market.by(market.support), market.supplier.organisation, terms(market, [good(sku_id)]), because=because
    )
    page = seller.get(f"/supplier/pools/{pool_id}")
    assert "Nine shops of London bought 310" in page.words()
    page = seller.get(seller.press(page, "Agree, and offer it now").goes_to)
    assert "Open" in page.words()
    other = propose_pool(
        market.by(market.support), market.supplier.organisation, terms(market, [good(sku_id)]), because=because
    )
    page = seller.get(f"/supplier/pools/{other}")
    assert seller.press(page, "Decline").goes_to == "/supplier/pools"


def test_another_sellers_pool_does_not_exist_here(market, offered, at_desk):
    rival = at_desk(market.rival)
    rival.get(f"/supplier/pools/{offered[0]}", expect=404)
    for verb in ("offer", "declination", "extension", "cancellation", "repetition", "terms"):
        rival.post(f"/supplier/pools/{offered[0]}/{verb}", expect=404)


def test_a_seller_who_offers_more_than_lies_there_reads_how_much_is_free(seller, market, begun):
    page, code = begun
    entries = written(market, code, **{f"{code}: there is at most": "1200"})
    entries[label_of_region(page)] = entries.pop("London")
    page = seller.get(seller.press(page, "Keep as a draft", entries).goes_to)
    refused = seller.press(page, "Offer it", expect=409)
    assert f"less than that lies there free and keeps until it is delivered ({code}: 1,000 free)" in refused.alert()


def test_a_pack_and_an_unknown_code_are_refused_in_words_at_the_field(seller, market):
    kit = pack(market, {market.goods(code="CUP-1"): 2})
    code = market.rows("SELECT code FROM skus WHERE id = :id", id=kit)[0][0]
    page = seller.get("/supplier/pools/new")
    page = seller.press(page, "Next: prices and window", {"Codes of the products": f"CUP-1 {code}"}, expect=200)
    assert page.errors() == {
        "Codes of the products": "A pack cannot be pooled, since nothing lies on the shelf under its code: "
        f"pool the products that it is made up of instead of {code}."
    }
    assert page.field("Codes of the products")["value"] == f"CUP-1 {code}"
    page = seller.press(page, "Next: prices and window", {"Codes of the products": "NOT-1"}, expect=200)
    assert page.errors() == {"Codes of the products": "You have no product with this code: NOT-1."}
