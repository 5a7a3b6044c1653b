"""Money that arrives is counted once, and goes to the wallet of whoever sent it."""

from __future__ import annotations

from datetime import date

import pytest

from tests.trade.market import Market, gbp
from trade.kernel.errors import InvalidInput, NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.work import bind_actor
from trade.ledger.actions import ReceiptKnown, match_receipt, record_receipt
from trade.ledger.queries import balances
from trade.ledger.rules import AccountKind

DAY = date(2026, 3, 2)


def record(market: Market, reference: str = "B1", minor: int = 500, organisation=None, actor=None):
    return record_receipt(
        market.by(actor or market.maker), bank_reference=reference, payer="Mei", amount=gbp(minor),
        received_on=DAY, organisation_id=organisation,
    )  # fmt: skip


def test_money_of_a_known_sender_is_in_their_wallet_at_once(market: Market) -> None:
    receipt_id = record(market, organisation=market.retailer.organisation)
    assert market.balance("wallet", market.retailer) == market.balance("bank") == 500
    assert market.balance("unapplied_receipts") == 0
    assert market.verbs(receipt_id) == ["ledger.receipt_recorded", "ledger.receipt_matched"]


def test_money_of_an_unknown_sender_waits_until_somebody_knows(market: Market) -> None:
    receipt_id = record(market)
    assert (market.balance("bank"), market.balance("unapplied_receipts")) == (500, 500)
    market.later(days=1)
    assert (
        match_receipt(market.by(market.maker), receipt_id, organisation_id=market.retailer.organisation) == receipt_id
    )
    assert (market.balance("unapplied_receipts"), market.balance("wallet", market.retailer)) == (0, 500)


def test_money_is_matched_once(market: Market) -> None:
    receipt_id = record(market, organisation=market.retailer.organisation)
    for organisation in (market.retailer.organisation, market.neighbour.organisation):
        with market.refuses(NotFound, what="receipt", key=receipt_id):
            match_receipt(market.by(market.maker), receipt_id, organisation_id=organisation)


def test_the_banks_reference_is_recorded_once(market: Market) -> None:
    record(market, "B1")
    with market.refuses(ReceiptKnown, bank_reference="B1"):
        record(market, "B1", minor=900)


@pytest.mark.parametrize("minor", [0, -1])
def test_nothing_and_less_is_no_receipt(market: Market, minor: int) -> None:
    with market.refuses(InvalidInput, field="amount", code="not_positive"):
        record(market, minor=minor)


def test_money_for_nobody_we_know_is_refused(market: Market) -> None:
    with market.refuses(InvalidInput, field="organisation", code="unknown"):
        record(market, organisation=new_id())
    receipt_id = record(market)
    with market.refuses(InvalidInput, field="organisation", code="unknown"):
        match_receipt(market.by(market.maker), receipt_id, organisation_id=new_id())


@pytest.mark.parametrize("who", ["checker", "support", "retailer", "supplier"])
def test_only_the_finance_maker_says_that_money_came(market: Market, who: str) -> None:
    with market.refuses(NotAllowed, permission="prepare_money"):
        record(market, actor=getattr(market, who))


def test_amounts_of_other_currencies_have_wallets_of_their_own(market: Market) -> None:
    for number, amount in enumerate((Money(100, "GBP"), Money(900, "JPY"))):
        record_receipt(
            market.by(market.maker), bank_reference=f"B{number}", payer="", amount=amount,
            received_on=DAY, organisation_id=market.retailer.organisation,
        )  # fmt: skip
    bind_actor(market.session, market.retailer)
    owned = balances(market.session, AccountKind.WALLET, market.retailer.organisation)
    assert owned == [Money(100, "GBP"), Money(900, "JPY")]
