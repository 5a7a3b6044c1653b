"""What a rate or limit does once it holds: to late fees, to authorities, and to what is paid for claims."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal

import pytest

from tests.trade.claims.claimed import claim, delivered
from tests.trade.credit.lines import on_credit, open_line, proposed, shown_of
from tests.trade.market import Market, gbp
from tests.trade.rates.test_rates import approve
from trade.claims.actions import run_out
from trade.claims.rules import ClaimTerms
from trade.credit.actions import approve_proposal, charge_late
from trade.credit.queries import late_rate
from trade.credit.rules.deciding import AboveAuthority
from trade.credit.rules.lateness import DAILY_RATE
from trade.kernel.actor import Actor
from trade.kernel.errors import InvalidInput
from trade.kernel.ids import new_id
from trade.rates.actions import propose_dated
from trade.rates.rules import RateKind


def sets(market: Market, kind: RateKind, value: str, *, days: int = 1) -> None:
    """Let two people set a number that holds from the day after ``days`` midnights on."""
    day = market.at.date() + timedelta(days=days)
    approve(market, propose_dated(market.by(market.maker), kind, value=Decimal(value), day=day, why="Agreed"))


def test_a_late_fee_changes_with_its_day_and_never_for_days_before(market: Market) -> None:
    open_line(market)
    on_credit(market, {market.goods(): 36})  # £91.80, due in 30 days
    market.later(days=35)
    sets(market, RateKind.LATE_FEE, "0.002", days=3)
    market.later(days=10)
    today = market.at.date()
    assert [late_rate(market.session, day) for day in (today - timedelta(days=8), today)] == [
        DAILY_RATE,
        Decimal("0.002"),
    ]
    charged = charge_late(market.by(market.maker), market.retailer.organisation, "GBP")
    # Seven days at 5 and eight at 20 ten-thousandths of £91.80, rounded once.
    assert charged == gbp(179)


def test_an_authority_is_what_was_set_for_its_role(market: Market) -> None:
    sets(market, RateKind.CREDIT_CHECKER, "499")
    proposal = proposed(market)  # of £500.00
    market.later(hours=14, minutes=59, seconds=59)
    shown = shown_of(market, proposal)
    market.later(seconds=1)
    with market.refuses(AboveAuthority):
        approve_proposal(market.by(market.checker), proposal, shown=shown)
    sets(market, RateKind.CREDIT_CHECKER, "500")
    market.later(days=1)
    approve_proposal(market.by(market.checker), proposal, shown=shown)


@pytest.mark.parametrize(("cap", "is_paid"), [("15", False), ("16", True)])
def test_a_claim_above_what_was_set_waits_for_a_person(market: Market, cap: str, is_paid: bool) -> None:
    order_id = delivered(market)
    sets(market, RateKind.CLAIM_BY_ITSELF, cap)
    claim_id = claim(market, order_id)  # £15.30
    market.later(days=1)
    run_out(market.by(Actor.system()), claim_id, terms=ClaimTerms())
    ((paid,),) = market.rows("SELECT advanced_minor FROM claims")
    assert paid == (1530 if is_paid else 0)


def test_what_is_paid_at_once_falls_with_its_limit(market: Market) -> None:
    for _ in range(3):
        order_id = delivered(market)
    sets(market, RateKind.CLAIM_AT_ONCE, "15")
    market.later(days=1)
    claim(market, order_id)
    assert market.rows("SELECT doubts FROM claims") == [("large",)]


def test_each_number_has_its_bounds(market: Market) -> None:
    for kind, wrong in (
        (RateKind.LATE_FEE, "0.010001"),
        (RateKind.CREDIT_OWNER, "0.5"),
        (RateKind.CLAIM_AT_ONCE, "-1"),
    ):
        with market.refuses(InvalidInput, field="value"):
            sets(market, kind, wrong)
    with market.refuses(InvalidInput, field="category"):
        propose_dated(
            market.by(market.maker), RateKind.LATE_FEE, value=Decimal(0), day=market.at.date() + timedelta(days=1), why="",
            category_id=new_id(),
        )  # fmt: skip
