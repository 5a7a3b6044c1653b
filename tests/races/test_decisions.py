"""Two decide about the same thing at once: one decision holds, the other is told what holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal

import pytest

from tests.races.conftest import Crowd, deed, kinds, on
from tests.trade.market import Market
from trade.catalogue.actions import create_product
from trade.kernel.actor import Actor
from trade.ordering.actions import (
    cancel_order,
    complete_orders,
    confirm_order,
    confirm_receipt,
    deliver_overdue,
    ship_order,
)
from trade.parties.rules import Role
from trade.payouts import queries
from trade.payouts.actions import approve_payout, prepare_payout, reject_payout
from trade.pricing.actions import set_ladder
from trade.pricing.rules import Step
from trade.settlement.actions import settle_next, start_settlement

pytestmark = pytest.mark.race
ROUNDS = range(3)


@pytest.mark.parametrize("round_number", ROUNDS)
def test_an_order_is_cancelled_or_shipped_never_both(market: Market, crowd: Crowd, round_number: int) -> None:
    order_id = market.confirmed()
    (line,) = market.lines(order_id)
    cancel = lambda s: cancel_order(on(s, market.by(market.retailer)), order_id, reason="")  # noqa: E731
    ship = lambda s: ship_order(on(s, market.by(market.supplier)), order_id, quantities={line.id: 36})  # noqa: E731
    answers = crowd([cancel, ship] if round_number % 2 else [ship, cancel])
    assert kinds(answers) == {"UUID": 1, "MoveRefused": 1}
    cancelled = market.read_order(order_id).state == "cancelled"
    assert market.stock(line.sku_id) == ((100, 0, 0) if cancelled else (64, 0, 0))
    assert market.balance("escrow", market.supplier) == (0 if cancelled else 9180)


@pytest.mark.parametrize("round_number", ROUNDS)
def test_a_cancellation_by_each_side_and_a_confirmation_leave_one_order(
    market: Market, crowd: Crowd, round_number: int
) -> None:
    order_id = market.one_order()
    deeds = [
        lambda s: cancel_order(on(s, market.by(market.retailer)), order_id, reason="b"),
        lambda s: cancel_order(on(s, market.by(market.supplier)), order_id, reason="s"),
        lambda s: confirm_order(on(s, market.by(market.supplier)), order_id),
    ]
    answers = crowd(deeds[round_number % 3 :] + deeds[: round_number % 3])
    # Confirmed first and cancelled then is right too; two cancellations are not.
    assert market.read_order(order_id).state == "cancelled"
    assert market.verbs(order_id).count("ordering.order_cancelled") == 1
    assert kinds(answers)["MoveRefused"] in {1, 2}
    assert market.balance("wallet", market.retailer) == 100_000


@pytest.mark.parametrize("round_number", ROUNDS)
def test_a_payout_is_approved_or_rejected_never_both(market: Market, crowd: Crowd, round_number: int) -> None:
    market.completed()
    market.settle()
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    with market.as_system() as session:
        shown = queries.payout(session, market.checker, payout_id).content_hash
    second = market.colleague(market.checker, Role.FINANCE_CHECKER)
    deeds = [
        lambda s: approve_payout(on(s, market.by(market.checker)), payout_id, shown=shown),
        lambda s: reject_payout(on(s, market.by(second)), payout_id, reason="no"),
        lambda s: approve_payout(on(s, market.by(second)), payout_id, shown=shown),
    ]
    answers = crowd(deeds[round_number % 3 :] + deeds[: round_number % 3])
    assert kinds(answers) == {"UUID": 1, "MoveRefused": 2}
    sent = market.rows("SELECT state FROM payouts") == [("sent",)]
    assert market.balance("payout_clearing") == (8721 if sent else 0)


def test_two_makers_prepare_one_payout(market: Market, crowd: Crowd) -> None:
    market.completed()
    market.settle()
    seller_id = market.supplier.organisation
    prepare = lambda s: prepare_payout(on(s, market.by(market.maker)), seller_id=seller_id, currency="GBP")  # noqa: E731
    assert kinds(crowd([prepare] * 8)) == {"UUID": 1, "PayoutOpen": 7}


def test_a_settlement_is_started_once_and_its_workers_take_turns(market: Market, crowd: Crowd) -> None:
    for seller in (market.supplier, market.rival, market.supplier):
        market.completed(seller=seller)
    market.later(seconds=1)
    answers = crowd([lambda s: start_settlement(on(s, market.by(market.maker)), until=market.at)] * 6)
    assert kinds(answers) == {"UUID": 1, "RunOpen": 5}
    run_id = next(answer for answer in answers if kinds([answer]) == {"UUID": 1})

    def work(session) -> int:
        done = 0
        while settle_next(on(session, market.by(Actor.system())), run_id, lines=1):
            done += 1
        return done

    assert sum(crowd([work] * 6)) == 2
    assert market.rows("SELECT state, sellers_done, lines_done FROM settlement_runs") == [("done", 2, 3)]
    assert market.rows("SELECT count(*), sum(net_minor) FROM statements") == [(2, 3 * 8721)]


def test_a_receipt_confirmed_by_everybody_at_once_is_confirmed_once(market: Market, crowd: Crowd) -> None:
    order_id = market.confirmed()
    shipment_id = market.ship(order_id)
    market.later(days=10)
    answers = crowd(
        [lambda s: confirm_receipt(on(s, market.by(market.retailer)), shipment_id)] * 6
        + [lambda s: deliver_overdue(on(s, market.by(Actor.system())), after_days=10)] * 6
    )
    assert set(kinds(answers)) == {"UUID", "int"}
    received = {"ordering.shipment_received", "ordering.shipment_taken_as_received"}
    verbs = market.verbs(order_id)
    assert [verbs.count("ordering.order_delivered"), sum(verb in received for verb in verbs)] == [1, 1]


def test_orders_complete_once_however_many_jobs_look(market: Market, crowd: Crowd) -> None:
    for _ in range(5):
        confirm_receipt(market.by(market.retailer), market.ship(market.confirmed()))
    market.later(days=7)
    call = market.by(Actor.system())
    assert sum(crowd([lambda s: complete_orders(on(s, call), claim_window_days=7)] * 6)) == 5


def test_prices_set_at_once_follow_each_other_and_one_holds(market: Market, crowd: Crowd) -> None:
    sku_id = market.goods()
    deeds = []
    for number in range(8):
        call = replace(market.by(market.supplier), at=market.at + timedelta(seconds=60 - number))
        steps = [Step(6, Decimal(number + 1))]
        deeds.append(deed(call, set_ladder, sku_id, steps=steps))
    assert kinds(crowd(deeds)) == {"UUID": 8}
    assert market.rows("SELECT count(*), count(*) FILTER (WHERE valid_until IS NULL) FROM ladders") == [(9, 1)]


def test_first_prices_of_a_seller_at_once_share_one_list(market: Market, crowd: Crowd) -> None:
    goods = [create_product(market.by(market.rival), market.sheet()).sku_id for _ in range(6)]
    steps = [Step(6, Decimal(2))]
    deeds = [deed(market.by(market.rival), set_ladder, sku_id, steps=steps) for sku_id in goods]
    assert kinds(crowd(deeds)) == {"UUID": 6}
    assert market.rows("SELECT count(*) FROM price_lists") == [(1,)]


def test_a_code_is_taken_once(market: Market, crowd: Crowd) -> None:
    sheet = market.sheet(code="K1")
    answers = crowd([lambda s: create_product(on(s, market.by(market.supplier)), sheet)] * 6)
    assert kinds(answers) == {"ProductMade": 1, "CodeTaken": 5}
