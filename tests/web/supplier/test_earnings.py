"""Statements whose lines add up, payouts in words, and the account they go to."""

from __future__ import annotations

import csv
from io import StringIO

import pytest

from trade.payouts import queries
from trade.payouts.actions import approve_payout, book_payout, prepare_payout, reject_payout
from trade.settlement import queries as settlement_queries


@pytest.fixture
def statement_id(market):
    market.completed(36)
    run_id = market.settle()
    with market.as_system() as session:
        return settlement_queries.statements(session, market.supplier, run_id=run_id)[0].id


@pytest.fixture
def payout_id(market, statement_id):
    return prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")


def said(owner):
    (row,) = owner.get("supplier.payout_list").rows("Payouts")
    return row[1], row[2], row[4]


def approve(market, payout_id):
    with market.as_system() as session:
        shown = queries.payout(session, market.checker, payout_id).content_hash
    approve_payout(market.by(market.checker), payout_id, shown=shown)


def test_before_the_first_statement_the_list_says_what_will_be_there(owner):
    assert "No statements yet" in owner.get("supplier.statement_list").words()


def test_the_lines_of_a_statement_add_up_to_its_sum(owner, market, statement_id):
    page = owner.get("supplier.statement", statement_id=statement_id)

    assert [row[3:8] for row in page.rows("Lines")] == [["36", "£91.80", "5 %", "−£4.59", "£87.21"]]
    total = page.soup.select_one("tr.sum").get_text(" ", strip=True)
    assert total == "Σ the one line £91.80 −£4.59 £87.21"
    assert "You earned £87.21" in page.words()
    assert "do not add up" not in page.words()


def test_the_list_leads_to_each_statement(owner, statement_id):
    page = owner.get("supplier.statement_list")

    ((reference, *_rest),) = page.rows("Statements")
    assert page.link(reference) == f"/supplier/statements/{statement_id}"


def test_a_statement_as_a_file_adds_up_too(owner, market, statement_id):
    page = owner.get("supplier.statement", statement_id=statement_id)

    text = owner.get(page.link("CSV")).answer.get_data(as_text=True)

    _header, line, total = list(csv.reader(StringIO(text.removeprefix("\ufeff"))))
    assert line[3:] == ["36", "GBP", "91.80", "0.050000", "4.59", "87.21"]
    assert total == ["Total", "", "", "", "GBP", "91.80", "", "4.59", "87.21"]


def test_another_seller_s_earnings_do_not_exist(at_desk, market, payout_id, statement_id):
    rival = at_desk(market.rival)

    rival.get("supplier.statement", statement_id=statement_id, expect=404)
    rival.get("supplier.statement_file", kind="csv", statement_id=statement_id, expect=404)
    assert "No payouts yet" in rival.get("supplier.payout_list").words()


def test_a_clerk_sees_no_money(clerk, statement_id):
    for endpoint in ("supplier.statement_list", "supplier.payout_list"):
        clerk.get(endpoint, expect=403)
    assert "payable" not in clerk.get("supplier.today").words()


def test_a_payout_is_told_from_the_seller_s_side_at_each_step(owner, market, payout_id):
    assert said(owner) == (
        "£87.21",
        "You get £87.21 as soon as a second person has approved it; prepared 9 Mar 2026.",
        "Waiting for approval",
    )
    approve(market, payout_id)
    assert said(owner)[1].startswith("You get £87.21 in the next days: it was approved on")
    book_payout(market.by(market.maker), payout_id)
    assert said(owner)[1:] == ("You got £87.21 on 9 Mar 2026.", "Paid out")


def test_a_payout_that_was_not_sent_says_why(owner, market, payout_id):
    reject_payout(market.by(market.checker), payout_id, reason="The account is not yours.")

    assert said(owner)[1] == "Not sent: The account is not yours. The £87.21 stay payable to you."


def test_what_is_payable_stands_above(owner, statement_id):
    assert "£87.21 payable to you" in owner.get("supplier.payout_list").words()
