"""How amounts, quantities and instants are written."""

from __future__ import annotations

import time
from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from tests import makers
from trade.kernel.money import EXPONENTS, Money
from web import filters

AT = datetime(2026, 12, 3, 14, 5, tzinfo=UTC)


@pytest.mark.parametrize(
    ("amount", "written"),
    [
        (Money(124000, "GBP"), "£1,240.00"),
        (Money(124000, "CNY"), "¥1,240.00"),
        (Money(1240, "JPY"), "JP¥1,240"),
        (Money(1250, "KWD"), "KWD\u00a01.250"),
        (Money(-800, "CNY"), "−¥8.00"),
        (Money(5, "GBP"), "£0.05"),
        (Money(0, "GBP"), "£0.00"),
        (Money(0, "JPY"), "JP¥0"),
        (Money(123456789012, "EUR"), "€1,234,567,890.12"),
    ],
)
def test_money(amount, written):
    assert filters.money(amount) == written


def test_no_two_currencies_look_alike():
    written = [filters.money(Money(0, currency)).rstrip("0.") for currency in EXPONENTS]

    assert len(set(written)) == len(EXPONENTS)


@pytest.mark.parametrize(
    ("price", "currency", "written"),
    [
        ("0.125", "GBP", "£0.125"),
        ("1240.500000", "CNY", "¥1,240.50"),
        ("8", "GBP", "£8.00"),
        ("3", "JPY", "JP¥3"),
        ("3.5", "JPY", "JP¥3.5"),
        ("0.000001", "GBP", "£0.000001"),
    ],
)
def test_unit_prices_show_as_many_digits_as_they_have(price, currency, written):
    assert filters.unit_price(Decimal(price), currency) == written


@pytest.mark.parametrize(("count", "written"), [(0, "0"), (12000, "12,000"), (-3, "−3")])
def test_quantities(count, written):
    assert filters.quantity(count) == written


def test_instants_stand_in_the_organisations_time(app, desk_of, session):
    shop = makers.make_organisation(session, time_zone="Asia/Shanghai")
    desk = desk_of(makers.make_member(session, shop))
    with desk.browser as browser:
        browser.get("/organisations")
        assert filters.instant(AT) == "3 Dec 2026, 22:05"
        assert filters.day(datetime(2026, 12, 3, 20, 0, tzinfo=UTC)) == "4 Dec 2026"
        assert filters.day(date(2026, 12, 3)) == "3 Dec 2026"


def test_an_instant_of_somebody_elsewhere_stands_beside_our_own_where_clocks_differ(app, desk_of, session):
    desk = desk_of(makers.make_member(session, makers.make_organisation(session, time_zone="Asia/Karachi")))
    with desk.browser as browser:
        browser.get("/organisations")
        assert filters.instant_beside(AT, "Asia/Shanghai") == "3 Dec 2026, 19:05 (22:05 in Asia/Shanghai)"
        assert filters.instant_beside(AT, "Asia/Tashkent") == "3 Dec 2026, 19:05"
        late = datetime(2026, 12, 3, 17, 0, tzinfo=UTC)
        assert filters.instant_beside(late, "Asia/Shanghai") == (
            "3 Dec 2026, 22:00 (4 Dec 2026, 01:00 in Asia/Shanghai)"
        )


def test_dates_in_chinese(app):
    with app.test_request_context(headers={"Accept-Language": "zh-CN"}):
        assert filters.instant(AT) == "2026年12月3日 14:05"


def test_an_unknown_time_zone_is_no_fault(app, desk_of, session):
    shop = makers.make_organisation(session, time_zone="Mars/Olympus")
    desk = desk_of(makers.make_member(session, shop))
    with desk.browser as browser:
        browser.get("/organisations")
        assert filters.instant(AT) == "3 Dec 2026, 14:05"


def test_two_hundred_of_them_take_less_than_a_millisecond(app):
    amounts = [Money(number * 997, "CNY") for number in range(200)]
    with app.test_request_context():
        filters.instant(AT)
        took = min(timed(amounts) for _ in range(20))

    assert took < 0.001


def timed(amounts):
    start = time.perf_counter()
    for amount in amounts:
        filters.money(amount)
    return time.perf_counter() - start
