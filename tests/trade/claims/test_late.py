"""Hidden faults: claimed of completed orders, looked at by a person, and recovered from sellers that were settled before."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.trade.claims.claimed import TERMS, standing
from tests.trade.market import WINDOW_DAYS, Market, gbp
from tests.trade.settlement.owed import BACK, PAID, SIX, borne, completed, late_claim, pay_out, settled, shares, take
from trade.checks import CHECKS
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    collect_clawback,
    decide_claim,
    dispute_claim,
    reject_claim,
    run_out,
    withdraw_claim,
)
from trade.claims.queries import claimable_lines
from trade.claims.rules import ClaimTerms, NotClaimable, Outcome, Reason, WindowClosed
from trade.kernel.actor import Actor
from trade.kernel.errors import MoveRefused
from trade.ledger.verify import verify
from trade.payouts.actions import prepare_payout
from trade.settlement.actions import answer_dispute, set_terms
from trade.settlement.planning import plans
from trade.settlement.rules import CorrectionTooLarge, Terms

OWED = SIX - BACK


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a test does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def payable(market: Market) -> int:
    return market.balance("payable", market.supplier)


def recovery(market: Market) -> int:
    return market.balance("recovery_receivable", market.supplier)


def test_a_hidden_fault_is_claimed_within_its_days_and_for_its_reason_only(market: Market) -> None:
    order_id = settled(market)
    for reason in (Reason.DAMAGED, Reason.MISSING, Reason.WRONG, Reason.EXPIRED):
        with market.refuses(WindowClosed):
            late_claim(market, order_id, reason=reason)
    never = ClaimTerms(late_days=0)
    with market.refuses(WindowClosed):
        late_claim(market, order_id, terms=never)
    assert claimable_lines(market.session, market.retailer, order_id, market.at, never) == []
    ((delivered_at,),) = market.rows("SELECT delivered_at FROM orders")
    (line,) = claimable_lines(market.session, market.retailer, order_id, market.at, TERMS)
    assert (line.left, line.until) == (36, delivered_at + timedelta(days=60))
    market.at = line.until - timedelta(microseconds=1)
    late_claim(market, order_id, 1)
    market.at = line.until
    with market.refuses(WindowClosed, until=line.until):
        late_claim(market, order_id, 1)


def test_goods_that_do_not_keep_are_claimed_in_their_own_time_only(market: Market) -> None:
    order_id = settled(market)
    with market.as_system() as session:
        for line in market.lines(order_id):
            session.merge(line).claim_hours = 48
        order = market.read_order(order_id)
        session.merge(order).claim_hours, session.merge(order).claims_usual = 48, False
        session.commit()
    with market.refuses(WindowClosed):
        late_claim(market, order_id)
    assert claimable_lines(market.session, market.retailer, order_id, market.at, TERMS) == []


def test_nobody_but_a_person_pays_it_and_that_is_said(market: Market) -> None:
    for _ in range(3):
        order_id = completed(market)
    before, claim_id = market.balance("wallet", market.retailer), late_claim(market, order_id, 1)
    assert market.rows("SELECT doubts, late FROM claims") == [("kind,late", True)]
    market.later(hours=24)
    run_out(market.by(Actor.system()), claim_id, terms=TERMS)
    assert market.verbs(claim_id) == ["claims.claim_made", "claims.escalated"]
    assert market.balance("wallet", market.retailer) == before
    advance_claim(market.by(market.support), claim_id)
    assert market.balance("wallet", market.retailer) == before + 255


def test_an_order_on_no_statement_keeps_its_money_in_escrow_while_it_is_claimed(market: Market) -> None:
    claim_id = late_claim(market, completed(market))
    with market.as_system() as session:
        (planned,) = plans(session, market.at + timedelta(seconds=1))
    assert (planned.is_due, planned.open) == (False, gbp(PAID))
    market.settle()
    assert market.rows("SELECT count(*) FROM statements") == [(0,)]
    accept_claim(market.by(market.supplier), claim_id)
    assert standing(market, claim_id) == ("settled", "seller", SIX, SIX, SIX, 0, 0, 0)
    assert (recovery(market), market.rows("SELECT count(*) FROM recoveries")) == (0, [(0,)])
    market.settle()
    assert market.rows("SELECT gross_minor, commission_minor FROM statement_lines") == [(PAID - SIX, 383)]
    assert market.balance("escrow", market.supplier) == 0


def test_commission_goes_back_at_the_frozen_rate_and_the_rest_is_taken_from_what_is_payable(market: Market) -> None:
    set_terms(market.by(market.maker), market.supplier.organisation, terms=Terms(service_tax_rate=Decimal("0.2")))
    order_id = settled(market)
    before, tax, wallet = payable(market), market.balance("tax_payable"), market.balance("wallet", market.retailer)
    claim_id = late_claim(market, order_id)
    advance_claim(market.by(market.support), claim_id)
    dispute_claim(market.by(market.supplier), claim_id, words="It was washed too hot.")
    assert recovery(market) == SIX
    borne(market, claim_id)
    assert (market.balance("commission"), tax - market.balance("tax_payable")) == (459 - BACK, 15)
    assert shares(market, claim_id) == ("earnings", OWED - 15, 0, 0, 0, 0, 0, OWED - 15)
    assert recovery(market) == OWED - 15
    assert take(market, claim_id) == 0
    assert shares(market, claim_id) == ("closed", OWED - 15, OWED - 15, 0, 0, 0, 0, 0)
    assert (payable(market), recovery(market)) == (before - (OWED - 15), 0)
    assert market.balance("wallet", market.retailer) == wallet + SIX
    assert market.read_order(order_id).refunded_minor == SIX


def test_what_is_not_payable_comes_off_the_next_statements_as_far_as_they_go(market: Market) -> None:
    order_id = settled(market)
    pay_out(market)
    claim_id = borne(market, late_claim(market, order_id))
    assert take(market, claim_id) == OWED
    small = completed(market, 6)
    market.settle()
    assert market.read_order(small).settled_at is not None
    earned = 1770 - 89
    assert shares(market, claim_id)[:4] == ("closed", OWED, 0, OWED)
    assert market.rows("SELECT kind, amount_minor, words FROM statement_items") == [
        ("recovery", -OWED, market.rows("SELECT reference FROM claims")[0][0])
    ]
    assert payable(market) == earned - OWED


def test_a_large_recovery_takes_several_statements_and_none_is_below_nothing(market: Market) -> None:
    order_id = settled(market)
    pay_out(market)
    claim_id = borne(market, late_claim(market, order_id, 36), PAID)
    assert market.balance("commission") == 0
    owed = PAID - 459
    for n in range(1, 3):
        completed(market, 6)
        market.settle()
        owed -= 1770 - 89
        assert (payable(market), recovery(market)) == (0, owed)
        assert shares(market, claim_id) == ("earnings", PAID - 459, 0, n * 1681, 0, 0, 0, owed)
    assert market.rows("SELECT net_minor FROM statements ORDER BY made_at") == [(PAID - 459,), (0,), (0,)]


def test_nothing_is_taken_of_what_is_disputed_or_in_a_payout(market: Market) -> None:
    order_id = settled(market)
    claim_id = late_claim(market, order_id)
    prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    borne(market, claim_id)
    assert take(market, claim_id) == OWED
    pays = payable(market)
    market.dispute()
    assert (payable(market), take(market, claim_id)) == (0, OWED)
    assert market.balance("disputed", market.supplier) == pays


def test_corrections_of_disputes_and_of_claims_share_one_commission(market: Market) -> None:
    order_id = settled(market)
    borne(market, late_claim(market, order_id, 18), PAID // 2)
    left = 459 - 229
    dispute_id = market.dispute()
    with market.refuses(CorrectionTooLarge, left=gbp(left)):
        answer_dispute(market.by(market.maker), dispute_id, answer="Yes", correction=gbp(left + 1))
    answer_dispute(market.by(market.maker), dispute_id, answer="Yes", correction=gbp(left))
    second = borne(market, late_claim(market, order_id, 18), PAID // 2)
    assert shares(market, second)[1] == PAID // 2
    assert market.rows("SELECT sum(commission_minor) FROM commission_returns") == [(229,)]


def test_it_is_decided_in_parts_by_anybody_who_may_bear_it_and_never_beyond_what_was_paid(market: Market) -> None:
    order_id = settled(market)
    first = late_claim(market, order_id)
    with market.refuses(NotClaimable, left=30):
        late_claim(market, order_id, 31)
    advance_claim(market.by(market.support), first)
    decide_claim(market.by(market.support), first, bearer=Outcome.PLATFORM, amount=gbp(1000), answer="Ours.")
    assert standing(market, first) == ("settled", "platform", SIX, SIX, 0, 1000, 530, 0)
    assert collect_clawback(market.by(Actor.system()), first) == gbp(530)
    second = late_claim(market, order_id, 30)
    advance_claim(market.by(market.support), second)
    reject_claim(market.by(market.support), second, answer="Used for years.")
    assert (recovery(market), market.rows("SELECT count(*) FROM recoveries")) == (0, [(0,)])
    with market.refuses(NotClaimable):
        late_claim(market, order_id, 1)
    with market.refuses(MoveRefused):
        withdraw_claim(market.by(market.retailer), second)


def test_what_is_withdrawn_can_be_claimed_again_while_the_days_last(market: Market) -> None:
    order_id = settled(market)
    withdraw_claim(market.by(market.retailer), late_claim(market, order_id, 36))
    late_claim(market, order_id, 36)
    market.later(days=WINDOW_DAYS * 9)
    with market.refuses(WindowClosed):
        late_claim(market, order_id, 1)
