"""How a seller is settled: set, explained, and seen on the next preview and statement."""

from __future__ import annotations

from uuid import UUID

from tests.trade.looking import snapshot
from trade.kernel.actor import Actor
from trade.settlement.actions import settle_next

TAX = "Tax on commission and fees, in per cent"


def test_terms_and_a_fee_are_set_and_stand_on_the_preview_and_the_statement(maker, at_desk, market):
    address = maker.path("finance.seller_terms", organisation_id=market.supplier.organisation)
    page = maker.get(address)
    assert "Nothing waits" in page.words()
    maker.press(
        page, "Save the terms",
        {TAX: "20", "Held back, in per cent of what is earned": "10 %", "For how many days": "30"},
    )  # fmt: skip
    maker.press(maker.get(address), "Charge the fee", {"What it is for": "Pictures", "Fee before tax": "10.00"})
    ((what, _since, amount, _act),) = maker.get(address).rows("Waiting for the next statement")
    assert (what, amount) == ("Pictures, with £2.00 tax", "−£12.00")
    market.completed()

    (row,) = maker.get("finance.settlement_list").rows("What each seller would get")
    assert row[1:-1] == ["1", "£91.80", "−£4.59", "−£12.92", "−£8.72", "£65.57"]
    answer = maker.press(maker.get("finance.settlement_list"), "Settle these")
    while settle_next(market.by(Actor.system()), UUID(answer.goes_to.rpartition("/")[2])):
        pass

    ((statement_id,),) = market.rows("SELECT id FROM statements")
    page = maker.get("finance.statement", statement_id=statement_id)
    assert {row[1] for row in page.rows("Beside the lines")} == {"−£12.00", "−£8.72", "−£0.92"}
    assert page.facts()["Seller gets"] == "£65.57"
    said = at_desk(market.supplier).get("supplier.statement", statement_id=statement_id)
    assert "10 % of what was earned, held back; it comes back from" in said.words()


def test_a_fee_is_taken_back_while_it_waits(maker, market):
    address = maker.path("finance.seller_terms", organisation_id=market.supplier.organisation)
    maker.press(maker.get(address), "Charge the fee", {"What it is for": "Pictures", "Fee before tax": "10"})
    maker.press(maker.get(address), "Take back")
    assert "Nothing waits" in maker.get(address).words()


def test_what_was_typed_wrong_is_said_at_its_field_and_changes_nothing(maker, market, session):
    address = maker.path("finance.seller_terms", organisation_id=market.supplier.organisation)
    before = snapshot(session)
    page = maker.press(maker.get(address), "Save the terms", {TAX: "100"}, expect=422)
    assert "Enter a percentage from 0 to less than 100" in page.alert()
    page = maker.press(maker.get(address), "Save the terms", {"For how many days": "1000"}, expect=422)
    assert "Hold money back for a year at most." in page.alert()
    page = maker.press(maker.get(address), "Charge the fee", {"Fee before tax": "0", "What it is for": ""}, expect=422)
    assert "Say what it is for" in page.alert()
    assert snapshot(session) == before


def test_a_preview_that_has_become_old_starts_nothing(maker, market, session):
    market.completed()
    page = maker.get("finance.settlement_list")
    market.completed(seller=market.rival)
    before = snapshot(session)

    page = maker.press(page, "Settle these", expect=409)

    assert "Something has changed since you looked" in page.alert()
    assert len(page.rows("What each seller would get")) == 2
    assert snapshot(session) == before


def test_what_is_left_out_is_said_with_its_reason(maker, market):
    address = maker.path("finance.seller_terms", organisation_id=market.supplier.organisation)
    typed = {"period": "month", "service_tax_rate": "0", "reserve_rate": "0", "reserve_days": "0"}
    maker.post(address, typed)
    market.completed()

    page = maker.get("finance.settlement_list", until=f"{market.at:%F}T23:59")

    assert "Nothing is due" in page.words()
    ((_seller, claims, runs_on, until, large),) = page.rows("What is left out, and why")
    assert (claims, runs_on, large) == ("–", "£91.80", "–")
    assert until == "1 Apr 2026, 00:00"
