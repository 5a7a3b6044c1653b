"""A shop takes money out of its wallet, sees where it is, and takes it back while nobody has prepared its payout."""

from __future__ import annotations

import pytest

from tests.makers import PASSWORD
from tests.trade.looking import snapshot
from tests.trade.payouts.paying import take_out, with_wallet
from trade.parties.rules import Role
from trade.payouts.actions import prepare_payout

ACCOUNT = {"In the name of": "Corner Shop Ltd", "IBAN or account number": "GB90 PINH 0000 0101 0006 02",
           "Your password": PASSWORD}  # fmt: skip


@pytest.fixture
def shop(market, at_desk):
    return at_desk(market.retailer)


def test_money_is_taken_out_and_put_back(shop, market):
    with_wallet(market)
    page = shop.get(shop.get("retailer.wallet").link("Take money out"))
    answer = shop.press(page, "Take money out", {"Amount": "40.00"})
    page = shop.get(answer.goes_to)
    assert "Taken out: £40.00" in page.status()
    assert "it goes with our next payout" in page.words()
    assert market.balance("wallet", market.retailer) == 96_000
    assert "Taken out, to your bank account" in shop.get("retailer.wallet").words()
    ((reference,),) = market.rows("SELECT reference FROM withdrawals")
    page = shop.get(shop.press(page, f"Put it back , {reference}").goes_to)
    assert "It is in your wallet again." in page.status()
    assert market.balance("wallet", market.retailer) == 100_000


@pytest.mark.parametrize(
    ("amount", "status", "words"),
    [("1000.01", 409, "not so much in the wallet"), ("0", 422, "more than 0"), ("x", 422, "Enter an amount")],
)
def test_what_cannot_be_taken_out_is_said_at_its_field(shop, market, amount, status, words):
    with_wallet(market)
    page, before = shop.get("retailer.withdrawals"), snapshot(market.session)
    answer = shop.press(page, "Take money out", {"Amount": amount}, expect=status)
    assert words in answer.errors()["Amount"]
    assert snapshot(market.session) == before


def test_without_an_account_one_is_named_first(shop, market):
    market.money()
    page = shop.get("retailer.withdrawals")
    assert not page.has_button("Take money out")
    page = shop.get(shop.press(page, "Save the account", ACCOUNT).goes_to)
    assert "•••• 0602" in page.words()
    assert page.has_button("Take money out")
    assert "Payouts go on" in shop.get(shop.press(page, "Take it back").goes_to).status()


def test_what_a_payout_carries_is_shown_to_both_sides_and_stays(shop, market, at_desk):
    withdrawal_id = take_out(market)
    maker = at_desk(market.maker)
    assert "£40.00 of it out of the wallet" in maker.get("finance.payable_list").words()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.retailer.organisation, currency="GBP")
    assert [row[-1] for row in maker.get("finance.payout", payout_id=payout_id).rows("Taken out of the wallet")] == [
        "£40.00"
    ]
    assert "£40.00" in maker.get("papers.remittance_advice", payout_id=payout_id).words()
    page = shop.get("retailer.withdrawals")
    assert "Put it back" not in page.words()
    answer = shop.post("retailer.cancel_withdrawal", withdrawal_id=withdrawal_id)
    assert "not possible any more" in shop.get(answer.goes_to).words()


def test_who_does_not_answer_for_money_takes_none_out(market, at_desk):
    buyer = at_desk(market.colleague(market.retailer, Role.BUYER))
    assert not buyer.get("retailer.wallet").has_link("Take money out")
    buyer.get("retailer.withdrawals", expect=403)
