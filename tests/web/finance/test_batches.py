"""A batch on the desk: prepared from the list of sellers, shown whole to whoever decides, decided with one key."""

from __future__ import annotations

import pytest

from tests.makers import IBAN
from tests.trade.looking import snapshot
from tests.trade.payouts.paying import approved_batch, earn_again, sellers_with_money
from tests.web.finance.test_inbox import MOVED
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.parties.rules import Role
from trade.payouts.actions import prepare_batch

PREPARE = "Prepare all of these together"


@pytest.fixture
def sellers(market):
    return sellers_with_money(market, 3)


def test_a_batch_is_prepared_shown_and_approved(maker, checker, market, sellers):
    page = maker.get("finance.payable_list")
    made = maker.press(page, PREPARE, {"Currency": "GBP", "Payable at least": "100.01"})
    mine = maker.get(made.goes_to)
    assert "You prepared this batch" in mine.words()
    assert IBAN[:4] not in mine.words()

    inbox = checker.get("finance.payout_inbox")
    page = checker.get(inbox.soup.select_one('main a[data-key="o"]')["href"])
    assert (page.facts()["Amount"], page.facts()["Sellers"]) == ("£200.03", "2")
    assert "GB20 PINH 0000 0101 0006 01" in page.words()
    sent = checker.press(page, "Approve all and send £200.03")
    assert "Approved: £200.03" in checker.get(sent.goes_to).status()
    assert market.rows("SELECT count(*) FROM payouts WHERE state = 'sent'") == [(2,)]
    assert len(maker.get("finance.batch_list").rows("Batches, newest first")) == 1


def test_one_is_left_out_and_what_was_shown_before_is_void(maker, checker, market, sellers):
    batch_id = prepare_batch(market.by(market.maker), minimum=Money(1, "GBP"))
    page = checker.get("finance.batch", batch_id=batch_id)
    one = checker.get(page.soup.select("tbody th a")[0]["href"])
    checker.press(one, "Leave it out", {"Reason": "we are asking them"})
    refused = checker.press(page, "Approve all and send £300.03", expect=409)
    assert "not what you were shown" in refused.alert()
    checker.press(checker.get("finance.batch", batch_id=batch_id), "Approve all and send £200.01")


def test_an_account_unlike_that_of_last_time_is_seen_before_it_is_approved(checker, market, sellers):
    approved_batch(market)
    earn_again(market, sellers)
    with market.as_system() as session:
        session.execute(MOVED, {"new": new_id(), "seller": sellers[1], "at": market.at})
        session.commit()
    batch_id = prepare_batch(market.by(market.maker), minimum=Money(1, "GBP"))

    case = checker.get("finance.inbox", case=f"payout_batch:{batch_id}")
    assert case.facts()["Accounts unlike last time"] == "0 → 1"
    rows = checker.get(case.link("All about it")).rows("Payouts in it, the largest first")
    assert ["last time to GB20 PINH 0000 0101 0006 01" in row[2] for row in rows] == [
        row[1] == "Seller 1" for row in rows
    ]


@pytest.mark.parametrize(
    "typed",
    [{"Payable at least": ""}, {"Payable at least": "x"}, {"Payable at least": "0"}, {"Payable at least": "9999999"}],
)
def test_what_cannot_be_prepared_is_refused_in_words(maker, market, sellers, session, typed):
    page = maker.get("finance.payable_list")
    before = snapshot(session)
    refused = maker.post(
        "finance.prepare_batch", {"currency": "GBP", "minimum": typed["Payable at least"]}, expect=None
    )
    assert refused.answer.status_code in {409, 422}
    assert refused.alert()
    assert page.answer.status_code == 200
    assert snapshot(session) == before


def test_limits_are_set_by_an_owner_and_hold(maker, market, sellers, at_desk, support):
    owner = at_desk(market.colleague(market.support, Role.OWNER))
    page = owner.get("platform.payout_limits")
    owner.press(page, "Set the limits", {"Currency": "GBP", "Most of one payout": "100.01"})
    refused = maker.post("finance.prepare_batch", {"currency": "GBP", "minimum": "1"}, expect=409)
    assert "One payout may be £100.01 at the most." in refused.alert()
    assert not support.get("platform.payout_limits").has_button("Set the limits")
    support.post("platform.set_limits", {"currency": "GBP", "each": "1"}, expect=403)
    owner.press(owner.get("platform.payout_limits"), "Save the account", {"Account": "GB52 PINH 0000 0101 0006 07"})
    assert "GB52 PINH" in support.get("platform.payout_limits").words()
