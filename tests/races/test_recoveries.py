"""Late claims when many act at once: settled or claimed, paid out or recovered, never both of the same money (P8)."""

from __future__ import annotations

import pytest

from tests.races.conftest import CROWD, Crowd, deed, kinds
from tests.trade.market import Market
from tests.trade.settlement.owed import PAID, borne, completed, late_claim, settled, shares
from trade.checks import CHECKS
from trade.claims.actions import accept_claim, advance_claim, submit_claim
from trade.claims.rules import ClaimTerms, Reason
from trade.kernel.actor import Actor
from trade.ledger.verify import verify
from trade.payouts.actions import approve_payout, prepare_payout
from trade.settlement.actions import recover, settle_next, start_settlement

pytestmark = pytest.mark.race
WHOLE = PAID - 459


@pytest.fixture(autouse=True)
def sound(market: Market):
    """Whatever a race does: the books are sound after it."""
    yield
    with market.as_system() as session:
        assert verify(session, also=CHECKS).differences == ()


def test_of_64_reports_of_one_line_one_is_a_claim_and_one_is_paid_p8(market: Market, crowd: Crowd) -> None:
    order_id = settled(market)
    (line,) = market.lines(order_id)
    said = {"quantities": {line.id: 36}, "reason": Reason.QUALITY, "words": "It rusts.", "terms": ClaimTerms()}
    answers = crowd([deed(market.by(market.retailer), submit_claim, order_id, **said) for _ in range(CROWD)])
    assert kinds(answers) == {"UUID": 1, "NotClaimable": CROWD - 1}
    ((claim_id,),) = market.rows("SELECT id FROM claims")
    answers = crowd([deed(market.by(market.support), advance_claim, claim_id) for _ in range(CROWD)])
    assert kinds(answers) == {"UUID": 1, "MoveRefused": CROWD - 1}
    answers = crowd([deed(market.by(market.supplier), accept_claim, claim_id) for _ in range(CROWD)])
    assert kinds(answers) == {"UUID": 1, "MoveRefused": CROWD - 1}
    crowd([deed(market.by(Actor.system()), recover, claim_id) for _ in range(CROWD)])
    assert shares(market, claim_id) == ("closed", WHOLE, WHOLE, 0, 0, 0, 0, 0)
    assert (market.balance("payable", market.supplier), market.balance("commission")) == (0, 0)


@pytest.mark.parametrize("claims", [1, 8])
def test_a_decision_and_a_settlement_at_once_take_each_penny_once(market: Market, crowd: Crowd, claims: int) -> None:
    """Whoever is first: the order is settled for what is left of it, or its seller owes what it was settled for."""
    units = 36 // claims // 2
    made = [late_claim(market, completed(market), units) for _ in range(claims)]
    for claim_id in made:
        advance_claim(market.by(market.support), claim_id)
    market.later(seconds=1)
    completed(market, 6)
    market.later(seconds=1)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    settle = [deed(market.by(Actor.system()), settle_next, run_id) for _ in range(16)]
    decide = [deed(market.by(market.supplier), accept_claim, claim_id) for claim_id in made]
    assert kinds(crowd([*settle[:8], *decide, *settle[8:]]))["UUID"] == claims
    market.settle()
    escrow, owed = market.balance("escrow", market.supplier), market.balance("recovery_receivable", market.supplier)
    ((gross, net),) = market.rows("SELECT sum(gross_minor), sum(net_minor) FROM statements")
    ((back,),) = market.rows("SELECT sum(refunded_minor) FROM orders")
    assert (escrow, owed) == (0, 0)
    assert gross == claims * PAID + 1770 - back
    assert market.balance("payable", market.supplier) == net


@pytest.mark.parametrize("attempt", range(3))
def test_claiming_and_settling_at_once_end_in_one_of_two_ways(market: Market, crowd: Crowd, attempt: int) -> None:
    """A claim that is first keeps its order in escrow; one that comes later finds it on a statement."""
    order_id = completed(market)
    (line,) = market.lines(order_id)
    market.later(seconds=1)
    run_id = start_settlement(market.by(market.maker), until=market.at)
    said = {"quantities": {line.id: 36}, "reason": Reason.QUALITY, "words": "It rusts.", "terms": ClaimTerms()}
    claim = deed(market.by(market.retailer), submit_claim, order_id, **said)
    settle = [deed(market.by(Actor.system()), settle_next, run_id) for _ in range(4)]
    answers = crowd([claim, *settle] if attempt % 2 else [*settle, claim])
    ((claim_id,),) = market.rows("SELECT id FROM claims")
    assert claim_id in answers
    is_settled = market.read_order(order_id).settled_at is not None
    accept_claim(market.by(market.supplier), claim_id)
    assert market.balance("escrow", market.supplier) == 0
    assert market.rows("SELECT count(*) FROM recoveries") == [(int(is_settled),)]


def test_a_payout_and_a_recovery_at_once_do_not_take_the_same_money(market: Market, crowd: Crowd) -> None:
    order_id = settled(market)
    claim_id = borne(market, late_claim(market, order_id, 36), PAID)
    payout_id = prepare_payout(market.by(market.maker), seller_id=market.supplier.organisation, currency="GBP")
    ((shown,),) = market.rows("SELECT content_hash FROM payouts")
    approve = [deed(market.by(market.checker), approve_payout, payout_id, shown=bytes(shown)) for _ in range(8)]
    collect = [deed(market.by(Actor.system()), recover, claim_id) for _ in range(16)]
    crowd([*collect[:8], *approve, *collect[8:]])
    assert market.rows("SELECT state FROM payouts") == [("sent",)]
    assert shares(market, claim_id) == ("earnings", WHOLE, 0, 0, 0, 0, 0, WHOLE)
    assert market.balance("payable", market.supplier) == 0


def test_preparing_a_payout_while_it_is_recovered_pays_nothing_twice(market: Market, crowd: Crowd) -> None:
    claim_id = borne(market, late_claim(market, settled(market), 18), PAID // 2)
    prepare = [
        deed(market.by(market.maker), prepare_payout, seller_id=market.supplier.organisation, currency="GBP")
        for _ in range(8)
    ]
    collect = [deed(market.by(Actor.system()), recover, claim_id) for _ in range(8)]
    crowd([*prepare, *collect])
    taken, owed = shares(market, claim_id)[2], shares(market, claim_id)[-1]
    assert taken + owed == PAID // 2 - 229
    assert market.balance("payable", market.supplier) == WHOLE - taken
