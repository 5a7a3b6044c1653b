"""Complaint 39: what is priced in a currency is paid, settled, given back and paid out in it; nothing is ever changed."""

from __future__ import annotations

import pytest

from tests.trade.market import WINDOW_DAYS, Market
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.work import bind_actor
from trade.ledger.actions import LimitExceeded, record_receipt
from trade.ledger.rules import AccountKind
from trade.ledger.verify import verify
from trade.ordering.actions import (
    close_short,
    complete_orders,
    confirm_order,
    confirm_receipt,
    place_orders,
    set_cart_line,
)
from trade.parties.rules import OrganisationKind
from trade.settlement import queries


@pytest.fixture
def chinese(market: Market) -> Actor:
    return market.person(market.organisation(OrganisationKind.SUPPLIER, currency="CNY"))


def sums(market: Market) -> dict[str, int]:
    """All that stands in the books, by currency."""
    return dict(market.rows("SELECT currency, sum(amount_minor)::int FROM ledger_postings GROUP BY currency"))


def paid_in(market: Market, minor: int, currency: str) -> None:
    record_receipt(
        market.by(market.maker), bank_reference=f"in-{currency}", payer="P", amount=Money(minor, currency),
        received_on=market.at.date(), organisation_id=market.retailer.organisation,
    )  # fmt: skip


def wallet(market: Market) -> dict[str, int]:
    rows = market.rows(
        "SELECT a.currency, a.balance_minor FROM ledger_accounts a WHERE a.kind = 'wallet' AND a.organisation_id = :own",
        own=market.retailer.organisation,
    )
    return dict(rows)


def test_one_cart_of_two_currencies_is_two_orders_that_are_settled_and_paid_out_each_in_its_own(
    market: Market, chinese: Actor
) -> None:
    british, far = market.goods(), market.goods(chinese)
    paid_in(market, 100_000, "GBP")
    paid_in(market, 100_000, "CNY")
    for sku_id in (british, far):
        set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    placed = place_orders(market.by(market.retailer), shown=(Money(9_180, "CNY"), Money(9_180, "GBP")))
    assert {market.read_order(order_id).currency for order_id in placed.order_ids} == {"GBP", "CNY"}
    assert wallet(market) == {"GBP": 90_820, "CNY": 90_820}
    for order_id in placed.order_ids:
        seller = chinese if market.read_order(order_id).currency == "CNY" else market.supplier
        confirm_order(market.by(seller), order_id)
        shipped = market.ship(order_id, 30, seller=seller)
        close_short(market.by(seller), order_id, reason="Broken")
        confirm_receipt(market.by(market.retailer), shipped)
    assert wallet(market) == {"GBP": 92_350, "CNY": 92_350}, "what did not come goes back in its own currency"
    market.later(days=WINDOW_DAYS)
    complete_orders(market.by(Actor.system()), claim_window_days=WINDOW_DAYS)
    market.settle()

    for seller, currency in ((market.supplier, "GBP"), (chinese, "CNY")):
        bind_actor(market.session, seller)
        (found,) = queries.statements(market.session, seller)
        assert {found.gross.currency, found.commission.currency, found.net.currency} == {currency}
        assert found.gross == Money(7_650, currency)
    assert sums(market) == {"GBP": 0, "CNY": 0}
    with market.as_system() as session:
        assert verify(session).is_sound


def test_money_of_one_currency_pays_nothing_in_another(market: Market, chinese: Actor) -> None:
    sku_id = market.goods(chinese)
    paid_in(market, 1_000_000, "GBP")
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)

    with market.refuses(LimitExceeded, kind=AccountKind.WALLET):
        place_orders(market.by(market.retailer), shown=(Money(1_770, "CNY"),))
