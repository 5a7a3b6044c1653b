"""Many spend from one wallet at once: it never holds less than nothing."""

from __future__ import annotations

from decimal import Decimal

import pytest

from tests.races.conftest import Crowd, deed, kinds, on
from tests.trade.market import Market, gbp
from tests.trade.payouts.paying import with_wallet
from trade.ledger.actions import match_receipt, record_receipt
from trade.ordering.actions import cancel_order, place_orders, set_cart_line
from trade.payouts.actions import ask_withdrawal, prepare_payout
from trade.pricing.rules import Step

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)


def test_two_carts_of_one_shop_are_paid_once_each_and_only_as_far_as_the_money_goes(
    market: Market, crowd: Crowd
) -> None:
    colleague = market.colleague(market.retailer)
    market.money(minor=2000)
    for _ in range(4):
        sku_id = market.goods(stock=10, steps=ONE_EACH, multiple=1)
        for buyer in (market.retailer, colleague):
            set_cart_line(market.by(buyer), sku_id, quantity=5)
        before = market.balance("wallet", market.retailer)
        answers = crowd([deed(market.by(b), place_orders, shown=(gbp(1250),)) for b in (market.retailer, colleague)])
        assert kinds(answers) == {"Placed": 1, "LimitExceeded": 1}
        assert market.balance("wallet", market.retailer) == before - 1250 == 750
        assert market.stock(sku_id) == (10, 5, 0)
        market.money(minor=1250)
        for buyer in (market.retailer, colleague):
            set_cart_line(market.by(buyer), sku_id, quantity=0)


def test_a_wallet_for_seven_orders_pays_for_seven_of_twenty(market: Market, crowd: Crowd) -> None:
    buyers = [market.retailer, *(market.colleague(market.retailer) for _ in range(19))]
    market.money(minor=7 * 250 + 249)
    sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    for buyer in buyers:
        set_cart_line(market.by(buyer), sku_id, quantity=1)
    answers = crowd([deed(market.by(b), place_orders, shown=(gbp(250),)) for b in buyers])
    assert kinds(answers) == {"Placed": 7, "LimitExceeded": 13}
    assert market.balance("wallet", market.retailer) == 249
    assert market.stock(sku_id) == (100, 7, 0)


def test_money_comes_and_goes_at_once_and_every_penny_is_there(market: Market, crowd: Crowd) -> None:
    market.money()
    sku_id = market.goods(stock=100, steps=ONE_EACH, multiple=1)
    orders = [market.order({sku_id: 1})[0] for _ in range(10)]
    receipts = [
        record_receipt(
            market.by(market.maker), bank_reference=f"r{n}", payer="", amount=gbp(10), received_on=market.at.date(),
            organisation_id=None,
        )
        for n in range(10)
    ]  # fmt: skip
    answers = crowd(
        [deed(market.by(market.retailer), cancel_order, order, reason="") for order in orders]
        + [
            deed(market.by(market.maker), match_receipt, r, organisation_id=market.retailer.organisation)
            for r in receipts
        ]
    )
    assert kinds(answers) == {"UUID": 20}
    assert market.balance("wallet", market.retailer) == 100_000 + 100


def test_the_same_transfer_recorded_eight_times_at_once_counts_once(market: Market, crowd: Crowd) -> None:
    def record(session) -> object:
        return record_receipt(
            on(session, market.by(market.maker)), bank_reference="B1", payer="", amount=gbp(500),
            received_on=market.at.date(), organisation_id=market.retailer.organisation,
        )  # fmt: skip

    assert kinds(crowd([record] * 8)) == {"UUID": 1, "ReceiptKnown": 7}
    assert market.balance("wallet", market.retailer) == 500


def test_a_transfer_matched_to_two_shops_at_once_goes_to_one(market: Market, crowd: Crowd) -> None:
    receipt = record_receipt(
        market.by(market.maker), bank_reference="B1", payer="", amount=gbp(500), received_on=market.at.date(),
        organisation_id=None,
    )  # fmt: skip
    shops = (market.retailer.organisation, market.neighbour.organisation) * 4
    answers = crowd([deed(market.by(market.maker), match_receipt, receipt, organisation_id=shop) for shop in shops])
    assert kinds(answers) == {"UUID": 1, "NotFound": 7}
    assert market.balance("unapplied_receipts") == 0


def test_what_is_taken_out_is_not_spent_and_leaves_with_one_payout(market: Market, crowd: Crowd) -> None:
    with_wallet(market)
    seller = market.retailer.organisation
    ask = deed(market.by(market.retailer), ask_withdrawal, amount=gbp(9_000))
    prepare = deed(market.by(market.maker), prepare_payout, seller_id=seller, currency="GBP")
    told = kinds(crowd([ask, ask, prepare] * 8))
    assert told["LimitExceeded"] == 16 - 11
    assert set(told) <= {"UUID", "LimitExceeded", "NothingToPay", "PayoutOpen", "StaleVersion"}
    assert market.balance("wallet", market.retailer) == 100_000 - 11 * 9_000
    assert market.balance("payable", market.retailer) == 11 * 9_000
    carried = market.rows(
        "SELECT p.amount_minor, coalesce(sum(w.amount_minor), 0) FROM payouts p LEFT JOIN withdrawals w ON w.payout_id = p.id"
        " GROUP BY p.id"
    )
    assert all(amount == minor for amount, minor in carried)
