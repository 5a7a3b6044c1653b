"""Somebody who buys and sells has one frame: words that differ, a first page over both sides, on a desk and on a phone."""

from __future__ import annotations

from collections import Counter

import pytest

from tests import makers
from trade.parties.rules import OrganisationKind, Role


@pytest.fixture
def between(market):
    """Who buys from the supplier and sells to the retailer."""
    return market.person(market.organisation(OrganisationKind.DISTRIBUTOR, name="Middle Ltd"))


def places(page):
    return [
        tag.get_text(" ", strip=True).rstrip(" 0123456789") for tag in page.soup.select("nav.rail > ul a, nav.tabs5 a")
    ]


def test_no_two_places_have_the_same_name(at_desk, between):
    desk = at_desk(between)
    for address in ("distributor.today", "retailer.products", "retailer.orders", "supplier.order_list"):
        found = Counter(places(desk.get(address)))
        assert found
        assert set(found.values()) == {1}, found
        assert not {"Orders"} & set(found)


def test_the_desk_names_both_sides_and_the_phone_has_five_places(at_desk, between):
    desk = at_desk(between)

    assert {"Today", "Shop", "Purchases", "Sales", "Wallet", "Products", "Stock"} <= set(
        places(desk.get("distributor.today"))
    )
    assert places(desk.get("retailer.products")) == ["Shop", "Cart", "Purchases", "Wallet", "Sales"]
    assert desk.get("retailer.orders").heading() == "Purchases"
    assert desk.get("supplier.order_list").heading() == "Sales"


def test_the_day_begins_with_both_sides(at_desk, market, between):
    bought, sold = market.one_order(buyer=between), market.one_order(seller=between)
    desk = at_desk(between)

    assert desk.get("auth.home", expect=303).goes_to == "/distributor"
    page = desk.get("distributor.today")
    assert [row[0] for row in page.rows("Newest purchases")] == [market.read_order(bought).reference]
    assert [row[0] for row in page.rows("Newest sales")] == [market.read_order(sold).reference]
    assert "1 order to confirm" in page.words()
    assert "1 on the way to you" in page.words()


def test_one_search_finds_references_of_both_sides(at_desk, market, between):
    bought, sold = market.one_order(buyer=between), market.one_order(seller=between)
    desk = at_desk(between)

    def leads_to(order_id):
        found = desk.get("distributor.find", q=market.read_order(order_id).reference.lower(), expect=303).goes_to
        return found if "search" not in found else desk.get(found, expect=303).goes_to

    assert leads_to(bought) == f"/retailer/orders/{bought}"
    assert leads_to(sold) == f"/supplier/orders/{sold}"


@pytest.mark.parametrize(("role", "sales", "purchases"), [(Role.SALES, True, False), (Role.BUYER, False, True)])
def test_each_sees_the_side_of_their_role(at_desk, market, between, role, sales, purchases):
    desk = at_desk(market.colleague(between, role))
    page = desk.get(desk.get("auth.home", expect=303).goes_to)

    assert ("order" in page.words() and "to confirm" in page.words()) is sales
    assert ("in your wallet" in page.words()) is purchases
    assert ("Sales" in places(page)) is sales
    assert ("Purchases" in places(page)) is purchases


@pytest.mark.parametrize("kind", [OrganisationKind.RETAILER, OrganisationKind.SUPPLIER])
def test_whoever_does_one_thing_alone_keeps_the_plain_word(at_desk, market, kind):
    desk = at_desk(market.person(makers.make_organisation(market.session, kind)))
    page = desk.get("retailer.orders" if kind is OrganisationKind.RETAILER else "supplier.order_list")

    assert "Orders" in places(page)
    assert page.heading() == "Orders"
