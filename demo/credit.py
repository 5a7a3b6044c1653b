"""Credit in the demo market: two shops with lines, one of them late, one whose line waits for approval, one that asks."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import partial
from typing import Final

from demo.agenda import Agenda
from demo.cast import BUYERS, PLATFORM, SELLERS, Part
from demo.lives import Fate, Life, plan_life
from demo.market import Market
from demo.trips import popular
from trade.credit.actions import apply_for_credit, approve_proposal, propose_line, remind, repay
from trade.credit.queries import applications_of, proposals_of
from trade.credit.rules import Means, Terms
from trade.credit.rules.deciding import CaseState, Offered
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.ordering.actions import place_lines
from trade.ordering.queries import credit_record

PUNCTUAL, LATE, PROPOSED, ASKING = BUYERS[0], BUYERS[5], BUYERS[1], BUYERS[4]
"""Meadow Harbour pays in time, Hazel Corner does not; Honey Grove's line waits for its second person."""

CURRENCY: Final = "GBP"
OPENED_DAYS_AGO: Final = 33


def plan_credit(market: Market, agenda: Agenda) -> None:
    """Put applications, decisions, orders on credit and what is paid back on the agenda."""
    for buyer, minor in ((PUNCTUAL, 400_000), (LATE, 150_000)):
        agenda.add(market.on(OPENED_DAYS_AGO, 7), partial(_ask, buyer, minor, 30, market))
        agenda.add(market.on(OPENED_DAYS_AGO, 8), partial(_propose, buyer, minor, 30, market))
        agenda.add(market.on(OPENED_DAYS_AGO, 10), partial(_approve, buyer, market))
    for days_ago, buyer, seller, first in ((33, LATE, 0, 3), (28, PUNCTUAL, 2, 6), (9, PUNCTUAL, 4, 11)):
        agenda.add(market.on(days_ago, 13), partial(_order, buyer, seller, first, market, agenda))
    agenda.add(market.on(5, 14), partial(_repay, PUNCTUAL, 4_000, market))
    for days_ago in range(5, 0, -1):
        agenda.add(market.on(days_ago, 7), partial(_remind, market))
    agenda.add(market.on(3, 15), partial(_ask, PROPOSED, 250_000, 60, market))
    agenda.add(market.on(2, 9), partial(_propose, PROPOSED, 200_000, 60, market))
    agenda.add(market.on(1, 16), partial(_ask, ASKING, 120_000, 30, market))


def _ask(buyer: Part, minor: int, days: int, market: Market, at: datetime) -> None:
    apply_for_credit(
        market.as_person(buyer.login, buyer.organisation, at),
        amount=Money(minor, CURRENCY),
        term_days=days,
        note="We buy every week and would like to pay once a month.",
        documents="Company number 09318842, lease until 2029",
    )


def _propose(buyer: Part, minor: int, days: int, market: Market, at: datetime) -> None:
    owner = market.find(buyer.organisation)
    record = credit_record(market.reading(), owner, CURRENCY, at)
    today = at.date()
    ends, looks = today + timedelta(days=365), today + timedelta(days=180)
    offered = Offered(Money(minor, CURRENCY), Terms(days), ends, looks, "Young here, but steady at home.")
    asked = next(one for one in applications_of(market.reading(), owner) if one.state is CaseState.WAITING)
    maker = _finance(market, "maker", at)
    propose_line(maker, organisation_id=owner, offered=offered, record=record, application_id=asked.id)


def _approve(buyer: Part, market: Market, at: datetime) -> None:
    owner = market.find(buyer.organisation)
    proposed = proposals_of(market.reading(), owner, CURRENCY)
    waiting = next(one for one in proposed if one.state is CaseState.WAITING)
    approve_proposal(_finance(market, "checker", at), waiting.id, shown=waiting.shown)


def _order(buyer: Part, seller: int, first: int, market: Market, agenda: Agenda, at: datetime) -> None:
    supplier = list(dict.fromkeys(part.organisation for part in SELLERS))[seller]
    goods = popular(market, supplier)[first : first + 3]
    wanted = {sku_id: minimum * 2 for sku_id, minimum in goods}
    call = market.as_person(buyer.login, buyer.organisation, at)
    for order_id in place_lines(call, wanted, means=Means.CREDIT).order_ids:
        plan_life(market, agenda, Life(order_id, Fate.RECEIVED, buyer), at)


def _repay(buyer: Part, minor: int, market: Market, at: datetime) -> None:
    repay(market.as_person(buyer.login, buyer.organisation, at), amount=Money(minor, CURRENCY))


def _remind(market: Market, at: datetime) -> None:
    remind(market.as_system(at))


def _finance(market: Market, who: str, at: datetime) -> Call:
    return market.as_person(f"{who}@pinhuo.example", PLATFORM.name, at)
