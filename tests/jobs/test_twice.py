"""Every job may run twice: the second time changes nothing."""

from __future__ import annotations

from collections.abc import Callable
from datetime import timedelta

import pytest

from adapters.clock import now
from jobs import housekeeping, money, orders
from tests.trade.market import Market
from trade.ordering.actions import confirm_receipt
from trade.settlement.actions import start_settlement

pytestmark = [pytest.mark.slow, pytest.mark.usefixtures("here", "queue")]


@pytest.fixture
def market(market: Market) -> Market:
    """Twenty days ago, so that everything is due."""
    market.at = now() - timedelta(days=20)
    return market


def test_shipments_nobody_confirmed_are_received_once(market: Market) -> None:
    order_id = market.confirmed()
    market.ship(order_id)

    orders.deliver_overdue()
    first = market.rows("SELECT count(*) FROM events WHERE subject_id = :id", id=order_id)
    orders.deliver_overdue()

    assert market.read_order(order_id).state == "delivered"
    assert market.rows("SELECT count(*) FROM events WHERE subject_id = :id", id=order_id) == first


def test_orders_complete_once(market: Market) -> None:
    order_id = market.confirmed()
    confirm_receipt(market.by(market.retailer), market.ship(order_id))

    orders.complete_orders()
    completed_at = market.read_order(order_id).completed_at
    orders.complete_orders()

    assert completed_at is not None
    assert market.read_order(order_id).completed_at == completed_at


def test_a_settlement_settles_once(market: Market) -> None:
    market.completed()
    run_id = start_settlement(market.by(market.maker), until=now())

    money.settle(str(run_id))
    money.settle(str(run_id))
    money.resume_settlement()

    assert market.rows("SELECT count(*), sum(gross_minor) FROM statement_lines") == [(1, 9180)]
    assert market.rows("SELECT state FROM settlement_runs") == [("done",)]


def test_entries_are_sealed_once_and_the_books_are_sound(market: Market) -> None:
    market.completed()

    money.seal_entries()
    sealed = market.rows("SELECT count(*) FROM ledger_seals")
    money.seal_entries()
    money.verify_ledger()

    assert sealed[0][0] == market.rows("SELECT count(*) FROM ledger_entries")[0][0] > 0
    assert market.rows("SELECT count(*) FROM ledger_seals") == sealed


def test_a_tampered_ledger_fails_the_nightly_job(market: Market, tamper: Callable[[str], None]) -> None:
    market.completed()
    tamper("UPDATE ledger_postings SET amount_minor = amount_minor + 1 WHERE line = 1")

    with pytest.raises(RuntimeError, match="the ledger differs"):
        money.verify_ledger()


def test_sweeping_an_empty_outbox_does_nothing(market: Market) -> None:
    housekeeping.sweep_outbox()

    assert market.rows("SELECT count(*) FROM outbox") == [(0,)]
