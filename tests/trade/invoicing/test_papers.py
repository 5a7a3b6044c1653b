"""Papers are issued by themselves, say what the books say, and never change."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.invoiced import BUYER, SELLER, due, identify, papers
from tests.trade.ledger.books import state_of
from tests.trade.market import gbp
from trade.checks import CHECKS
from trade.invoicing.actions import issue_commissions, issue_invoice, issue_waiting
from trade.invoicing.rules import NoTaxIdentity, NotInvoiceable
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.work import bind_actor
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, close_short
from trade.parties.actions import set_tax_identity
from trade.parties.rules import Role
from trade.parties.tax_ids import TaxSheet
from trade.settlement.actions import charge_fee, set_terms
from trade.settlement.rules import Terms

SYSTEM = Actor.system()


def sound(market) -> bool:
    with market.as_system() as session:
        return verify(session, also=CHECKS).is_sound


def test_an_order_is_invoiced_when_goods_leave_and_never_again(market):
    identify(market)
    order_id = market.confirmed()
    assert due(market, order_id) == 0
    market.ship(order_id)

    assert [due(market, order_id), due(market, order_id)] == [1, 0]

    assert papers(market) == [("invoice", 1, 9180, 0, 9180)]
    ((issuer, recipient),) = market.rows("SELECT issuer_party, recipient_party FROM papers")
    assert (issuer["legal_name"], issuer["tax_id"], issuer["bank_account"]) == (
        SELLER.legal_name, SELLER.tax_id, SELLER.bank_account
    )  # fmt: skip
    assert recipient["tax_id"] == BUYER.tax_id
    assert sound(market)


def test_short_shipped_is_credited_so_that_papers_come_to_what_the_books_hold(market):
    identify(market)
    order_id = market.confirmed(36)
    market.ship(order_id, 13)
    due(market, order_id)
    close_short(market.by(market.supplier), order_id, reason="sold out")

    assert due(market, order_id) == 1

    invoice, note = papers(market)
    assert invoice[4] - note[4] == market.balance("escrow", market.supplier)
    assert (invoice[:2], note[:2]) == (("invoice", 1), ("credit_note", 1))
    assert market.rows("SELECT quantity FROM paper_lines l JOIN papers p ON p.id = paper_id ORDER BY kind DESC") == [
        (36,), (23,)
    ]  # fmt: skip
    assert due(market, order_id) == 0
    assert sound(market)


def test_what_is_cancelled_after_its_invoice_is_credited_whole(market):
    identify(market)
    order_id = market.confirmed()
    paper_id = issue_invoice(market.by(market.supplier), order_id)
    assert issue_invoice(market.by(market.supplier), order_id) == paper_id
    cancel_order(market.by(market.retailer), order_id, reason="changed my mind")

    due(market, order_id)

    assert [row[4] for row in papers(market)] == [9180, 9180]
    assert market.balance("escrow", market.supplier) == 0


def test_a_seller_without_a_tax_identity_issues_nothing_until_it_has_one(market):
    order_id = market.confirmed()
    market.ship(order_id)
    assert due(market, order_id) == 0
    with market.refuses(NoTaxIdentity):
        issue_invoice(market.by(market.supplier), order_id)

    identify(market)

    assert market.rows("SELECT count(*) FROM outbox WHERE job = 'issue_waiting_papers'") == [(3,)]
    assert [issue_waiting(market.by(SYSTEM)), issue_waiting(market.by(SYSTEM))] == [1, 0]
    assert len(papers(market)) == 1


def test_nothing_is_invoiced_before_it_is_confirmed_or_by_somebody_else(market):
    identify(market)
    order_id = market.one_order()
    with market.refuses(NotInvoiceable):
        issue_invoice(market.by(market.supplier), order_id)
    with market.refuses(NotFound):
        issue_invoice(market.by(market.rival), order_id)
    with market.refuses(NotAllowed):
        issue_invoice(market.by(market.retailer), order_id)


def test_the_platform_invoices_its_commission(market):
    market.completed()
    market.settle()
    assert issue_commissions(market.by(SYSTEM)) == 0
    identify(market)

    assert [issue_commissions(market.by(SYSTEM)), issue_commissions(market.by(SYSTEM))] == [1, 0]

    assert papers(market) == [("invoice", 1, 459, 0, 459)]
    assert market.balance("commission") == 459
    assert sound(market)


def test_the_platforms_invoice_says_fees_and_the_tax_on_its_services(market):
    identify(market)
    set_terms(market.by(market.maker), market.supplier.organisation, terms=Terms(service_tax_rate=Decimal("0.2")))
    charge_fee(market.by(market.maker), market.supplier.organisation, fee=gbp(1000), words="Photographs")
    market.completed()
    market.settle()

    assert issue_commissions(market.by(SYSTEM)) == 1

    assert papers(market) == [("invoice", 1, 1459, 292, 1751)]
    assert market.balance("tax_payable") == 292
    assert sound(market)


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE papers SET gross_minor = 1, net_minor = 1",
        "DELETE FROM papers",
        "UPDATE paper_lines SET name = 'x'",
        "DELETE FROM paper_lines",
        "UPDATE paper_series SET last = 7",
        "INSERT INTO paper_series SELECT issuer_id, 'x', 1 FROM paper_series",
        "UPDATE papers SET recipient_party = '{}'",
        "UPDATE papers SET number = 9",
    ],
)
@pytest.mark.parametrize("who", ["supplier", "system"])
def test_p2_nobody_changes_a_paper_that_was_issued(market, statement, who):
    identify(market)
    issue_invoice(market.by(market.supplier), market.confirmed())
    before = papers(market)
    bind_actor(market.session, SYSTEM if who == "system" else market.supplier)
    market.session.commit()

    with pytest.raises(DBAPIError) as caught:
        market.session.connection().execute(text(statement))
    market.session.rollback()

    assert state_of(caught.value) in {"42501", "PH002"}
    assert papers(market) == before


def test_a_number_given_by_hand_is_not_taken_and_a_paper_without_lines_is_refused(market):
    identify(market)
    issue_invoice(market.by(market.supplier), market.confirmed())
    forged = (
        "INSERT INTO papers (id, kind, number, issuer_id, recipient_id, order_id, corrects_id, currency, net_minor, tax_minor,"
        " gross_minor, issuer_party, recipient_party, reason, time_zone, issued_at)"
        " SELECT gen_random_uuid(), 'credit_note', 41, issuer_id, recipient_id, order_id, id, currency, net_minor, 0, net_minor,"
        " issuer_party, recipient_party, '', time_zone, issued_at FROM papers RETURNING number"
    )
    bind_actor(market.session, market.supplier)
    market.session.commit()

    assert market.session.connection().execute(text(forged)).scalar_one() == 1
    with pytest.raises(DBAPIError) as caught:
        market.session.connection().execute(text("SET CONSTRAINTS ALL IMMEDIATE"))
    market.session.rollback()
    assert state_of(caught.value) == "PH002"


@pytest.mark.parametrize(
    ("sheet", "field"),
    [
        (TaxSheet("CN", "X", "91110000600037341K"), "tax_id"),
        (TaxSheet("GB", "X", "GB123456789"), "tax_id"),
        (TaxSheet("XX", "X", "1"), "country"),
        (TaxSheet("GB", " ", "GB980780684"), "legal_name"),
        (TaxSheet("GB", "X"), "tax_id"),
    ],
)
def test_a_tax_number_that_is_none_is_refused(market, sheet, field):
    with market.refuses(InvalidInput, field=field):
        set_tax_identity(market.by(market.supplier), sheet)


def test_an_identity_stands_on_what_comes_and_not_on_what_was(market):
    identify(market)
    first = market.confirmed()
    issue_invoice(market.by(market.supplier), first)
    set_tax_identity(market.by(market.retailer), TaxSheet("GB", "Renamed Ltd"))
    second = market.confirmed()
    issue_invoice(market.by(market.supplier), second)

    assert market.rows("SELECT recipient_party ->> 'legal_name', recipient_party ->> 'tax_id' FROM papers ORDER BY number") == [
        ("Corner Shop Ltd", BUYER.tax_id), ("Renamed Ltd", "")
    ]  # fmt: skip
    salesman = market.colleague(market.supplier, Role.SALES)
    with market.refuses(NotAllowed):
        set_tax_identity(market.by(salesman), SELLER)
