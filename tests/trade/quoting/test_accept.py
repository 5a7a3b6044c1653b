"""From a quote to an order: once, at its own prices, before it expires, within somebody's limits."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import uuid4

import pytest

from tests.trade.market import Market, gbp
from tests.trade.quoting.quoted import asked, look, quote
from trade.kernel.errors import MoveRefused, NotAllowed, NotFound
from trade.ledger.actions import LimitExceeded
from trade.ordering.rules import ApproverLimited, BelowMinimum
from trade.parties.actions import set_limits, set_terms, suspend_organisation
from trade.parties.rules import Role, SpendingLimits
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.quoting.actions import accept_quote, decline_inquiry, withdraw_inquiry
from trade.quoting.rules import AcceptanceWaits, QuantityNotQuoted, QuoteExpired, QuoteReplaced, SellerSuspended
from trade.stock.rules import StockShort


@pytest.fixture
def rich(market: Market) -> Market:
    market.money()
    return market


def test_an_order_from_a_quote_has_the_quotes_prices_whatever_the_list_says_theme_25(rich: Market) -> None:
    sku_id = rich.goods()
    inquiry_id = asked(rich, sku_id)
    version = quote(rich, inquiry_id)
    set_ladder(rich.by(rich.supplier), sku_id, steps=[Step(6, Decimal(9))])
    order_id = accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={}).order_id
    assert order_id is not None
    order, (line,) = rich.read_order(order_id), rich.lines(order_id)
    assert (order.total_minor, line.quantity, line.unit_price) == (4200, 20, Decimal("2.100000"))
    assert line.price_trace == [
        {
            "source": "quote",
            "quote": f"{look(rich, inquiry_id).row.reference}/1",
            "unit_price": "2.100000",
            "amount": 4200,
        }
    ]
    assert rich.balance("wallet", rich.retailer) == 100_000 - 4200
    assert rich.stock(sku_id)[1] == 20


def test_a_quote_is_refused_from_the_instant_of_its_expiry_theme_25(rich: Market) -> None:
    inquiry_id = asked(rich)
    version = quote(rich, inquiry_id)
    rich.later(days=7)
    with rich.refuses(QuoteExpired):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={})
    rich.at -= timedelta(microseconds=1)
    assert accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={}).order_id


def test_a_quote_is_accepted_once_and_only_the_newest_theme_22(rich: Market) -> None:
    inquiry_id = asked(rich)
    first = quote(rich, inquiry_id)
    second = quote(rich, inquiry_id, "2.00")
    with rich.refuses(QuoteReplaced):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=first, quantities={})
    accept_quote(rich.by(rich.retailer), inquiry_id, version=second, quantities={})
    with rich.refuses(MoveRefused):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=second, quantities={})
    assert rich.rows("SELECT total_minor FROM orders") == [(4000,)]


@pytest.mark.parametrize("quantity", [-5, 0, 5, 9, 11, 12, 25, 10**9])
def test_quantities_are_the_quotes_own_not_the_lists_theme_37(rich: Market, quantity: int) -> None:
    inquiry_id = asked(rich)
    version = quote(rich, inquiry_id)
    (line,) = look(rich, inquiry_id).lines
    with rich.refuses(QuantityNotQuoted, line_id=line.id, minimum=10, multiple=5, most=20):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={line.id: quantity})
    order_id = accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={line.id: 15}).order_id
    assert order_id is not None
    assert rich.read_order(order_id).total_minor == 3150


def test_a_quote_is_placed_like_every_order(rich: Market) -> None:
    inquiry_id = asked(rich, rich.goods(stock=19))
    version = quote(rich, inquiry_id)
    (line,) = look(rich, inquiry_id).lines
    with rich.refuses(StockShort):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={})
    set_terms(rich.by(rich.supplier), order_minimum=gbp(3200), lead_days=0)
    with rich.refuses(BelowMinimum, missing=gbp(50)):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={line.id: 15})
    set_terms(rich.by(rich.supplier), order_minimum=None, lead_days=0)
    suspend_organisation(rich.by(rich.support), rich.supplier.organisation, reason="x")
    with rich.refuses(SellerSuspended):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={line.id: 15})


def test_a_short_wallet_buys_no_quote(market: Market) -> None:
    inquiry_id = asked(market)
    version = quote(market, inquiry_id)
    with market.refuses(LimitExceeded):
        accept_quote(market.by(market.retailer), inquiry_id, version=version, quantities={})


def test_what_was_withdrawn_or_declined_cannot_be_accepted(rich: Market) -> None:
    for end in (
        lambda key: withdraw_inquiry(rich.by(rich.retailer), key),
        lambda key: decline_inquiry(rich.by(rich.supplier), key, reason="Sold out"),
    ):
        inquiry_id = asked(rich)
        version = quote(rich, inquiry_id)
        end(inquiry_id)
        with rich.refuses(MoveRefused):
            accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={})


def test_strangers_sellers_and_readers_accept_nothing_theme_23(rich: Market) -> None:
    inquiry_id = asked(rich)
    version = quote(rich, inquiry_id)
    for who in (rich.neighbour, rich.supplier, rich.rival):
        with rich.refuses(NotFound):
            accept_quote(rich.by(who), inquiry_id, version=version, quantities={})
    reader = rich.colleague(rich.retailer, Role.WAREHOUSE)
    with rich.refuses(NotAllowed):
        accept_quote(rich.by(reader), inquiry_id, version=version, quantities={})
    with rich.refuses(NotFound):
        accept_quote(rich.by(rich.retailer), inquiry_id, version=version, quantities={uuid4(): 20})


def test_beyond_a_limit_somebody_else_accepts_it_for_whoever_asked_themes_12_and_26(rich: Market) -> None:
    buyer, approver = rich.colleague(rich.retailer, Role.BUYER), rich.colleague(rich.retailer, Role.APPROVER)
    for person, limits in ((buyer, SpendingLimits(gbp(0))), (approver, SpendingLimits(gbp(4199)))):
        (row,) = rich.rows("SELECT id FROM members WHERE person_id = :id", id=person.person_id)
        set_limits(rich.by(rich.retailer), row[0], limits=limits)
    inquiry_id = asked(rich)
    version = quote(rich, inquiry_id)
    (line,) = look(rich, inquiry_id).lines
    with rich.refuses(ApproverLimited):
        accept_quote(rich.by(approver), inquiry_id, version=version, quantities={})
    waits = accept_quote(rich.by(buyer), inquiry_id, version=version, quantities={line.id: 20})
    assert waits.order_id is None
    assert look(rich, inquiry_id).lines[0].wanted == 20
    with rich.refuses(AcceptanceWaits):
        accept_quote(rich.by(buyer), inquiry_id, version=version, quantities={})
    with rich.refuses(ApproverLimited):
        accept_quote(rich.by(approver), inquiry_id, version=version, quantities={})
    newer = quote(rich, inquiry_id, "2.20")
    assert look(rich, inquiry_id).approval_asked_by is None, "what was asked for was another quote"
    accept_quote(rich.by(buyer), inquiry_id, version=newer, quantities={})
    order_id = accept_quote(rich.by(rich.retailer), inquiry_id, version=newer, quantities={}).order_id
    assert order_id is not None
    order = rich.read_order(order_id)
    assert (order.placed_by, order.approved_by) == (buyer.person_id, rich.retailer.person_id)
