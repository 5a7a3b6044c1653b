"""What was given up of an invoice is not refunded to whoever never paid it, and nobody decides on a place of their own."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

import pytest
from sqlalchemy import text

from tests.trade.credit.lines import belonged, invoice, on_credit, open_line, shown_of_write_off
from tests.trade.market import Market, gbp
from trade.checks import CHECKS
from trade.credit.actions import (
    approve_write_off,
    decline_write_off,
    lift_suspension,
    plan_instalments,
    propose_write_off,
    repay,
    suspend_line,
)
from trade.credit.models import CreditWriteOff
from trade.credit.proposals import content_of_write_off
from trade.credit.rules.deciding import OwnCredit, WriteOffAboveAuthority
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, close_short, confirm_order
from trade.parties.rules import Role


@pytest.fixture
def order(market: Market) -> UUID:
    """An order of 36 kettles on credit, £91.80."""
    open_line(market)
    return on_credit(market, {market.goods(): 36})


def test_a_cancelled_order_that_was_given_up_fills_the_loss_and_no_wallet(market: Market, order: UUID) -> None:
    _give_up(market, order)
    assert market.balance("bad_debt") == 9_180
    cancel_order(market.by(market.retailer), order, reason="too late")
    assert (market.balance("wallet", market.retailer), market.balance("bad_debt")) == (0, 0)
    assert market.balance("escrow", market.supplier) == 0
    assert _differences(market) == set()


def test_more_than_a_checker_may_give_up_waits_for_somebody_who_may(market: Market) -> None:
    open_line(market, limit=10_000_000)
    order_id = on_credit(market, {market.goods(stock=10_000): 7_848})
    assert invoice(market, order_id)["open_minor"] == 2_001_240
    with pytest.raises(WriteOffAboveAuthority) as refused:
        _give_up(market, order_id)
    assert (refused.value.wanted, refused.value.authority) == (gbp(2_001_240), gbp(2_000_000))
    assert (market.balance("bad_debt"), invoice(market, order_id)["open_minor"]) == (0, 2_001_240)
    ((waiting,),) = market.rows("SELECT id FROM credit_write_offs WHERE state = 'waiting'")
    wider = market.colleague(market.checker, Role.FINANCE_CHECKER)
    with market.as_system() as session:
        session.execute(
            text("UPDATE members SET roles = '{owner,finance_checker}' WHERE person_id = :id"), {"id": wider.person_id}
        )
        session.commit()
    approve_write_off(market.by(wider), waiting, shown=shown_of_write_off(market, waiting))
    assert market.balance("bad_debt") == 2_001_240


def test_of_an_order_paid_in_part_the_wallet_gets_what_was_paid(market: Market, order: UUID) -> None:
    market.money(minor=2_000)
    repay(market.by(market.retailer), amount=gbp(2_000))
    _give_up(market, order)
    cancel_order(market.by(market.supplier), order, reason="sold out")
    found = invoice(market, order)
    assert (found["written_off_minor"], found["recovered_minor"], found["credited_minor"]) == (7_180, 7_180, 0)
    assert (market.balance("wallet", market.retailer), market.balance("bad_debt")) == (2_000, 0)
    assert _differences(market) == set()


def test_what_is_shipped_short_of_it_is_a_loss_no_more(market: Market, order: UUID) -> None:
    confirm_order(market.by(market.supplier), order)
    market.ship(order, 12)
    _give_up(market, order)
    close_short(market.by(market.supplier), order, reason="none left")
    assert (market.balance("wallet", market.retailer), market.balance("bad_debt")) == (0, 3_060)
    assert _differences(market) == set()


def test_nobody_decides_on_what_a_place_of_their_own_owes(market: Market, order: UUID) -> None:
    found = invoice(market, order)["id"]
    line = market.rows("SELECT id FROM credit_lines")[0][0]
    one = propose_write_off(market.by(market.maker), found, note="insolvent")
    suspend_line(market.by(market.maker), line, reason="insolvent")
    belonged(market, market.checker)
    insider = market.by(market.checker)
    with market.refuses(OwnCredit):
        approve_write_off(insider, one, shown=_shown(market, one))
    with market.refuses(OwnCredit):
        decline_write_off(insider, one, reason="they pay")
    with market.refuses(OwnCredit):
        lift_suspension(insider, line)
    with market.refuses(OwnCredit):
        plan_instalments(insider, found, count=12, first_on=market.at.date() + timedelta(days=60))


@pytest.mark.parametrize(
    ("change", "found"),
    [
        ("UPDATE orders SET means = 'wallet'", "orders on credit without an invoice"),
        ("UPDATE credit_invoices SET order_id = gen_random_uuid()", "orders on credit without an invoice"),
        ("UPDATE orders SET refunded_minor = 0", "orders of which was taken off"),
        ("UPDATE credit_write_offs SET amount_minor = 1", "invoices of which was given up other"),
        ("UPDATE credit_invoices SET recovered_minor = 1", "currencies in which is lost other"),
    ],
)
def test_the_books_are_held_against_orders_and_decisions(market: Market, order: UUID, change: str, found: str) -> None:
    _give_up(market, order)
    cancel_order(market.by(market.retailer), order, reason="")
    with market.as_system() as session:
        session.execute(text(change))
        session.commit()
    assert any(name.startswith(found) for name in _differences(market))


def _give_up(market: Market, order: UUID) -> None:
    one = propose_write_off(market.by(market.maker), invoice(market, order)["id"], note="insolvent")
    approve_write_off(market.by(market.checker), one, shown=_shown(market, one))


def _shown(market: Market, write_off_id: UUID) -> bytes:
    with market.as_system() as session:
        return content_of_write_off(session.get_one(CreditWriteOff, write_off_id))


def _differences(market: Market) -> set[str]:
    with market.as_system() as session:
        return {name for name, _ in verify(session, also=CHECKS).differences}
