"""A payout takes two people, and the second approves exactly what they were shown."""

from __future__ import annotations

from dataclasses import replace

import pytest
from sqlalchemy import text, update

from adapters.clock import now
from tests.makers import PASSWORD
from tests.trade.looking import snapshot
from trade.parties.actions import name_payee_account
from trade.parties.models import Member, PayeeAccount
from trade.parties.payees import PayeeDetails, PayeeKind
from trade.payouts.actions import prepare_payout
from trade.payouts.models import Payout

APPROVE = "Approve and send £87.21"


def state_of(market, payout_id):
    return market.rows("SELECT state FROM payouts WHERE id = :id", id=payout_id)[0][0]


def shown_on(page):
    return page.soup.select_one('input[name="shown"]')["value"]


def test_a_payout_walks_from_payable_to_booked(maker, checker, settled):
    page = maker.get("finance.payable_list")
    assert page.rows("Payable now, the largest first")[0][1:3] == ["£87.21", "•••• 0601"]
    (button,) = page.soup.select("main td button")
    answer = maker.press(page, " ".join(button.get_text(" ").split()))
    ((payout_id, reference),) = settled.rows("SELECT id, reference FROM payouts")
    assert answer.goes_to == f"/finance/payouts/{payout_id}"
    assert not maker.get(answer.goes_to).has_button(APPROVE)

    inbox = checker.get("finance.payout_inbox")
    assert inbox.rows("Waiting for a second person")[0][:2] == [reference, "£87.21"]
    page = checker.get(inbox.link(reference))
    assert (page.facts()["Amount"], page.facts()["Account"]) == ("£87.21", "GB20 PINH 0000 0101 0006 01")
    sent = checker.press(page, APPROVE)
    assert (sent.goes_to, state_of(settled, payout_id)) == ("/finance/payouts", "sent")
    assert f"Sent: £87.21 to {page.facts()['Paid to']}, {reference}." in checker.get(sent.goes_to).status()
    assert (settled.balance("payable", settled.supplier), settled.balance("payout_clearing")) == (0, 8721)

    booked = maker.press(maker.get("finance.payout", payout_id=payout_id), "The bank has booked it")
    page = maker.get(booked.goes_to)
    assert settled.balance("payout_clearing") == 0
    assert len(page.items("What happened")) == 3
    assert len(page.rows("In the books")) == 4


def test_the_preparer_cannot_approve_even_after_changing_roles(settled, prepared, at_desk, session):
    before_change = at_desk(settled.maker)
    before_change.post("finance.approve", {"shown": "00"}, payout_id=prepared, expect=403)
    session.execute(update(Member).where(Member.person_id == settled.maker.person_id).values(roles=["finance_checker"]))
    session.commit()
    content = settled.rows("SELECT encode(content_hash, 'hex') FROM payouts")[0][0]
    desk = at_desk(settled.maker)
    page = desk.get("finance.payout", payout_id=prepared)
    assert not page.has_button(APPROVE)
    assert "You prepared this payout, so somebody else decides on it." in page.words()
    before = snapshot(session)

    refused = desk.post("finance.approve", {"shown": content}, payout_id=prepared, expect=409)
    assert "You prepared this payout, so somebody else must decide on it." in refused.alert()
    desk.post("finance.reject", {"reason": "mine"}, payout_id=prepared, expect=409)

    assert snapshot(session) == before
    assert state_of(settled, prepared) == "prepared"


def test_one_person_with_both_roles_still_needs_another(settled, session, at_desk):
    session.execute(
        update(Member)
        .where(Member.person_id == settled.maker.person_id)
        .values(roles=["finance_maker", "finance_checker"])
    )
    session.commit()
    desk = at_desk(settled.maker)
    answer = desk.post("finance.prepare", {"seller_id": settled.supplier.organisation, "currency": "GBP"})
    content = settled.rows("SELECT encode(content_hash, 'hex') FROM payouts")[0][0]
    before = snapshot(session)

    desk.post(f"{answer.goes_to}/approval", {"shown": content}, expect=409)

    assert snapshot(session) == before


