from collections.abc import Collection
from datetime import UTC, datetime
from decimal import Decimal
from uuid import UUID

from tests.trade.history.sales import sale_row
from trade.history.actions.intake import FAR_APART, Intake
from trade.history.rules.rows import Reason

NOW = datetime(2026, 6, 1, tzinfo=UTC)


def taken_in(*rows: list[str], invoices: Collection[str] = (), goods: dict[str, UUID] | None = None):
    intake = Intake(set(invoices), goods or {}, NOW)
    return intake, list(intake.lines(rows))


def test_equal_rows_of_one_invoice_are_all_taken():
    intake, lines = taken_in(sale_row(), sale_row(), sale_row())

    assert (intake.read, intake.taken, intake.value) == (3, 3, Decimal("53.10"))
    assert [line.split("\t")[1] for line in lines] == ["1", "2", "3"]


def test_an_invoice_that_returns_far_below_is_a_copy():
    others = [sale_row(invoice=f"5{number}") for number in range(FAR_APART + 1)]

    intake, _ = taken_in(sale_row(), sale_row(), *others, sale_row(), sale_row())

    assert intake.refused == {Reason.REPEATED_INVOICE: 2}
    assert intake.taken == len(others) + 2


def test_rows_of_an_invoice_may_be_mingled_with_those_of_its_neighbours():
    intake, _ = taken_in(sale_row(), sale_row(invoice="489435"), sale_row(), sale_row(invoice="489435"))

    assert intake.taken == 4
    assert not intake.refused


def test_a_known_invoice_is_refused_whole():
    intake, lines = taken_in(sale_row(), sale_row(code="22423"), sale_row(invoice="2"), invoices=["489434"])

    assert intake.refused == {Reason.ALREADY_IMPORTED: 2}
    assert len(lines) == 1


def test_what_was_no_sale_keeps_its_reason_when_the_file_comes_again():
    intake, _ = taken_in(sale_row(code="POST"), invoices=["489434"])

    assert intake.refused == {Reason.NOT_GOODS: 1}


def test_a_known_good_keeps_its_sku_and_upper_and_lower_case_are_one():
    known = UUID(int=7)

    intake, lines = taken_in(sale_row(), sale_row(code="85123a"), sale_row(code="22423"), goods={"85123A": known})

    assert [str(known) in line for line in lines] == [True, True, False]
    assert list(intake.new_goods) == ["22423"]


def test_a_customer_lives_where_most_of_the_lines_went():
    rows = [sale_row(invoice=f"1{n}", country="EIRE") for n in range(2)]
    rows += [sale_row(invoice=f"2{n}", country="Spain") for n in range(3)]

    intake, _ = taken_in(*rows)

    assert intake.customers()["13085"].place.code == "ES"


def test_the_first_of_two_equally_common_countries_decides():
    intake, _ = taken_in(sale_row(invoice="1", country="EIRE"), sale_row(invoice="2", country="Spain"))

    assert intake.customers()["13085"].place.code == "IE"
    assert [invoice.place.code for invoice in intake.invoices.values()] == ["IE", "ES"]
