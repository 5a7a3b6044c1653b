"""A seller that transferred more than it owed takes the rest out again, in the currency it is in."""

from __future__ import annotations

from sqlalchemy import text

from adapters import clock
from tests.trade.settlement.owed import borne, late_claim, settled
from trade.kernel.money import Money
from trade.ledger.actions import record_receipt
from trade.parties.rules import Role


def test_what_a_seller_overpaid_is_taken_out_where_its_payouts_are(owner, market, at_desk):
    assert "wallet" not in owner.get("supplier.payout_list").words()
    market.money(market.supplier, minor=10_000)
    assert owner.get("supplier.money_list").has_link("in your wallet: it can be taken out")
    page = owner.get(owner.get("supplier.payout_list").link("Your wallet: £100.00, and what you took out of it"))
    assert page.has_link("Payouts")
    answer = owner.press(page, "Take money out", {"Amount": "60.00"})
    assert "it goes with our next payout" in owner.get(answer.goes_to).words()
    assert (market.balance("wallet", market.supplier), market.balance("payable", market.supplier)) == (4_000, 6_000)
    clerk = at_desk(market.colleague(market.supplier, Role.SALES))
    clerk.get("retailer.withdrawals", expect=403)


def test_what_was_demanded_stays_in_the_wallet_until_it_is_paid(owner, market):
    market.at = clock.now()
    borne(market, late_claim(market, settled(market)))  # £14.54 after commission
    market.money(market.supplier, minor=2_000)
    with market.as_system() as session:
        session.execute(
            text("UPDATE recoveries SET stage = 'invoiced', due_at = :at, invoiced_at = :at"), {"at": market.at}
        )
        session.commit()
    page = owner.get("retailer.withdrawals")
    refused = owner.press(page, "Take money out", {"Amount": "5.47"}, expect=409)
    assert "you can take out £5.46 now" in refused.words()
    owner.press(page, "Take money out", {"Amount": "5.46"})
    assert market.balance("wallet", market.supplier) == 1_454


def test_a_wallet_of_two_currencies_gives_out_either(owner, market):
    market.money(market.supplier, minor=10_000)
    assert "Currency" not in owner.get("retailer.withdrawals").words()
    record_receipt(
        market.by(market.maker), bank_reference="in-euros", payer="P", amount=Money(7_000, "EUR"),
        received_on=market.at.date(), organisation_id=market.supplier.organisation,
    )  # fmt: skip
    page = owner.get("retailer.withdrawals")
    refused = owner.press(page, "Take money out", {"Currency": "EUR", "Amount": "70.01"}, expect=409)
    assert "There is not so much in the wallet." in refused.errors()["Amount"]
    owner.press(owner.get("retailer.withdrawals"), "Take money out", {"Currency": "EUR", "Amount": "70"})
    assert market.rows("SELECT amount_minor, currency FROM withdrawals") == [(7_000, "EUR")]
    assert market.balance("wallet", market.supplier) == 10_000
