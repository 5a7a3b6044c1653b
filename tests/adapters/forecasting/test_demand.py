"""Which rows of a sales file are demand."""

from datetime import date

from adapters.forecasting.demand import read_demand
from tests.trade.history.sales import sale_row


def row(day, quantity=6, **changes: object):
    return sale_row(quantity=str(quantity), at=f"{day} 10:00:00", **changes)


def total(rows, until=date(2010, 3, 1), **words: date):
    return read_demand(rows).panel(until, **words).daily.sum()


def test_counter_sales_are_demand_and_postage_is_not():
    rows = [row("2010-01-04", customer=""), row("2010-01-05", code="POST", invoice="2"), row("2010-02-05", invoice="3")]
    assert total(rows) == 12


def test_a_cancellation_takes_the_customers_last_sale_back():
    rows = [
        row("2010-01-04"),
        row("2010-01-06", invoice="2"),
        row("2010-01-07", quantity=-6, invoice="C3"),
        row("2010-01-08", quantity=-9, invoice="C4"),
    ]
    panel = read_demand(rows).panel(date(2010, 1, 10))
    assert panel.daily.sum() == 6
    assert panel.daily[0, 0] == 6


def test_a_cancellation_that_comes_later_was_not_known_before():
    rows = [row("2010-01-04"), row("2010-01-20", invoice="2"), row("2010-01-25", quantity=-6, invoice="C3")]
    assert total(rows, until=date(2010, 1, 22)) == 12
    assert total(rows, until=date(2010, 1, 26)) == 6


def test_a_limit_keeps_skus_evenly():
    rows = [row("2010-01-04", code=str(22000 + number), invoice=str(number)) for number in range(50)]
    assert len(read_demand(rows, limit=5).codes) == 5
