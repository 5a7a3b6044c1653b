"""The books on screen: balances, entries, accounts, verification, and the file."""

from __future__ import annotations

import csv

from tests import makers
from tests.trade.looking import snapshot
from tests.trade.market import gbp
from trade.kernel.actor import Actor
from trade.ledger import checking
from trade.ledger.actions import record_receipt
from trade.ledger.checking import verify_books
from trade.ledger.verify import CurrencyLine, Verification


def test_money_at_a_glance(maker, settled):
    page = maker.get("finance.today")

    said = {row[0]: row[1] for row in page.rows("Where the money is")}
    assert said["Bank"] == "£1,000.00"
    assert said["Wallets"] == "£908.20"
    assert said["Payable to sellers"] == "£87.21"
    assert said["Commission"] == "£4.59"
    assert said["Held until delivery is settled"] == "–"


def test_what_waits_stands_in_order_of_age(maker, settled, prepared):
    settled.later(hours=1)
    record_receipt(
        settled.by(settled.maker), bank_reference="late", payer="J SMITH", amount=gbp(500),
        received_on=settled.at.date(), organisation_id=None,
    )  # fmt: skip

    rows = maker.get("finance.today").rows("Waiting, the oldest first")

    assert [row[0] for row in rows] == ["Payout to approve", "Transfer without an owner"]


def test_the_trial_balance_comes_to_the_same_on_both_sides(checker, settled):
    page = checker.get("finance.books")

    total = page.soup.select_one("tfoot tr.sum").get_text(" ", strip=True)
    assert total == "Both sides come to £1,000.00 £1,000.00"


def test_entries_are_shown_with_references_and_narrowed_down(maker, settled):
    ((reference,),) = settled.rows("SELECT reference FROM orders")

    everything = maker.get("finance.books").rows("Entries, newest first")
    orders = maker.get("finance.books", source="order:").rows("Entries, newest first")

    assert len(everything) == 2 + 2 + 2 + 3
    assert orders[0][0] == f"Order paid {reference}"
    assert len(orders) == 2
    assert "Nothing has been posted." in maker.get("finance.books", source="%").words()


def test_an_account_is_read_line_by_line(checker, settled):
    page = checker.get("finance.account", kind="wallet", organisation_id=settled.retailer.organisation)

    rows = page.rows("Line by line, newest first")
    assert [(row[0], row[3], row[4]) for row in rows] == [
        ("Order paid", "−£91.80", "£908.20"),
        ("Transfer put into a wallet", "£1,000.00", "£1,000.00"),
    ]
    assert page.link("Order paid").startswith("/platform/orders/")


def test_a_long_account_goes_on_where_it_stopped(maker, market):
    for _ in range(101):
        market.money(minor=100)
    first = maker.get("finance.account", kind="wallet", organisation_id=market.retailer.organisation)

    second = maker.get(first.link("Further"))

    assert first.rows("Line by line, newest first")[-1][4] == "£2.00"
    assert [row[3:] for row in second.rows("Line by line, newest first")] == [["£1.00", "£1.00"]]


def test_an_empty_account_and_strange_ones(maker, market):
    owner = market.retailer.organisation
    assert "Nothing on this account" in maker.get("finance.account", kind="payable", organisation_id=owner).words()
    maker.get("finance.account", kind="wallet", organisation_id=owner, currency="XXX", expect=404)
    maker.get(f"/finance/ledger/accounts/bank/{owner}", expect=404)
    maker.get("finance.account", kind="wallet", organisation_id="00000000-0000-7000-8000-000000000000", expect=404)


def test_the_file_holds_every_posting_of_the_view(maker, settled, session):
    answer = maker.get("finance.entries_file", kind="csv", source="statement:").answer

    lines = list(csv.reader(answer.get_data(as_text=True).removeprefix("\ufeff").splitlines()))
    assert answer.mimetype == "text/csv"
    assert [(line[4], line[6], line[7]) for line in lines[1:]] == [
        ("Held until delivery is settled", "91.80", ""),
        ("Payable", "", "87.21"),
        ("Commission", "", "4.59"),
    ]


def test_an_organisation_named_like_a_formula_stays_a_text(maker, market, session):
    buyer = market.person(makers.make_organisation(session, name="=cmd|calc"))
    market.money(buyer)

    assert ",'=cmd|calc," in maker.get("finance.entries_file", kind="csv").answer.get_data(as_text=True)


def test_the_books_are_verified_when_somebody_asks(checker, settled, queued):
    page = checker.get("finance.books")
    assert "Never verified." in page.words()
    queued.clear()

    checker.press(page, "Verify now")

    assert queued == [("verify_ledger", {})]
    assert "Asked for on" in checker.get("finance.books").words()
    assert verify_books(settled.by(Actor.system())) == ()
    said = checker.get("finance.books").words()
    assert "Yes, all of them" in said
    assert "GBP: 4 entries, 9 postings, sum 0" in said
    assert "Asked for on" not in said


def test_a_difference_is_told_on_the_first_page(maker, market, session, monkeypatch):
    found = Verification((CurrencyLine("GBP", 1, 2, 7),), (("entries that do not balance", ("12",)),), 0)
    monkeypatch.setattr(checking, "verify", lambda _session, **_also: found)
    verify_books(market.by(Actor.system()))

    page = maker.get("finance.today")

    assert "No: something differs" in page.alert()
    assert "entries that do not balance: 12" in page.alert()


def test_the_books_cost_the_same_with_more_entries(maker, market, statements):
    market.completed()
    market.settle()
    with statements() as few:
        maker.get("finance.books")
    market.completed()
    market.completed()
    market.settle()
    with statements() as many:
        maker.get("finance.books")

    assert len(many) == len(few)


def test_looking_changes_nothing(checker, settled, session):
    before = snapshot(session)

    for page in ("today", "books", "receipt_list", "settlement_list", "statement_list", "payout_inbox", "payable_list"):
        checker.get(f"finance.{page}")

    assert snapshot(session) == before
