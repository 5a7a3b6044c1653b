"""Commission that is given back is credited on the invoice that said it, once, and never beyond it."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.invoiced import identify, papers
from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import assert_books_agree
from trade.invoicing.actions import credit_corrections, issue_commissions
from trade.kernel.actor import Actor
from trade.settlement.actions import answer_dispute, set_terms
from trade.settlement.rules import Terms

SYSTEM = Actor.system()
TAXED = Terms(service_tax_rate=Decimal("0.2"))


def corrected(market: Market, minor: int) -> None:
    """Give commission of the newest line back, and settle it."""
    dispute_id = market.dispute()
    answer_dispute(market.by(market.maker), dispute_id, answer="Right.", correction=gbp(minor))
    market.settle()


def credited(market: Market) -> int:
    """Do what the job does; answer how many notes there are now."""
    issue_commissions(market.by(SYSTEM))
    credit_corrections(market.by(SYSTEM))
    return len(papers(market)) - 1


def invoiced(market: Market) -> None:
    """Settle £91.80 with £4.59 commission and a fifth of tax on it, and invoice that."""
    identify(market)
    set_terms(market.by(market.maker), market.supplier.organisation, terms=TAXED)
    market.completed()
    market.settle()
    issue_commissions(market.by(SYSTEM))


def test_what_is_given_back_is_credited_once_with_its_tax(market: Market) -> None:
    invoiced(market)
    corrected(market, 101)
    assert [credited(market), credited(market)] == [1, 1]
    assert papers(market) == [("invoice", 1, 459, 92, 551), ("credit_note", 1, 101, 20, 121)]
    assert market.rows("SELECT name, unit, tax_rate FROM paper_lines ORDER BY paper_id DESC LIMIT 1") == [
        ("5.00 %", "commission", Decimal("0.2"))
    ]
    assert_books_agree(market)


def test_the_notes_of_an_invoice_come_to_no_more_than_it(market: Market) -> None:
    invoiced(market)
    corrected(market, 101)
    corrected(market, 358)
    assert credited(market) == 2
    assert papers(market)[1:] == [("credit_note", 1, 101, 20, 121), ("credit_note", 2, 358, 72, 430)]
    assert market.balance("commission") == market.balance("tax_payable") == 0
    assert_books_agree(market)


def test_a_correction_waits_for_its_statement_and_for_its_invoice(market: Market) -> None:
    market.completed()
    market.settle()
    answer_dispute(market.by(market.maker), market.dispute(), answer="Right.", correction=gbp(100))
    market.settle()
    assert credit_corrections(market.by(SYSTEM)) == 0
    identify(market)
    assert credited(market) == 1


def test_the_database_refuses_a_note_beyond_its_invoice(market: Market) -> None:
    invoiced(market)
    corrected(market, 101)
    credited(market)
    beyond = text(
        "WITH n AS (INSERT INTO papers (id, kind, number, issuer_id, recipient_id, statement_id, corrects_id, currency,"
        " net_minor, tax_minor, gross_minor, issuer_party, recipient_party, reason, time_zone, issued_at, transaction_id)"
        " SELECT gen_random_uuid(), 'credit_note', 1, issuer_id, recipient_id, statement_id, id, currency, 400, 0, 400,"
        " '{}', '{}', '', 'UTC', issued_at, 0 FROM papers WHERE kind = 'invoice' RETURNING id, issuer_id, recipient_id)"
        " INSERT INTO paper_lines (paper_id, position, issuer_id, recipient_id, sku_code, name, unit, quantity, unit_price,"
        " net_minor, tax_rate, tax_minor, gross_minor)"
        " SELECT id, 1, issuer_id, recipient_id, '', 'x', '', 1, 4, 400, 0, 0, 400 FROM n"
    )
    with market.as_system() as session:
        with pytest.raises(DBAPIError, match="more would be credited"):
            session.execute(beyond)
        session.rollback()
