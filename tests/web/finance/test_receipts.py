"""Recording what arrived at the bank, and saying whose it is."""

from __future__ import annotations

from datetime import timedelta

import pytest

from adapters import clock
from tests.trade.looking import snapshot
from trade.parties.models import Organisation

GOOD = {"Amount": "1,240.50", "Currency": "GBP", "The bank's reference": "B-77", "Payer": "CORNER SHOP"}


def record(desk, expect=303, **entries: str):
    return desk.press(desk.get("finance.new_receipt"), "Record", {**GOOD, **entries}, expect=expect)


def named(market, session, actor, name):
    session.get_one(Organisation, actor.organisation).name = name
    session.commit()


def test_a_transfer_goes_straight_into_the_wallet_of_a_known_sender(maker, market, session):
    named(market, session, market.retailer, "Corner Shop Leeds")

    answer = record(maker, **{"Whose money is it?": "corner shop"})

    assert market.balance("wallet", market.retailer) == 124_050
    page = maker.get(answer.goes_to)
    assert page.heading() == "Transfer of £1,240.50"
    assert page.facts()["Belongs to"] == "Corner Shop Leeds"
    assert "it is in the wallet now" in page.status()
    assert page.rows("In the books")[0][2] == "Transfers without an owner"
    assert len(page.items("What happened")) == 2


def test_a_transfer_of_nobody_waits(maker, market):
    answer = record(maker)

    assert market.balance("unapplied_receipts") == 124_050
    assert maker.get(answer.goes_to).facts()["Belongs to"] == "Without an owner"
    assert maker.get("finance.receipt_list", view="unmatched").rows("Bank transfers, newest first")[0][0] == "B-77"


def test_when_several_fit_one_is_chosen(maker, market, session):
    named(market, session, market.retailer, "Corner North")
    named(market, session, market.neighbour, "Corner South")
    before = snapshot(session)

    page = record(maker, expect=422, **{"Whose money is it?": "corner"})

    assert page.errors()["Whose money is it?"] == "Several fit. Choose one below."
    assert page.field("Amount")["value"] == "1,240.50"
    assert snapshot(session) == before
    choice = page.soup.select_one(f'input[value="{market.neighbour.organisation}"]')
    choice["checked"] = ""
    maker.press(page, "Record")
    assert market.balance("wallet", market.neighbour) == 124_050


def test_an_exact_code_needs_no_choice(maker, market, session):
    named(market, session, market.retailer, "T-1 lookalike")
    code = session.get_one(Organisation, market.neighbour.organisation).code

    record(maker, **{"Whose money is it?": code.lower()})

    assert market.balance("wallet", market.neighbour) == 124_050


def test_a_seller_who_buys_nothing_is_no_owner(maker, market, session):
    named(market, session, market.supplier, "Blue Kiln")
    before = snapshot(session)

    page = record(maker, expect=422, **{"Whose money is it?": "Blue Kiln"})

    assert page.errors()["Whose money is it?"].startswith("Nobody of this name or code buys here.")
    assert snapshot(session) == before


def test_a_reference_counts_once_and_leads_to_the_first(maker, market, session):
    first = record(maker).goes_to
    before = snapshot(session)

    page = record(maker, expect=409, Amount="9")

    assert page.errors()["The bank's reference"].startswith("The bank's reference B-77 was recorded before")
    assert page.link("See the transfer that has this reference") == first
    assert page.field("Amount")["value"] == "9"
    assert snapshot(session) == before


@pytest.mark.parametrize(
    ("entries", "label", "sentence"),
    [
        ({"Amount": "0"}, "Amount", "Enter more than 0."),
        ({"Amount": "-5"}, "Amount", "Enter an amount"),
        ({"Amount": "1,5"}, "Amount", "Enter an amount"),
        ({"Amount": "1e309"}, "Amount", "Enter an amount"),
        ({"Amount": "1.005"}, "Amount", "Use at most 2 digits"),
        ({"Currency": "JPY", "Amount": "5.5"}, "Amount", "Use at most 0 digits"),
        ({"Amount": ""}, "Amount", "Fill this in."),
        ({"The bank's reference": " "}, "The bank's reference", "Fill this in."),
        ({"The bank's reference": "x" * 81}, "The bank's reference", "Use at most 80 characters."),
        ({"Received on": "2020-01-01"}, "Received on", "Enter the day"),
        ({"Received on": "soon"}, "Received on", "Not a valid date value."),
        ({"Received on": ""}, "Received on", "Fill this in."),
    ],
)
def test_what_cannot_be_is_told_beside_its_field(maker, market, session, entries, label, sentence):
    before = snapshot(session)

    page = record(maker, expect=422, **entries)

    assert page.errors()[label].startswith(sentence)
    assert snapshot(session) == before