@pytest.mark.parametrize("change", [{"amount_minor": 8720}, {"bank_account": "GB99 thief"}])
def test_a_payout_that_changed_after_it_was_shown_is_void(checker, settled, prepared, session, change):
    page = checker.get("finance.payout", payout_id=prepared)
    session.execute(update(Payout).where(Payout.id == prepared).values(**change))
    session.commit()
    before = snapshot(session)

    refused = checker.press(page, APPROVE, expect=409)

    assert "This payout is not what you were shown" in refused.words()
    assert snapshot(session) == before


@pytest.mark.parametrize("shown", ["", "zz", "00" * 32, "0" * 5000])
def test_an_approval_of_something_else_sends_nothing(checker, settled, prepared, session, shown):
    before = snapshot(session)

    refused = checker.post("finance.approve", {"shown": shown}, payout_id=prepared, expect=409)

    assert "not what you were shown" in refused.alert()
    assert snapshot(session) == before


def test_a_new_account_of_the_seller_is_told_to_whoever_decides(checker, maker, settled, prepared, session):
    other = PayeeDetails(PayeeKind.IBAN, "Kettle Works Ltd", "GB90PINH00000101000602")
    call = replace(settled.by(settled.supplier), at=now())
    name_payee_account(call, other, password=PASSWORD)
    page = checker.get("finance.payout", payout_id=prepared)
    assert "The seller has named another account" in page.words()
    assert page.facts()["Account"].startswith("GB20 PINH 0000 0101 0006 01")
    assert "another one from" in maker.get("finance.payable_list").words()

    session.execute(
        text(
            "UPDATE payee_accounts SET asked_at = now() - interval '4 days', effective_at = now() - interval '1 day' WHERE asked_by IS NOT NULL"
        )
    )
    session.commit()
    page = checker.get("finance.payout", payout_id=prepared)
    assert "The seller's account is another one by now" in page.words()
    assert "have it prepared anew" in checker.press(page, APPROVE, expect=409).alert()
    assert state_of(settled, prepared) == "prepared"


def test_approving_twice_sends_once(checker, settled, prepared):
    page = checker.get("finance.payout", payout_id=prepared)

    for _ in range(2):
        checker.post("finance.approve", {"shown": shown_on(page)}, payout_id=prepared, key="the-very-same")

    assert settled.balance("payout_clearing") == 8721


def test_a_decided_payout_is_not_decided_again(checker, settled, prepared, session):
    page = checker.get("finance.payout", payout_id=prepared)
    checker.press(page, APPROVE)
    before = snapshot(session)

    refused = checker.post("finance.reject", {"reason": "too late"}, payout_id=prepared, expect=409)

    assert "it stands at “Sent to the bank” now" in refused.alert()
    assert snapshot(session) == before


def test_a_rejection_says_why_and_frees_the_seller(checker, maker, settled, prepared):
    page = checker.get("finance.payout", payout_id=prepared)
    refused = checker.press(page, "Reject", expect=422)
    assert refused.errors() == {"Reason": "Say why, so that it can be prepared anew."}
    assert state_of(settled, prepared) == "prepared"

    checker.press(refused, "Reject", {"Reason": "Wrong account"})

    assert state_of(settled, prepared) == "rejected"
    assert settled.balance("payable", settled.supplier) == 8721
    assert maker.get("finance.payout", payout_id=prepared).facts()["Reason"] == "Wrong account"
    assert maker.get("finance.payable_list").rows("Payable now, the largest first")[0][4].startswith("Prepare")


@pytest.mark.parametrize("case", ["twice", "nothing", "no account"])
def test_what_cannot_be_prepared_is_refused_in_words(maker, settled, session, case):
    seller = settled.supplier.organisation
    if case == "twice":
        maker.post("finance.prepare", {"seller_id": seller, "currency": "GBP"})
    elif case == "nothing":
        seller = settled.rival.organisation
    else:
        with settled.as_system():
            session.query(PayeeAccount).filter_by(organisation_id=seller).one().withdrawn_at = settled.at
    before = snapshot(session)

    page = maker.post("finance.prepare", {"seller_id": seller, "currency": "GBP"}, expect=409)

    words = {"twice": "waits for its second person", "nothing": "nothing to pay", "no account": "no account in force"}
    assert words[case] in page.alert()
    assert snapshot(session) == before


