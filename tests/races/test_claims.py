"""Claims when many act at once: each is made, paid and decided once, and nothing is claimed beyond what was delivered (P8)."""

from __future__ import annotations

from uuid import UUID

import pytest

from tests.races.conftest import CROWD, Crowd, Deed, deed, kinds
from tests.trade.claims.claimed import TERMS, claim, deliver, delivered, lost, standing
from tests.trade.market import Market, gbp
from trade.claims.actions import (
    accept_claim,
    advance_claim,
    approve_loss,
    collect_clawback,
    collect_from_carrier,
    decide_claim,
    name_carrier,
    offer_replacement,
    order_replacement,
    reject_claim,
    reject_loss,
    run_out,
    submit_claim,
)
from trade.claims.queries import carried
from trade.claims.rules import Outcome, Reason, Remedy
from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import KeyInFlight
from trade.ordering.models import OrderLine
from trade.stock.actions import write_off
from trade.stock.rules import AT_HOME

pytestmark = pytest.mark.race
SIX = 1530
LINES = 10


def race_for_lines(market: Market, crowd: Crowd, orders: int) -> None:
    """Each of ten lines of an order is claimed whole, 64 times at once: one claim is made of it, and paid once.

    The first line is claimed by 64 colleagues, each with a form of their own, and paid by 64 of the platform's people; each
    of the others by one form that is sent 64 times.
    """
    market.money(minor=10**9)
    skus = [market.goods(stock=6 * orders) for _ in range(LINES)]
    for _ in range(orders):
        order_id = deliver(market, market.order(dict.fromkeys(skus, 6))[0])
        before, made = market.balance("wallet", market.retailer), []
        first, *others = market.lines(order_id)
        answers = crowd([whole(market, first) for _ in range(CROWD)])
        assert kinds(answers) == {"UUID": 1, "NotClaimable": CROWD - 1}
        made += [answer for answer in answers if isinstance(answer, UUID)]
        answers = crowd([deed(market.by(market.support), advance_claim, made[0]) for _ in range(CROWD)])
        assert kinds(answers) == {"UUID": 1, "MoveRefused": CROWD - 1}
        for line in others:
            answers = crowd([whole(market, line, key=f"form-{line.id}") for _ in range(CROWD)])
            (claim_id,) = {answer for answer in answers if not isinstance(answer, KeyInFlight)}
            made.append(advance_claim(market.by(market.support), claim_id))
        assert market.rows("SELECT count(*) FROM claims WHERE order_id = :id", id=order_id) == [(len(set(made)),)]
        assert len(set(made)) == LINES
        assert market.balance("wallet", market.retailer) == before + market.read_order(order_id).total_minor


def whole(market: Market, line: OrderLine, key: str | None = None) -> Deed:
    """Claim all of a line."""
    said = {"quantities": {line.id: 6}, "reason": Reason.QUALITY, "words": "Broken.", "terms": TERMS}
    return deed(market.by(market.retailer, key=key), submit_claim, line.order_id, **said)


def test_of_64_submissions_at_once_one_is_a_claim_and_one_is_paid_over_50_claims_p8(
    market: Market, crowd: Crowd
) -> None:
    race_for_lines(market, crowd, 5)


@pytest.mark.soak
def test_the_same_over_500_claims_p8(market: Market, crowd: Crowd) -> None:
    race_for_lines(market, crowd, 50)


def test_the_same_submission_64_times_is_one_claim_p8(market: Market, crowd: Crowd) -> None:
    """A tap that was repeated carries its page's key: everybody gets the first answer."""
    order_id = delivered(market)
    (line,) = market.lines(order_id)
    said = {"quantities": {line.id: 6}, "reason": Reason.DAMAGED, "words": "Broken.", "terms": TERMS}
    deeds = [deed(market.by(market.retailer, key="one-tap-1"), submit_claim, order_id, **said) for _ in range(16)]
    assert len({answer for answer in crowd(deeds) if not isinstance(answer, Exception)}) == 1
    assert market.rows("SELECT count(*), sum(amount_minor) FROM claims") == [(1, SIX)]


def test_theme_21_50_claims_at_once_share_what_was_delivered_p8(market: Market, crowd: Crowd) -> None:
    """Fifty colleagues claim one unit each of 36: as many claims as there are units, of what was paid in all."""
    order_id = delivered(market, 36)
    (line,) = market.lines(order_id)
    said = {"quantities": {line.id: 1}, "reason": Reason.DAMAGED, "words": "Broken.", "terms": TERMS}
    answers = crowd([deed(market.by(market.retailer), submit_claim, order_id, **said) for _ in range(50)])
    assert kinds(answers) == {"UUID": 36, "NotClaimable": 14}
    claims = [row[0] for row in market.rows("SELECT id FROM claims ORDER BY id")]
    before = market.balance("wallet", market.retailer)
    paying = [deed(market.by(market.support), advance_claim, claim_id) for claim_id in claims]
    assert kinds(crowd(paying))["UUID"] == 36
    assert market.balance("wallet", market.retailer) == before + line.gross_minor
    decided = [deed(market.by(market.supplier), accept_claim, claim_id) for claim_id in claims]
    assert kinds(crowd(decided))["UUID"] == 36
    assert market.balance("recovery_receivable", market.supplier) == 0
    assert market.lines(order_id)[0].refunded_minor == line.gross_minor


