"""Tax on the platform's own services leaves the books when it leaves the bank, and never more of it than is owed."""

from __future__ import annotations

from decimal import Decimal

from tests.trade.banking.papers import line, take
from tests.trade.payouts.paying import assert_books_agree
from tests.trade.settlement.owed import completed
from trade.banking.actions import book_line
from trade.banking.rules import Deed, DeedRefused, TaxNotOwed
from trade.settlement.actions import set_terms
from trade.settlement.rules import Terms


def test_tax_that_was_paid_is_booked_as_far_as_it_is_owed(market) -> None:
    set_terms(market.by(market.maker), market.supplier.organisation, terms=Terms(service_tax_rate=Decimal("0.2")))
    completed(market)
    market.settle()
    owed = market.balance("tax_payable")
    assert owed == 92  # a fifth of 459
    take(market, line(-owed, text="VAT"), line(-1, text="VAT AGAIN"), line(5, text="VAT BACK"))
    lines = {minor: key for key, minor in market.rows("SELECT id, amount_minor FROM bank_lines")}
    before = market.balance("bank")
    book_line(market.by(market.maker), lines[-owed], deed=Deed.TAX)
    assert (market.balance("tax_payable"), market.balance("bank")) == (0, before - owed)
    with market.refuses(TaxNotOwed):
        book_line(market.by(market.maker), lines[-1], deed=Deed.TAX)
    assert_books_agree(market)


def test_money_that_came_in_is_no_tax_that_was_paid(market) -> None:
    take(market, line(5, text="VAT BACK", is_return=True))
    ((key,),) = market.rows("SELECT id FROM bank_lines")
    with market.refuses(DeedRefused):
        book_line(market.by(market.maker), key, deed=Deed.TAX)