@pytest.mark.parametrize("data", [{}, {"seller_id": "x", "currency": "GBP"}, {"currency": "XXX"}])
def test_a_strange_preparation_is_refused(maker, settled, session, data):
    before = snapshot(session)

    maker.post(
        "finance.prepare",
        {"seller_id": settled.supplier.organisation, **data} if data.get("currency") == "XXX" else data,
        expect=422,
    )

    assert snapshot(session) == before


def test_the_inbox_puts_the_oldest_first_and_of_one_age_the_largest(checker, market):
    market.completed(6)
    market.completed(60, seller=market.rival)
    market.settle()
    for seller in (market.supplier, market.rival):
        prepare_payout(market.by(market.maker), seller_id=seller.organisation, currency="GBP")
    rows = checker.get("finance.payout_inbox").rows("Waiting for a second person")
    assert [row[1] for row in rows] == ["£145.35", "£16.81"]
    market.session.execute(
        text("UPDATE payouts SET prepared_at = prepared_at - interval '1 day' WHERE amount_minor < 5000")
    )
    market.session.commit()

    rows = checker.get("finance.payout_inbox").rows("Waiting for a second person")
    assert [row[1] for row in rows] == ["£16.81", "£145.35"]


def test_the_maker_does_not_decide_and_the_checker_does_not_prepare(maker, checker, settled, prepared, session):
    before = snapshot(session)

    maker.post("finance.approve", {"shown": "00"}, payout_id=prepared, expect=403)
    maker.post("finance.reject", {"reason": "no"}, payout_id=prepared, expect=403)
    checker.post("finance.prepare", {"seller_id": settled.supplier.organisation, "currency": "GBP"}, expect=403)
    checker.post("finance.book", payout_id=prepared, expect=403)
    assert not checker.get("finance.payable_list").soup.select("main td button")

    assert snapshot(session) == before


def test_what_was_not_sent_cannot_be_booked(maker, settled, prepared, session):
    before = snapshot(session)

    refused = maker.post("finance.book", payout_id=prepared, expect=409)

    assert "it stands at “Waiting for approval” now" in refused.alert()
    assert snapshot(session) == before


def test_every_payout_is_listed_by_state(maker, settled, prepared):
    assert len(maker.get("finance.payout_list", state="prepared").rows("Payouts, newest first")) == 1
    assert "No payout here" in maker.get("finance.payout_list", state="sent").words()
    assert len(maker.get("finance.payout_list", state="lost").rows("Payouts, newest first")) == 1


def test_a_payout_comes_back_by_the_word_of_two_people(settled, prepared, maker, checker):
    checker.press(checker.get("finance.payout", payout_id=prepared), APPROVE)
    page = maker.get("finance.payout", payout_id=prepared)
    wrong = maker.press(
        page, "Let another person decide", {"Came back": "87.22", "To be seen in": "Letter"}, expect=409
    )
    assert "No more than was paid out" in wrong.errors()["Came back"]
    maker.press(page, "Let another person decide", {"Came back": "86.21", "To be seen in": "Letter of 3 March"})
    page = maker.get("finance.payout", payout_id=prepared)
    assert page.facts()["The bank kept"] == "£1.00"
    assert not page.has_button("Yes, it came back: £86.21")
    ((return_id,),) = settled.rows("SELECT id FROM payout_returns")
    assert "Letter of 3 March" in checker.get("finance.inbox", case=f"payout_return:{return_id}").words()
    answer = checker.press(checker.get("finance.payout", payout_id=prepared), "Yes, it came back: £86.21")
    assert "Posted" in checker.get(answer.goes_to).status()
    assert settled.balance("payable", settled.supplier) == 8721
