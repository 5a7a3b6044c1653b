"""Where an order goes, on which day, and what its seller asks of every order."""

from __future__ import annotations

from datetime import UTC, date, datetime

import pytest

from tests.makers import make_region
from tests.trade.market import Market, gbp
from trade.kernel.errors import NotFound
from trade.ordering.actions import place_orders, set_cart_line
from trade.ordering.rules import BelowMinimum, DayRefused, Wish, delivery_days
from trade.parties.actions import AddressSheet, add_address, archive_address, edit_address, set_terms


@pytest.fixture
def ready(market: Market) -> Market:
    market.money()
    set_cart_line(market.by(market.retailer), market.goods(), quantity=6)
    return market


def test_an_order_goes_where_it_was_sent_whatever_becomes_of_the_address(ready: Market) -> None:
    make_region(ready.session)
    sheet = AddressSheet("Store", "3 Back Lane", "Jo, 07700 900456", "GB-LND")
    add_address(ready.by(ready.retailer), AddressSheet("Shop", "2 Side Street"))
    store = add_address(ready.by(ready.retailer), sheet)
    (order_id,) = place_orders(ready.by(ready.retailer), shown=(gbp(1770),), address_id=store).order_ids
    edit_address(ready.by(ready.retailer), store, AddressSheet("Store", "Somewhere else"))
    archive_address(ready.by(ready.retailer), store)
    order = ready.read_order(order_id)
    assert (order.delivery_address, order.delivery_region) == ("Jo, 07700 900456\n3 Back Lane", "GB-LND")


def test_goods_go_to_the_usual_address_and_never_to_a_strangers_theme_23(ready: Market) -> None:
    theirs = add_address(ready.by(ready.neighbour), AddressSheet("Theirs", "5 Hill Rise"))
    gone = add_address(ready.by(ready.retailer), AddressSheet("Gone", "6 Hill Rise"))
    archive_address(ready.by(ready.retailer), gone)
    add_address(ready.by(ready.retailer), AddressSheet("Shop", "2 Side Street"))
    for address_id in (theirs, gone):
        with ready.refuses(NotFound):
            place_orders(ready.by(ready.retailer), shown=(gbp(1770),), address_id=address_id)
    (order_id,) = place_orders(ready.by(ready.retailer), shown=(gbp(1770),)).order_ids
    assert ready.read_order(order_id).delivery_address == "2 Side Street"


def test_each_seller_is_asked_for_its_own_day_and_told_its_own_word(ready: Market) -> None:
    set_cart_line(ready.by(ready.retailer), ready.goods(ready.rival), quantity=6)
    set_terms(ready.by(ready.supplier), order_minimum=None, lead_days=3)
    wishes = {ready.supplier.organisation: Wish("Blue ribbon", date(2026, 3, 5))}
    orders = place_orders(ready.by(ready.retailer), shown=(gbp(3540),), note="Ring twice", wishes=wishes).order_ids
    found = {(o.seller_id, o.note, o.requested_on) for o in map(ready.read_order, orders)}
    assert found == {
        (ready.supplier.organisation, "Blue ribbon", date(2026, 3, 5)),
        (ready.rival.organisation, "Ring twice", None),
    }


@pytest.mark.parametrize("day", [date(2026, 3, 1), date(2026, 3, 4), date(2027, 3, 3), date.max, date.min])
def test_a_day_before_the_seller_can_deliver_is_refused(ready: Market, day: date) -> None:
    set_terms(ready.by(ready.supplier), order_minimum=None, lead_days=3)
    with ready.refuses(DayRefused, first=date(2026, 3, 5), last=date(2027, 3, 2)):
        wishes = {ready.supplier.organisation: Wish(requested_on=day)}
        place_orders(ready.by(ready.retailer), shown=(gbp(1770),), wishes=wishes)


def test_the_sellers_own_midnight_decides_what_today_is_theme_33() -> None:
    evening = datetime(2026, 3, 2, 15, 59, 59, tzinfo=UTC)
    assert delivery_days(evening, "Asia/Shanghai", 1)[0] == date(2026, 3, 3)
    assert delivery_days(evening.replace(hour=16, minute=0, second=0), "Asia/Shanghai", 1)[0] == date(2026, 3, 4)


def test_an_order_below_the_sellers_minimum_says_what_is_missing_theme_37(ready: Market) -> None:
    set_terms(ready.by(ready.supplier), order_minimum=gbp(1771), lead_days=0)
    with ready.refuses(BelowMinimum, seller_id=ready.supplier.organisation, missing=gbp(1)):
        place_orders(ready.by(ready.retailer), shown=(gbp(1770),))
    set_terms(ready.by(ready.supplier), order_minimum=gbp(1770), lead_days=0)
    assert place_orders(ready.by(ready.retailer), shown=(gbp(1770),)).order_ids
