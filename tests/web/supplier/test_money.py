"""Where is my money: every line with its deductions and its next date; a wrong one is said so and put right."""

from __future__ import annotations

import csv

from sqlalchemy import text

from tests.trade.looking import snapshot
from trade.ordering.actions import confirm_receipt
from trade.payouts.actions import prepare_payout

LATER = text(
    "INSERT INTO payouts SELECT (jsonb_populate_record(p, jsonb_build_object('id', gen_random_uuid(), 'reference', 'PY-' || n,"
    " 'prepared_at', p.prepared_at + n * interval '1 day', 'state', 'booked', 'decided_at', p.prepared_at,"
    " 'decided_by', m.person_id, 'booked_at', p.prepared_at))).*"
    " FROM payouts p, generate_series(1, 101) n,"
    " (SELECT person_id FROM members WHERE person_id NOT IN (SELECT prepared_by FROM payouts) LIMIT 1) m"
)


def said(owner, **view: str):
    return [(row[1], row[2], row[3], row[4]) for row in owner.get("supplier.money_list", **view).rows("Line by line")]


def test_each_line_says_what_was_taken_off_and_what_comes_next(owner, market):
    market.completed()
    market.settle()
    order_id = market.confirmed(6)
    (fresh, settled) = said(owner)
    assert fresh[:3] == ("£17.70", "−£0.89", "£16.81")
    assert "You get £16.81 for it once it is delivered and settled. 5 % commission" in fresh[3]
    assert "£87.21 are payable to you: they come with the next payout." in settled[3]

    confirm_receipt(market.by(market.retailer), market.ship(order_id))
    assert "The buyer may complain until 16 Mar 2026. Then £16.81 come onto your next statement." in said(owner)[0][3]
    prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    assert "which waits for its second person" in said(owner, stage="stated")[0][3]


def test_an_old_line_names_its_own_payout_however_many_came_after(owner, market):
    market.completed()
    market.settle()
    prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    with market.as_system() as session:
        session.execute(LATER)
        session.commit()
    ((reference,),) = market.rows("SELECT reference FROM payouts WHERE state = 'prepared'")
    assert f"It is in {reference}" in said(owner, stage="stated")[0][3]


def test_the_files_are_this_view(owner, market):
    market.completed()
    market.settle()
    market.confirmed(6)
    page = owner.get("supplier.money_list", stage="ordered")
    text = owner.get(page.link("CSV")).answer.get_data(as_text=True).removeprefix("\ufeff")
    (line,) = csv.DictReader(text.splitlines())
    assert (line["Sold for"], line["Commission"], line["You get"]) == ("17.70", "0.89", "16.81")
    assert owner.get(page.link("XLSX")).answer.data.startswith(b"PK")


def test_an_empty_page_says_what_will_be_there(owner):
    assert "No money here" in owner.get("supplier.money_list").words()


def test_a_line_is_disputed_answered_and_put_right(owner, market, at_desk):
    market.completed()
    market.settle()
    ((statement_id,),) = market.rows("SELECT id FROM statements")
    page = owner.get("supplier.statement", statement_id=statement_id)
    owner.press(owner.get(page.link("Wrong?")), "Send", {"What is wrong?": "We agreed on 4 %"})

    maker = at_desk(market.maker)
    (row,) = maker.get("finance.dispute_list").rows("Lines that sellers say are wrong")
    page = maker.get(maker.get("finance.dispute_list").link(row[0]))
    wrong = maker.press(page, "Answer", {"Answer": "Yes", "Commission to give back": "5.00"}, expect=409)
    assert "at most £4.59" in wrong.alert()
    maker.press(page, "Answer", {"Answer": "You are right.", "Commission to give back": "0.92"})

    words = owner.get("supplier.statement", statement_id=statement_id).words()
    assert "Put right" in words
    assert "£0.92 of commission come back with the next statement." in words


def test_a_dispute_without_a_reason_changes_nothing_and_one_is_taken_back(owner, market, session):
    market.completed()
    market.settle()
    ((statement_id,),) = market.rows("SELECT id FROM statements")
    address = owner.get("supplier.statement", statement_id=statement_id).link("Wrong?")
    before = snapshot(session)
    page = owner.press(owner.get(address), "Send", expect=422)
    assert "Say what is wrong" in page.alert()
    assert snapshot(session) == before
    market.dispute()
    owner.press(owner.get("supplier.statement", statement_id=statement_id), "Take back")
    assert market.rows("SELECT state FROM line_disputes") == [("withdrawn",)]
