"""What sellers of the demo market settle with single buyers: a list for good ones, agreements, a sale that is to come."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Final
from uuid import UUID

from demo.cast import BUYERS, SELLERS
from demo.market import Market
from demo.trips import popular
from trade.kernel.work import Call
from trade.pricing.actions import (
    Audience,
    accept_agreement,
    begin_list,
    draft_agreement,
    offer_agreement,
    set_agreement_line,
    set_ladder,
    set_level,
)
from trade.pricing.queries import base_ladders
from trade.pricing.rules import Ladder, LineTerms, Period, Step

SELLER, RIVAL = SELLERS[6], SELLERS[8]
BUYER: Final = BUYERS[2]
"""Willow House again: it is somebody's VIP, and has agreed on prices for a season."""

CENT: Final = Decimal("0.01")


def settle_deals(market: Market) -> None:
    """Let one seller have a VIP list, an agreement and a sale ahead, and another an offer that waits."""
    at = market.now - timedelta(hours=44)
    seller = market.as_person(SELLER.login, SELLER.organisation, at)
    ladders = _ladders(market, SELLER.organisation, at)
    set_level(seller, buyer=BUYER.organisation, level="VIP")
    list_id = begin_list(seller, name="VIP", audience=Audience(level="VIP"))
    for sku_id in list(ladders)[:8]:
        set_ladder(seller, sku_id, steps=_cheaper(ladders[sku_id], "0.95"), list_id=list_id)
    accept_agreement(
        market.as_person(BUYER.login, BUYER.organisation, at + timedelta(hours=2)),
        _offer(market, seller, list(ladders.items())[8:12], "Spring window"),
    )
    _schedule_sale(seller, list(ladders.items())[12:15], market.now)
    rival = market.as_person(RIVAL.login, RIVAL.organisation, at)
    _offer(market, rival, list(_ladders(market, RIVAL.organisation, at).items())[:3], "A year of best sellers")


def _ladders(market: Market, organisation: str, at: datetime) -> dict[UUID, Ladder]:
    skus = [sku_id for sku_id, _minimum in popular(market, organisation)[:20]]
    found = base_ladders(market.reading(), skus, at)
    return {sku_id: found[sku_id] for sku_id in skus if sku_id in found}


def _cheaper(ladder: Ladder, share: str) -> tuple[Step, ...]:
    """Take a share off every step; what two steps then have in common is one."""
    steps: list[Step] = []
    for step in ladder.steps:
        price = max((step.unit_price * Decimal(share)).quantize(CENT), CENT)
        if not steps or price < steps[-1].unit_price:
            steps.append(Step(step.quantity, price))
    return tuple(steps)


def _offer(market: Market, seller: Call, ladders: Sequence[tuple[UUID, Ladder]], title: str) -> UUID:
    period = Period(seller.at, market.now + timedelta(days=120))
    agreement_id = draft_agreement(seller, buyer=BUYER.organisation, title=title, period=period)
    for number, (sku_id, ladder) in enumerate(ladders):
        capacity = None if number == 0 else ladder.steps[0].quantity * 20
        price = _cheaper(ladder, "0.88")[-1].unit_price
        set_agreement_line(seller, agreement_id, line=LineTerms(sku_id, price, capacity))
    return offer_agreement(seller, agreement_id)


def _schedule_sale(seller: Call, ladders: Sequence[tuple[UUID, Ladder]], now: datetime) -> None:
    week = Period(now + timedelta(days=7), now + timedelta(days=14))
    for sku_id, ladder in ladders:
        set_ladder(seller, sku_id, steps=_cheaper(ladder, "0.9"), period=week)
