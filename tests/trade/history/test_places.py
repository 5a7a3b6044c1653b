from datetime import UTC, datetime, timedelta

import pytest

from trade.history.rules.places import place_of
from trade.history.rules.shelves import SHELVES, shelf_of
from trade.history.rules.shops import shop_name
from trade.history.rules.suppliers import SUPPLIERS
from trade.history.rules.weeks import shift_of

LAST = datetime(2010, 12, 9, 20, 1, tzinfo=UTC)
NOW = datetime(2026, 11, 23, 21, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("customer", "code"),
    [("13400", "GB-LON"), ("13412", "GB-LON"), ("13413", "GB-SE"), ("13427", "GB-SW"), ("13499", "GB-NIR")],
)
def test_a_customer_s_part_of_the_kingdom_follows_from_the_number(customer, code):
    assert place_of("United Kingdom", customer).code == code


def test_counter_sales_stay_with_the_whole_country():
    assert place_of("United Kingdom", "").code == "GB"


@pytest.mark.parametrize(
    ("country", "code"), [("EIRE", "IE"), ("RSA", "ZA"), ("germany", "DE"), ("Unspecified", "ZZ"), ("Atlantis", "ZZ")]
)
def test_other_countries_are_regions(country, code):
    assert place_of(country, "12345").code == code


def test_a_year_of_customers_is_spread_over_all_parts():
    found = {place_of("United Kingdom", str(number)).code for number in range(12346, 18288)}

    assert len(found) == 12


@pytest.mark.parametrize(
    ("name", "slug"),
    [
        ("White Hanging Heart T-Light Holder", "candles"),
        ("Jumbo Bag Red Retrospot", "bags"),
        ("Regency Cakestand 3 Tier", "kitchen"),
        ("Pink Cherry Lights", "lighting"),
        ("Set of 3 Cake Tins", "storage"),
        ("Christmas Candle", "seasons"),
        ("Scottie Dog Hot Water Bottle", "textiles"),
        ("Heart of Wicker Large", "home"),
    ],
)
def test_the_last_word_that_a_shelf_knows_decides(name, slug):
    assert shelf_of(name).slug == slug


def test_every_shelf_has_a_supplier_and_every_supplier_a_shelf():
    assert {shelf.supplier for shelf in SHELVES} == {supplier.code for supplier in SUPPLIERS}


def test_a_year_of_shops_all_have_different_names():
    numbers = range(12346, 18288)

    assert len({shop_name(str(number)) for number in numbers}) == len(numbers)


def test_the_last_sale_comes_to_lie_in_the_week_before_now():
    shift = shift_of(LAST, NOW, None)

    assert shift % timedelta(weeks=1) == timedelta(0)
    assert NOW - timedelta(weeks=1) < LAST + shift <= NOW


def test_a_source_keeps_its_shift_while_that_leaves_it_in_the_past():
    kept = shift_of(LAST, NOW, None)

    assert shift_of(LAST - timedelta(days=400), NOW, kept) == kept
    assert shift_of(LAST, NOW + timedelta(days=300), kept) == kept


def test_books_that_would_reach_into_the_future_move_the_whole_source():
    kept = shift_of(LAST, NOW, None)
    later = LAST + timedelta(days=365)

    assert NOW - timedelta(weeks=1) < later + shift_of(later, NOW, kept) <= NOW