def test_clock_seller_and_platform_at_once_pay_and_decide_once(market: Market, crowd: Crowd) -> None:
    order_id = delivered(market)
    claim_id = claim(market, order_id)
    before = market.balance("wallet", market.retailer)
    market.later(hours=24)
    clock = [deed(market.by(Actor.system()), run_out, claim_id, terms=TERMS) for _ in range(16)]
    seller = [deed(market.by(market.supplier), accept_claim, claim_id) for _ in range(8)]
    part = {"bearer": Outcome.PLATFORM, "amount": gbp(1000), "answer": "A part."}
    platform = [deed(market.by(market.support), decide_claim, claim_id, **part) for _ in range(8)]
    reject = [deed(market.by(market.support), reject_claim, claim_id, answer="No.") for _ in range(8)]
    answers = kinds(crowd([*clock, *seller, *platform, *reject]))
    assert answers["UUID"] == 1
    _, _, _, advanced, recovered, absorbed, back, _ = standing(market, claim_id)
    assert advanced == recovered + absorbed + back
    collect = [deed(market.by(Actor.system()), collect_clawback, claim_id) for _ in range(8)]
    crowd(collect)
    assert market.balance("wallet", market.retailer) == before + recovered + absorbed
    assert market.balance("clawback_receivable", market.retailer) == 0


def test_theme_21_goods_and_money_at_once_come_to_one_of_them(market: Market, crowd: Crowd) -> None:
    """Seller and platform send the goods again, pay and reject the same claim at the same instant: one of it happens."""
    claim_id = claim(market, delivered(market), wish=Remedy.REPLACEMENT)
    seller = [deed(market.by(market.supplier), offer_replacement, claim_id) for _ in range(8)]
    staff = [deed(market.by(market.support), order_replacement, claim_id, answer="Send them.") for _ in range(8)]
    money = [deed(market.by(market.supplier), accept_claim, claim_id) for _ in range(4)]
    money += [deed(market.by(market.support), advance_claim, claim_id) for _ in range(4)]
    crowd([*seller, *staff, *money])
    state, _, _, advanced, *_ = standing(market, claim_id)
    ((again,),) = market.rows("SELECT count(*) FROM orders WHERE replaces_id IS NOT NULL")
    assert (state, advanced, again) in {("replacing", 0, 1), ("settled", SIX, 0), ("asked", SIX, 0)}


def test_a_carrier_that_pays_while_it_is_given_up_owes_nothing_and_pays_nothing_twice(
    market: Market, crowd: Crowd
) -> None:
    claim_id = claim(market, delivered(market))
    carrier = Actor(Scope.PARTY, None, lost(market, claim_id), frozenset())
    (row,) = carried(market.session)
    assert row.loss is not None
    market.money(carrier, minor=2 * SIX)
    collect = [deed(market.by(Actor.system()), collect_from_carrier, claim_id) for _ in range(16)]
    approve = [deed(market.by(market.checker), approve_loss, row.loss.id, shown=row.loss.shown) for _ in range(16)]
    reject = [deed(market.by(market.checker), reject_loss, row.loss.id, reason="Wait.") for _ in range(8)]
    crowd([*collect, *approve, *reject])
    ((paid, given_up),) = market.rows("SELECT carrier_paid_minor, given_up_minor FROM claims")
    assert (paid, given_up) in {(SIX, 0), (0, SIX)}
    assert (market.balance("carrier_receivable", carrier), market.balance("wallet", carrier)) == (0, 2 * SIX - paid)
    assert market.balance("claims_absorbed") == given_up


def test_a_carrier_named_many_times_at_once_is_one(market: Market, crowd: Crowd) -> None:
    answers = crowd([deed(market.by(market.support), name_carrier, name="Fast Vans") for _ in range(16)])
    assert kinds(answers) == {"UUID": 1, "InvalidInput": 15}


def test_the_last_goods_go_to_one_of_many_claims(market: Market, crowd: Crowd) -> None:
    order_id = delivered(market)
    claims = [claim(market, order_id, 1, wish=Remedy.REPLACEMENT) for _ in range(8)]
    (line,) = market.lines(order_id)
    ((free,),) = market.rows(
        "SELECT on_hand - allocated - reserved FROM stock_levels WHERE sku_id = :id", id=line.sku_id
    )
    write_off(market.by(market.supplier), line.sku_id, quantity=free - 3, reason="Fire", place=AT_HOME)
    answers = crowd([deed(market.by(market.supplier), offer_replacement, claim_id) for claim_id in claims])
    assert kinds(answers) == {"UUID": 3, "ReplacementShort": 5}
