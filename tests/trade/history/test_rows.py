from datetime import UTC, datetime
from decimal import Decimal

import pytest

from tests.trade.history.sales import sale_row
from trade.history.rules.rows import Reason, Sale, classify

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def test_a_sale_is_read_with_its_values():
    assert classify(sale_row(), NOW) == Sale(
        invoice="489434",
        code="85123A",
        description="WHITE HANGING HEART T-LIGHT HOLDER",
        quantity=6,
        at=datetime(2009, 12, 1, 7, 45, tzinfo=UTC),
        unit_price=Decimal("2.95"),
        customer="13085",
        country="United Kingdom",
    )


@pytest.mark.parametrize(
    ("reason", "values"),
    [
        (Reason.CANCELLATION, {"invoice": "C489449", "quantity": "-12"}),
        (Reason.CANCELLATION, {"invoice": "C496350", "code": "M"}),
        (Reason.CANCELLATION, {"invoice": "c489449"}),
        (Reason.ADJUSTMENT, {"invoice": "A506401", "code": "B", "price": "-53594.36"}),
        (Reason.ADJUSTMENT, {"price": "-1"}),
        (Reason.NOT_GOODS, {"code": "POST"}),
        (Reason.NOT_GOODS, {"code": "DOT"}),
        (Reason.NOT_GOODS, {"code": "m"}),
        (Reason.NOT_GOODS, {"code": "D"}),
        (Reason.NOT_GOODS, {"code": "C2"}),
        (Reason.NOT_GOODS, {"code": "BANK CHARGES"}),
        (Reason.NOT_GOODS, {"code": "AMAZONFEE"}),
        (Reason.NOT_GOODS, {"code": "TEST001"}),
        (Reason.NOT_GOODS, {"code": "gift_0001_30"}),
        (Reason.NOT_GOODS, {"code": "ADJUST2"}),
        (Reason.NOT_GOODS, {"code": "PADS", "price": "0.001"}),
        (Reason.STOCK_CORRECTION, {"quantity": "-192", "price": "0", "description": "damaged"}),
        (Reason.STOCK_CORRECTION, {"quantity": "0"}),
        (Reason.NO_PRICE, {"price": "0.0", "description": "found"}),
    ],
)
def test_what_is_no_sale_is_refused_with_its_reason(reason, values):
    assert classify(sale_row(**values), NOW) is reason


@pytest.mark.parametrize(
    "values",
    [
        {"invoice": ""},
        {"invoice": "48 9434"},
        {"invoice": "4" * 21},
        {"code": ""},
        {"code": "85123A\x00"},
        {"quantity": ""},
        {"quantity": "6.5"},
        {"quantity": "１２"},
        {"quantity": "1e3"},
        {"quantity": "9" * 10},
        {"price": "1,5"},
        {"price": "1e309"},
        {"price": "NaN"},
        {"price": "２.95"},
        {"price": "2.95001"},
        {"at": "2009-13-01 07:45:00"},
        {"at": "yesterday"},
        {"at": "0009-12-01"},
        {"at": "2026-06-01 00:00:01"},
        {"customer": "130 85"},
        {"customer": "Müller"},
    ],
)
def test_what_cannot_be_read_is_malformed(values):
    assert classify(sale_row(**values), NOW) is Reason.MALFORMED


@pytest.mark.parametrize("columns", [0, 1, 7, 9])
def test_a_row_of_another_length_is_malformed(columns):
    assert classify([*sale_row(), "more"][:columns], NOW) is Reason.MALFORMED


def test_codes_are_folded_and_blanks_dropped():
    sale = classify(sale_row(code=" 85123a ", description="  WHITE   HEART ", customer="13085.0", quantity=" 6 "), NOW)

    assert isinstance(sale, Sale)
    assert (sale.code, sale.description, sale.customer, sale.quantity) == ("85123A", "WHITE HEART", "13085", 6)


def test_a_line_of_tens_of_thousands_is_a_sale():
    sale = classify(sale_row(quantity="19152", price="0.1"), NOW)

    assert isinstance(sale, Sale)
    assert sale.value == Decimal("1915.2")


def test_a_row_without_customer_is_a_counter_sale():
    sale = classify(sale_row(customer=""), NOW)

    assert isinstance(sale, Sale)
    assert sale.customer == ""
