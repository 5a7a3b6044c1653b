"""A seller is taken off the market and appeals, on the pages of the platform's people and its own."""

from __future__ import annotations

import io

import pytest

from adapters import clock
from tests.adapters import hostile
from tests.trade.admission.applying import second
from trade.admission.actions import appeal_delisting, delist_seller, propose_delisting
from trade.kernel.actor import Permission
from trade.parties.rules import OrganisationKind, OrganisationState, Role, permissions_of


@pytest.fixture
def now(market):
    market.at = clock.now()
    return market.at


def paper():
    return (io.BytesIO(hostile.pdf(b"/Lang (en)")), "report.pdf")


def test_from_the_proposal_to_an_appeal_that_is_granted(at_desk, market, now):
    first, decider, judge = (at_desk(who) for who in (market.support, second(market), second(market)))
    about = first.get("platform.organisation", organisation_id=market.supplier.organisation)
    page = first.get(about.link("Take it off the market for good"))
    refused = first.press(page, "Propose it", expect=422)
    assert refused.errors()["Why"] == "Say why; the organisation reads it once it is decided."
    case = first.press(page, "Propose it", {"Why": "Copies of a brand.", "Evidence": paper()})
    page = first.get(case.goes_to)
    assert "Somebody decides who has had no word in it so far." in page.words()
    assert not page.has_button("Take it off the market")
    assert "Delisting" not in at_desk(market.supplier).get("admission.own").words()

    (row,) = decider.get("platform.admission_list").rows("Taking sellers off the market")
    assert row[2] == "Waits for the second person"
    page = decider.get(case.goes_to)
    assert page.has_link("report.pdf")
    assert decider.press(page, "Don’t do it", expect=422).errors()["Why not"]
    decider.press(page, "Take it off the market")

    seller = at_desk(market.supplier)
    page = seller.get("admission.own")
    assert "Copies of a brand." in page.words()
    assert page.has_link("report.pdf")
    assert seller.press(page, "Send the appeal", expect=422).errors()["Why it is wrong"]
    seller.press(page, "Send the appeal", {"Why it is wrong": "We made them.", "Photos and papers": paper()})
    assert "A third person judges it." in seller.get("admission.own").words()
    seller.get("supplier.order_list")
    assert not seller.get("admission.own").has_button("Send the appeal")

    assert "Somebody decides" in decider.get(case.goes_to).words()
    early = decider.post("platform.lift_delisting", {"answer": "x"}, delisting_id=case.goes_to[-36:], expect=409)
    assert "another person decides now" in early.alert()
    page = judge.get(case.goes_to)
    assert judge.press(page, "Grant it: it trades again", expect=422).errors()["Your answer"]
    judge.press(page, "Grant it: it trades again", {"Your answer": "You did."})
    assert "You did." in seller.get("admission.own").words()
    assert "Taken off the market" in judge.get(case.goes_to).words()


def test_a_plain_reinstatement_does_not_lift_it_and_an_appeal_may_be_turned_down(at_desk, market, now):
    organisation_id = market.supplier.organisation
    made = propose_delisting(market.by(market.support), organisation_id, reason="Copies.")
    delist_seller(market.by(second(market)), made)
    staff = at_desk(second(market))
    page = staff.get("platform.organisation", organisation_id=organisation_id)
    assert not page.has_button("Admit again")
    assert "Copies." in page.words()
    refused = staff.post("platform.reinstate", {"reason": "x"}, organisation_id=organisation_id, expect=409)
    assert "Only its appeal can lift that." in refused.words()
    appeal_delisting(market.by(market.supplier), words="No.")
    page = staff.get("platform.delisting", delisting_id=made)
    staff.press(page, "Turn it down: it stays off", {"Your answer": "They are copies."})
    assert "They are copies." in at_desk(market.supplier).get("admission.own").words()


def test_its_people_may_still_appeal_and_ship_and_nothing_more(market):
    kept = permissions_of(OrganisationKind.SUPPLIER, OrganisationState.SUSPENDED, [Role.OWNER])
    assert {Permission.SHOW_PERMITS, Permission.SHIP, Permission.BE_PAID} <= kept
    assert Permission.SELL not in kept
