"""A line pays what is free of it, and nothing else; what comes back frees it again."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlalchemy import text
from sqlalchemy.exc import DBAPIError

from tests.trade.credit.lines import invoice, on_credit, open_line, standing
from tests.trade.market import Market, gbp
from trade.credit import actions
from trade.credit.rules import Capture, CreditOrder, CreditRefused, Fault, Means
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.work import Work, action
from trade.ordering.actions import cancel_order, close_short, confirm_order, place_orders, set_cart_line


def test_an_order_on_credit_makes_an_invoice_and_pays_the_seller(market: Market) -> None:
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    found = invoice(market, order_id)
    total = market.read_order(order_id).total_minor
    assert (found["amount_minor"], found["open_minor"], found["closed_at"]) == (total, total, None)
    assert found["days"] == [market.at.date() + timedelta(days=30)]
    assert market.balance("credit_receivable", market.retailer) == market.balance("escrow", market.supplier) == total
    assert market.balance("wallet", market.retailer) == 0
    assert standing(market).free == gbp(100_000 - total)


def test_theme_12_what_is_beyond_the_limit_is_refused_and_changes_nothing(market: Market) -> None:
    open_line(market, limit=9179)
    sku_id = market.goods()
    set_cart_line(market.by(market.retailer), sku_id, quantity=36)
    refused = {"fault": Fault.SHORT, "wanted": gbp(9180), "available": gbp(9179)}
    with market.refuses(CreditRefused, **refused):
        place_orders(market.by(market.retailer), shown=(gbp(9180),), means=Means.CREDIT)


@pytest.mark.parametrize(
    ("fault", "change"),
    [
        (Fault.NO_LINE, "DELETE FROM credit_lines"),
        (
            Fault.SUSPENDED,
            "UPDATE credit_lines SET state = 'suspended', suspended_by = (SELECT id FROM people LIMIT 1)",
        ),
        (Fault.EXPIRED, "UPDATE credit_lines SET state = 'expired'"),
        (Fault.EXPIRED, "UPDATE credit_lines SET expires_on = :yesterday, review_on = :yesterday"),
        (Fault.OVERDUE, "UPDATE credit_instalments SET due_on = :yesterday"),
    ],
)
def test_a_line_that_does_not_stand_pays_nothing_and_says_why(market: Market, fault: Fault, change: str) -> None:
    open_line(market)
    sku_id = market.goods()
    if fault is Fault.OVERDUE:
        on_credit(market, {sku_id: 6})
    values = {"yesterday": market.at.date() - timedelta(days=1)} if ":yesterday" in change else {}
    with market.as_system() as session:
        if fault is Fault.NO_LINE:
            session.execute(text("UPDATE credit_lines SET currency = 'EUR'"))
        else:
            session.execute(text(change), values)
        session.commit()
    set_cart_line(market.by(market.retailer), sku_id, quantity=6)
    with market.refuses(CreditRefused, fault=fault, available=gbp(0)):
        place_orders(market.by(market.retailer), shown=(gbp(1770),), means=Means.CREDIT)


def test_the_last_day_of_a_line_and_of_an_invoice_still_count(market: Market) -> None:
    today = market.at.date()
    open_line(market, expires_on=today + timedelta(days=30), review_on=today)
    sku_id = market.goods()
    on_credit(market, {sku_id: 6})
    market.later(days=30)
    on_credit(market, {sku_id: 6})
    market.later(days=1)
    assert standing(market).fault is Fault.EXPIRED


def test_cancelling_closes_the_invoice_and_frees_the_line(market: Market) -> None:
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    cancel_order(market.by(market.supplier), order_id, reason="sold out")
    found = invoice(market, order_id)
    assert (found["credited_minor"], found["open_minor"]) == (9180, 0)
    assert standing(market).used == gbp(0)
    assert market.balance("credit_receivable", market.retailer) == market.balance("escrow", market.supplier) == 0


def test_what_is_shipped_short_comes_off_the_invoice(market: Market) -> None:
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    confirm_order(market.by(market.supplier), order_id)
    market.ship(order_id, 12)
    close_short(market.by(market.supplier), order_id, reason="the rest broke")
    assert invoice(market, order_id)["open_minor"] == 9180 - 6120 == standing(market).used.minor
    assert market.balance("wallet", market.retailer) == 0


def test_a_promise_counts_against_the_limit_until_it_is_captured_or_released(market: Market) -> None:
    open_line(market, limit=10_000)
    buyer = market.retailer.organisation
    _do(market, lambda work: actions.reserve(work, buyer, gbp(6_000)))
    with market.refuses(CreditRefused, fault=Fault.SHORT, available=gbp(4_000)):
        _do(market, lambda work: actions.reserve(work, buyer, gbp(4_001)))
    order = CreditOrder(new_id(), "PO-0000-000", market.supplier.organisation, gbp(5_500))
    _cut(market, 100)  # whatever becomes of the line, what was promised is kept
    _do(market, lambda work: actions.capture(work, [Capture(buyer, order, gbp(6_000))]), Actor.system())
    now = standing(market)
    assert (now.used, now.reserved, now.free) == (gbp(5_500), gbp(0), gbp(0))
    assert market.balance("credit_receivable", market.retailer) == 5_500


def test_a_promise_that_comes_to_nothing_is_given_back(market: Market) -> None:
    open_line(market, limit=10_000)
    buyer = market.retailer.organisation
    _do(market, lambda work: actions.reserve(work, buyer, gbp(10_000)))
    _cut(market, 0)
    _do(market, lambda work: actions.release(work, buyer, gbp(10_000)))
    assert standing(market).reserved == gbp(0)


def test_nobody_uses_a_line_beyond_its_limit_whatever_they_write(market: Market) -> None:
    open_line(market, limit=10)
    with pytest.raises(DBAPIError, match="beyond its limit"), market.as_system() as session:
        session.execute(text("UPDATE credit_lines SET used_minor = 11"))
    market.session.rollback()


def test_a_stranger_uses_nobodys_line(market: Market) -> None:
    open_line(market)
    with market.refuses(NotFound):
        _do(market, lambda work: actions.reserve(work, market.retailer.organisation, gbp(1)), market.neighbour)


@action()
def _deed(work: Work, deed: object) -> None:
    deed(work)  # type: ignore[operator]


def _do(market: Market, deed: object, actor: Actor | None = None) -> None:
    _deed(market.by(actor or market.retailer), deed)


def _cut(market: Market, limit: int) -> None:
    with market.as_system() as session:
        session.execute(text("UPDATE credit_lines SET limit_minor = :limit"), {"limit": limit})
        session.commit()
