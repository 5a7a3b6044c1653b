"""What the fields take, refuse, and keep."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest

from tests.web.conftest import Sample
from trade.kernel.money import Money


@pytest.fixture
def sent(app):
    """Validate the sample form with entries; return it."""

    def send(**entries: Any):
        with app.test_request_context(method="POST", data=entries):
            form = Sample(meta={"csrf": False})
            form.validate()
            return form

    return send


@pytest.mark.parametrize(
    ("typed", "value"),
    [("12", 12), (" 12 ", 12), ("１２", 12), ("1,200", 1200), ("１，２００", 1200), ("007", 7), ("1000000", 1_000_000)],
)
def test_quantities_that_are_meant(sent, typed, value):
    form = sent(count=typed)

    assert form.count.data == value
    assert not form.count.errors


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ("0", "Enter 1 or more."),
        ("-3", "Enter a whole number such as 12."),
        ("10²", "Enter a whole number such as 12."),
        ("①", "Enter a whole number such as 12."),
        ("1.5", "Enter a whole number such as 12."),
        ("1,5", "Enter a whole number such as 12."),
        ("1e309", "Enter a whole number such as 12."),
        ("NaN", "Enter a whole number such as 12."),
        ("twelve", "Enter a whole number such as 12."),
        ("十二", "Enter a whole number such as 12."),
        ("٣", "Enter a whole number such as 12."),
        ("1000001", "Enter at most 1,000,000; for more, talk to the seller."),
        ("9" * 400, "Enter a whole number such as 12."),
    ],
)
def test_quantities_that_are_refused_stay_as_typed(sent, typed, sentence):
    form = sent(count=typed)

    assert form.count.errors == [sentence]
    assert form.count.data is None
    assert f'value="{typed}"' in form.count()


def test_none_is_taken_where_a_line_may_go(sent):
    assert sent(count_or_none="0").count_or_none.data == 0


def test_the_button_of_a_stepper_comes_first(sent):
    assert sent(count=["24", "12"]).count.data == 24


@pytest.mark.parametrize(
    ("typed", "minor"),
    [("12.5", 1250), ("£1,240.00", 124000), ("1240", 124000), ("１２．５０", 1250), ("GBP 3", 300), ("0.01", 1)],
)
def test_amounts_that_are_meant(sent, typed, minor):
    assert sent(amount=typed).amount.data == Money(minor, "GBP")


@pytest.mark.parametrize("typed", ["0", "-1", "1,5", "1.234", "1e3", "$3", "1,24,000", "inf", "1.2.3", "."])
def test_amounts_that_are_refused_stay_as_typed(sent, typed):
    form = sent(amount=typed)

    assert len(form.amount.errors) == 1
    assert form.amount.data is None
    assert form.amount._value() == typed


def test_prices_have_up_to_six_digits(sent):
    assert sent(price="0.012500").price.data == Decimal("0.0125")
    assert sent(price="0.0000001").price.errors == ["Use at most 6 digits after the point."]


def test_white_space_goes(sent):
    assert sent(word=" \u3000tea\u3000 ").word.data == "tea"


def test_a_value_is_shown_as_it_would_be_typed(app):
    with app.test_request_context():
        form = Sample(data={"count": 1200, "amount": Money(124050, "GBP"), "price": Decimal("0.500000")})
        shown = [form.count._value(), form.amount._value(), form.price._value()]

    assert shown == ["1200", "1240.50", "0.5"]
