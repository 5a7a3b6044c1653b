"""The platform names carriers and lets one bear a claim; finance sees what they owe, and two people give it up."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.claims.claimed import claim, delivered, lost


@pytest.fixture
def claim_id(market):
    """A claim of £15.30 that nobody has decided."""
    market.at = clock.now()
    made = claim(market, delivered(market))
    market.session.commit()
    return made


def decided(carrier=None):
    said = {"The carrier bears it": "carrier", "Amount": "15.30", "Reason, for both sides": "It fell."}
    return said | ({"Carrier, where it bears it": carrier} if carrier else {})


def test_a_carrier_is_added_and_bears_a_claim(market, at_desk, claim_id):
    staff, shop = at_desk(market.support), at_desk(market.retailer)
    page = staff.get(staff.get("claims.claim", claim_id=claim_id).link("Carriers, and what they owe"))
    assert "No carriers" in page.words()
    staff.press(page, "Add the carrier", {"Name of the carrier": "Fast Vans"})
    page = staff.get("claims.carrier_list")
    refused = staff.press(page, "Add the carrier", {"Name of the carrier": " FAST vans"}, expect=409)
    assert refused.errors() == {"Name of the carrier": "A carrier of this name is there already."}

    case = staff.get("claims.claim", claim_id=claim_id)
    refused = staff.press(case, "Decide", decided(), expect=409)
    assert "Choose which carrier bears it." in refused.words()
    ((carrier_id,),) = market.rows("SELECT id FROM organisations WHERE kind = 'carrier'")
    case = staff.get("claims.claim", claim_id=claim_id)
    staff.press(case, "Decide", decided(str(carrier_id)))

    assert "the carrier bears it" in shop.get("claims.claim", claim_id=claim_id).words()
    assert "Fast Vans" not in shop.get("claims.claim", claim_id=claim_id).words()
    assert "Fast Vans" in staff.get("claims.claim", claim_id=claim_id).words()
    owes = at_desk(market.maker).get("claims.carrier_list").rows("What carriers owe")
    assert owes == [["Fast Vans", "£15.30"]]


def test_two_people_give_up_what_a_carrier_owes(market, at_desk, claim_id):
    lost(market, claim_id)
    market.session.commit()
    maker, checker = at_desk(market.maker), at_desk(market.checker)
    assert not maker.get("claims.carrier_list").has_button("Give up £15.30")
    page = checker.get("claims.carrier_list")
    assert "proposes to give up £15.30: Bankrupt." in page.words()
    refused = checker.press(page, "Reject", {}, expect=422)
    assert "Say why." in refused.words()

    again = checker.get("claims.carrier_list")
    checker.press(page, "Give up £15.30")
    refused = checker.press(again, "Give up £15.30", expect=409)
    assert "Not done" in refused.words()
    assert market.rows("SELECT given_up_minor, carried_minor FROM claims") == [(1530, 1530)]
    assert checker.get("claims.carrier_list").rows("What carriers owe") == [["Fast Vans", "Nothing"]]


def test_it_waits_in_the_inbox_and_is_proposed_on_the_page(market, at_desk, claim_id):
    lost(market, claim_id)
    market.session.commit()
    checker, maker = at_desk(market.checker), at_desk(market.maker)
    assert "Owed by a carrier, to be given up" in checker.get("finance.inbox").words()
    checker.press(checker.get("claims.carrier_list"), "Reject", {"Reason": "Ask them once more."})

    page = maker.get("claims.carrier_list")
    refused = maker.press(page, "Propose to give it up", {}, expect=422)
    assert refused.errors() == {"Why it is never paid": "Say why, for whoever decides."}
    maker.press(page, "Propose to give it up", {"Why it is never paid": "They are gone."})
    assert "They are gone." in maker.get("claims.carrier_list").words()
    assert not at_desk(market.supplier).get("claims.carrier_list", expect=403).has_button("Add the carrier")