def test_tomorrow_cannot_have_been(maker, market, session):
    tomorrow = (clock.now() + timedelta(days=2)).date().isoformat()

    page = record(maker, expect=422, **{"Received on": tomorrow})

    assert "not after today" in page.errors()["Received on"]


def test_full_width_digits_are_digits(maker, market):
    record(maker, Amount="１２．５０")

    assert market.balance("unapplied_receipts") == 1250


def test_the_payers_name_suggests_the_owner(maker, market, session):
    named(market, session, market.retailer, "Corner Shop Leeds")
    page = maker.get(record(maker).goes_to)

    assert [row[0] for row in page.rows("Who it could be")] == ["Corner Shop Leeds"]
    answer = maker.press(page, "It is theirs , Corner Shop Leeds")

    assert market.balance("wallet", market.retailer) == 124_050
    assert "£1,240.50 is in the wallet of Corner Shop Leeds now." in maker.get(answer.goes_to).status()


def test_an_owner_is_looked_for(maker, market, session):
    named(market, session, market.neighbour, "Harbour Wares")
    page = maker.get(record(maker, Payer="J SMITH").goes_to)
    assert "The payer's name fits nobody." in page.words()

    page = maker.press(page, "Look", {"A part of its name, or its code": "harb"}, expect=200)

    assert [row[0] for row in page.rows("Who it could be")] == ["Harbour Wares"]


def test_a_matched_transfer_is_not_matched_again(maker, market, session):
    receipt_id = market.money()
    before = snapshot(session)

    maker.post("finance.match", {"organisation_id": market.neighbour.organisation}, receipt_id=receipt_id, expect=404)

    assert snapshot(session) == before


@pytest.mark.parametrize("owner", ["", "me", "00000000-0000-7000-8000-000000000000"])
def test_nobody_known_is_refused(maker, market, session, owner):
    receipt = record(maker).goes_to
    before = snapshot(session)

    maker.post(f"{receipt}/match", {"organisation_id": owner}, expect=422)

    assert snapshot(session) == before


def test_the_checker_sees_but_neither_records_nor_matches(maker, checker, market, session):
    named(market, session, market.retailer, "Corner Shop Leeds")
    receipt = record(maker).goes_to
    before = snapshot(session)

    assert not checker.get("finance.receipt_list").has_link("Record a transfer")
    page = checker.get(receipt)
    assert not any("theirs" in button.get_text() for button in page.soup.select("button"))
    checker.get("finance.new_receipt", expect=403)
    checker.post("finance.record", {"amount": "5"}, expect=403)
    checker.post(f"{receipt}/match", {"organisation_id": market.retailer.organisation}, expect=403)

    assert snapshot(session) == before


def test_the_list_is_searched_and_costs_the_same(maker, market, statements):
    market.money()
    with statements() as few:
        maker.get("finance.receipt_list")
    for _ in range(5):
        market.money()
    with statements() as many:
        page = maker.get("finance.receipt_list")

    assert len(page.rows("Bank transfers, newest first")) == 6
    assert len(many) == len(few)
    assert "No transfer fits" in maker.get("finance.receipt_list", search="nothing like it").words()


def test_the_first_page_of_an_empty_market_says_what_comes(maker, market):
    assert maker.get("finance.receipt_list").link("Record a transfer")
    assert "Every transfer has its owner" in maker.get("finance.receipt_list", view="unmatched").words()


def test_without_an_organisation_of_that_name_nothing_is_suggested_from_wildcards(maker, market):
    page = maker.get(record(maker, Payer="%").goes_to)

    assert not page.soup.select("main table caption:-soup-contains('Who it could be')")
