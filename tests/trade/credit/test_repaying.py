"""What is owed is paid the oldest first, late fees are charged, time is given, and what is never paid is given up."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest

from tests.trade.credit.lines import invoice, on_credit, open_line, standing
from tests.trade.market import Market, gbp
from trade.checks import CHECKS
from trade.credit.actions import (
    approve_write_off,
    charge_late,
    decline_write_off,
    plan_instalments,
    propose_write_off,
    remind,
    repay,
)
from trade.credit.models import CreditWriteOff
from trade.credit.proposals import content_of_write_off
from trade.credit.rules import Fault, NothingOwed
from trade.credit.rules.deciding import CaseOpen, OwnProposal
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput, MoveRefused, StaleVersion
from trade.ledger.actions import LimitExceeded
from trade.ledger.verify import verify
from trade.ordering.actions import cancel_order, close_short, complete_orders, confirm_order, confirm_receipt
from trade.parties.rules import Role


@pytest.fixture
def owing(market: Market) -> Market:
    """A retailer who owes £17.70 since today, and £35.40 since ten days from now (six and twelve kettles)."""
    open_line(market)
    sku_id = market.goods()
    on_credit(market, {sku_id: 6})
    market.later(days=10)
    on_credit(market, {sku_id: 12})
    return market


def orders(market: Market) -> list[UUID]:
    """The orders, the oldest first."""
    return [row[0] for row in market.rows("SELECT id FROM orders ORDER BY placed_at")]


def sound(market: Market) -> None:
    with market.as_system() as session:
        outcome = verify(session, also=CHECKS)
    assert outcome.is_sound, outcome.differences


def open_of(market: Market) -> list[int]:
    return [invoice(market, order)["open_minor"] for order in orders(market)]


def test_a_part_pays_the_oldest_first_and_frees_the_line(owing: Market) -> None:
    owing.money(minor=10_000)
    repaid = repay(owing.by(owing.retailer), amount=gbp(2_000))
    assert repaid.invoices == gbp(2_000)
    assert open_of(owing) == [0, 3_540 - 230]
    assert standing(owing).used == gbp(3_310)
    assert owing.balance("wallet", owing.retailer) == 8_000
    sound(owing)


def test_what_is_paid_beyond_what_is_owed_stays_in_the_wallet(owing: Market) -> None:
    owing.money(minor=10_000)
    assert repay(owing.by(owing.retailer), amount=gbp(9_999)).invoices == gbp(5_310)
    assert owing.balance("wallet", owing.retailer) == 4_690
    assert (standing(owing).used, owing.balance("credit_receivable", owing.retailer)) == (gbp(0), 0)
    with owing.refuses(NothingOwed):
        repay(owing.by(owing.retailer), amount=gbp(1))
    sound(owing)


def test_a_short_wallet_pays_nothing(owing: Market) -> None:
    owing.money(minor=100)
    with owing.refuses(LimitExceeded):
        repay(owing.by(owing.retailer), amount=gbp(101))
    with owing.refuses(InvalidInput):
        repay(owing.by(owing.retailer), amount=gbp(0))


def test_what_was_repaid_comes_back_to_the_wallet_when_the_order_is_cancelled(owing: Market) -> None:
    owing.money(minor=1_000)
    repay(owing.by(owing.retailer), amount=gbp(1_000))
    cancel_order(owing.by(owing.retailer), orders(owing)[0], reason="too many")
    found = invoice(owing, orders(owing)[0])
    assert (found["repaid_minor"], found["credited_minor"], found["open_minor"]) == (1_000, 770, 0)
    assert owing.balance("wallet", owing.retailer) == 1_000
    sound(owing)


def test_being_late_freezes_the_line_and_costs_a_fee_until_it_is_paid(owing: Market) -> None:
    owing.later(days=20 + 8)  # the first is eight days late
    assert standing(owing).fault is Fault.OVERDUE
    charged = charge_late(owing.by(Actor.system()), owing.retailer.organisation, "GBP")
    assert charged == gbp(7)  # 17.70 × 0.05 % × 8 days
    assert charge_late(owing.by(Actor.system()), owing.retailer.organisation, "GBP") == gbp(0)
    owing.later(days=3)  # the second is one day late now: three days of the first and one of the second are due
    owing.money(minor=10_000)
    repaid = repay(owing.by(owing.retailer), amount=gbp(10_000))
    assert (repaid.invoices, repaid.fees) == (gbp(5_310), gbp(7 + 3 + 2))
    assert owing.balance("late_fees") == 12
    assert owing.balance("fee_receivable", owing.retailer) == 0
    assert standing(owing).fault is None
    sound(owing)


def test_time_is_given_in_parts_that_sum_to_what_is_open(owing: Market) -> None:
    found = invoice(owing, orders(owing)[1])
    owing.money(minor=100)
    first_on = owing.at.date() + timedelta(days=5)
    plan_instalments(owing.by(owing.checker), found["id"], count=7, first_on=first_on)
    parts = owing.rows(
        "SELECT amount_minor, open_minor FROM credit_instalments WHERE invoice_id = :id ORDER BY position",
        id=found["id"],
    )
    assert [amount for amount, _ in parts] == [506, 506, 506, 506, 506, 505, 505]
    assert sum(open_ for _, open_ in parts) == 3_540
    owing.later(days=6)
    assert standing(owing).overdue == gbp(506)
    repay(owing.by(owing.retailer), amount=gbp(100))
    assert standing(owing).overdue == gbp(406)
    wrong: list[dict[str, Any]] = [
        {"count": 1, "first_on": first_on},
        {"count": 2, "first_on": first_on - timedelta(days=9)},
    ]
    for values in wrong:
        with owing.refuses(InvalidInput):
            plan_instalments(owing.by(owing.checker), found["id"], **values)
    sound(owing)


def test_reminding_goes_step_by_step_and_tells_each_once(owing: Market) -> None:
    def told() -> list[str]:
        while remind(owing.by(Actor.system())):
            pass
        return owing.verbs(invoice(owing, orders(owing)[0])["id"])[1:]

    owing.later(days=16)
    assert told() == []
    owing.later(days=1)
    assert told() == told() == ["credit.due_soon"]
    owing.later(days=4)
    assert told() == ["credit.due_soon", "credit.overdue"]
    owing.later(days=60)
    assert told() == told() == ["credit.due_soon", "credit.overdue", "credit.last_reminder"]


def test_what_is_never_paid_is_given_up_by_two_people_and_the_line_stops(owing: Market) -> None:
    owing.later(days=28)
    charge_late(owing.by(Actor.system()), owing.retailer.organisation, "GBP")
    one = propose_write_off(owing.by(owing.maker), invoice(owing, orders(owing)[0])["id"], note="insolvent")
    with owing.refuses(CaseOpen):
        propose_write_off(owing.by(owing.maker), invoice(owing, orders(owing)[0])["id"], note="again")
    both = Actor(owing.checker.scope, owing.maker.person_id, owing.maker.organisation_id, owing.checker.permissions)
    with owing.refuses(OwnProposal):
        approve_write_off(owing.by(both), one, shown=_shown(owing, one))
    with owing.refuses(StaleVersion):
        approve_write_off(owing.by(owing.checker), one, shown=b"")
    approve_write_off(owing.by(owing.checker), one, shown=_shown(owing, one))
    assert owing.balance("bad_debt") == 1_770
    assert owing.balance("fee_receivable", owing.retailer) == owing.balance("late_fees") == 0
    assert (standing(owing).used, standing(owing).fault) == (gbp(3_540), Fault.SUSPENDED)
    with owing.refuses(MoveRefused):
        propose_write_off(owing.by(owing.maker), invoice(owing, orders(owing)[0])["id"], note="again")
    sound(owing)


def test_a_write_off_of_what_was_paid_meanwhile_is_void(owing: Market) -> None:
    one = propose_write_off(owing.by(owing.maker), invoice(owing, orders(owing)[0])["id"], note="insolvent")
    shown = _shown(owing, one)
    owing.money(minor=10)
    repay(owing.by(owing.retailer), amount=gbp(10))
    with owing.refuses(StaleVersion):
        approve_write_off(owing.by(owing.checker), one, shown=shown)
    decline_write_off(owing.by(owing.colleague(owing.checker, Role.FINANCE_CHECKER)), one, reason="they pay")


def test_a_credit_order_walks_to_zero(market: Market) -> None:
    """Ordered, shipped short, completed, settled, repaid: only what the seller is owed, and income, is left."""
    open_line(market)
    order_id = on_credit(market, {market.goods(): 36})
    confirm_order(market.by(market.supplier), order_id)
    confirm_receipt(market.by(market.retailer), market.ship(order_id, 12))
    close_short(market.by(market.supplier), order_id, reason="none left")
    market.later(days=7)
    complete_orders(market.by(Actor.system()), claim_window_days=7)
    market.settle()
    market.money(minor=3_060)
    repay(market.by(market.retailer), amount=gbp(3_060))
    accounts = ("wallet", "credit_receivable", "fee_receivable", "hold")
    assert [market.balance(kind, market.retailer) for kind in accounts] == [0, 0, 0, 0]
    assert (market.balance("escrow", market.supplier), market.balance("bank")) == (0, 3_060)
    assert market.balance("payable", market.supplier) + market.balance("commission") == 3_060
    sound(market)


def _shown(market: Market, write_off_id: object) -> bytes:
    with market.as_system() as session:
        return content_of_write_off(session.get_one(CreditWriteOff, write_off_id))
