"""How the demo market settles: two runs, a seller with terms of its own, a dispute that waits, another commission."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime, timedelta
from decimal import Decimal
from functools import partial
from typing import Final
from uuid import UUID

from sqlalchemy import select

from demo.agenda import Agenda
from demo.cast import PLATFORM, SELLERS
from demo.market import Market
from trade.catalogue.actions.commission import propose_rate
from trade.catalogue.models import Category
from trade.kernel.actor import Actor
from trade.kernel.money import Money
from trade.kernel.work import Call
from trade.parties.rules import Role
from trade.rates.actions import approve_dated, propose_dated
from trade.rates.queries import dated_decisions
from trade.rates.rules import RateKind
from trade.settlement.actions import charge_fee, dispute_line, set_terms, settle_next, start_settlement
from trade.settlement.models import StatementLine
from trade.settlement.rules import Period, Terms

FIRST_DAYS_AGO: Final = 14
SETTLED_DAYS_AGO: Final = 4
"""The second run, after which sellers are paid."""

OWN_TERMS: Final = "SUP-JINGDE"
"""Settled at every run at first, monthly since: a tenth is kept back for ten days, so the second run returns it."""

SMALL: Final = "SUP-FORGE"
"""Owes more for a service than it has earned since: the fee waits."""

_OFTEN: Final = Terms(Period.RUN, service_tax_rate=Decimal("0.2"), reserve_rate=Decimal("0.1"), reserve_days=10)
_MONTHLY: Final = replace(_OFTEN, period=Period.MONTH)


def plan_settling(market: Market, agenda: Agenda) -> None:
    """Put terms, fees, both runs, the dispute and the proposed commission on the agenda."""
    agenda.add(market.on(FIRST_DAYS_AGO + 3, 9), partial(_set_terms, market, _OFTEN))
    agenda.add(market.on(FIRST_DAYS_AGO + 2, 9), partial(_charge, market, OWN_TERMS, 1_800, "Photographs of dishes"))
    for days_ago in (FIRST_DAYS_AGO, SETTLED_DAYS_AGO):
        agenda.add(market.on(days_ago, 9), partial(_settle, market))
    agenda.add(market.on(FIRST_DAYS_AGO - 1, 9), partial(_set_terms, market, _MONTHLY))
    agenda.add(market.on(2, 10), partial(_dispute, market))
    agenda.add(market.on(2, 15), partial(_charge, market, SMALL, 95_000, "A day in the studio"))
    agenda.add(market.on(1, 10), partial(_propose_rate, market))
    agenda.add(market.on(5, 9), partial(_shorten_claims, market, agenda))
    agenda.add(market.on(1, 12), partial(_shorten_more, market))


def _maker(market: Market, at: datetime) -> Call:
    return market.as_person("maker@pinhuo.example", PLATFORM.name, at)


def _set_terms(market: Market, terms: Terms, at: datetime) -> None:
    set_terms(_maker(market, at), market.find(OWN_TERMS), terms=terms)


def _charge(market: Market, seller: str, minor: int, words: str, at: datetime) -> None:
    charge_fee(_maker(market, at), market.find(seller), fee=Money(minor, "GBP"), words=words)


def _settle(market: Market, at: datetime) -> None:
    run_id = start_settlement(_maker(market, at), until=at)
    while settle_next(market.as_system(at), run_id):
        pass


def _dispute(market: Market, at: datetime) -> None:
    """Let the owner of whoever has terms of its own doubt the line with the highest commission."""
    owner = next(part for part in SELLERS if part.organisation == OWN_TERMS and Role.OWNER in part.roles)
    dearest = (
        select(StatementLine.order_line_id)
        .where(StatementLine.seller_id == market.find(OWN_TERMS))
        .order_by(StatementLine.commission_minor.desc(), StatementLine.order_line_id)
        .limit(1)
    )
    line_id = market.reading().scalars(dearest).one()
    reason = "We agreed on half of the commission for the first month of these dishes."
    dispute_line(market.as_person(owner.login, OWN_TERMS, at), line_id, reason=reason)


def _propose_rate(market: Market, at: datetime) -> None:
    """Propose a point less for the first category of the market; the second person finds it in the inbox."""
    category = market.reading().scalars(select(Category).order_by(Category.position, Category.id).limit(1)).one()
    day = at.date() + timedelta(days=14)
    propose_rate(_maker(market, at), category.id, rate=category.commission_rate - Decimal("0.01"), day=day)


def _shorten_claims(market: Market, agenda: Agenda, at: datetime) -> None:
    """Give dishes three days for claims of what is ordered from the day after tomorrow on."""
    rate_id = _propose_hours(market, "kitchen", 72, "What broke on the way is seen when it is unpacked", at)
    agenda.add(at + timedelta(hours=3), partial(_approve_hours, market, rate_id))


def _shorten_more(market: Market, at: datetime) -> None:
    """Propose five days for candles; it waits in the inbox."""
    _propose_hours(market, "candles", 120, "Broken glass is seen when it is unpacked", at)


def _approve_hours(market: Market, rate_id: UUID, at: datetime) -> None:
    """Approve it as it is shown."""
    (case,) = dated_decisions(market.reading(), Actor.system())
    approve_dated(market.as_person("checker@pinhuo.example", PLATFORM.name, at), rate_id, shown=case.shown)


def _propose_hours(market: Market, slug: str, hours: int, why: str, at: datetime) -> UUID:
    category_id = market.reading().scalars(select(Category.id).where(Category.slug == slug)).one()
    day = at.date() + timedelta(days=2)
    return propose_dated(
        _maker(market, at), RateKind.CLAIM_WINDOW, value=Decimal(hours), day=day, why=why, category_id=category_id
    )
