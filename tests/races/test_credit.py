"""Many orders on one line at once: it never pays beyond its limit."""

from __future__ import annotations

from decimal import Decimal

import pytest
from sqlalchemy import text

from tests.races.conftest import Crowd, deed, kinds, on
from tests.trade.credit.lines import open_line, standing
from tests.trade.market import Market, gbp
from trade.credit import actions
from trade.credit.rules import Means
from trade.kernel.work import Work, action
from trade.ordering.actions import cancel_order, place_lines
from trade.pricing.rules import Step

pytestmark = pytest.mark.race
ONE_EACH = (Step(1, Decimal("2.50")),)


@pytest.mark.parametrize("bursts", [20, pytest.param(500, marks=pytest.mark.soak)])
def test_theme_12_bursts_of_64_orders_on_one_line_never_go_beyond_it(market: Market, crowd: Crowd, bursts: int) -> None:
    buyers = [market.retailer, *(market.colleague(market.retailer) for _ in range(15))]
    sku_id = market.goods(stock=64 * bursts, steps=ONE_EACH, multiple=1)
    open_line(market, limit=0)
    for burst in range(1, bursts + 1):
        fits = burst * 7 % 23 + 1
        limit = standing(market).used.minor + fits * 250 + burst % 250
        _set_limit(market, limit)
        calls = [market.by(buyers[n % 16]) for n in range(64)]
        answers = crowd([deed(call, place_lines, {sku_id: 1}, means=Means.CREDIT) for call in calls])
        assert kinds(answers) == {"Placed": fits, "CreditRefused": 64 - fits}
        assert standing(market).used.minor <= limit
    assert market.balance("credit_receivable", market.retailer) == standing(market).used.minor


def test_theme_12_draws_promises_and_cancellations_at_once_never_go_beyond_it(market: Market, crowd: Crowd) -> None:
    open_line(market, limit=20 * 250)
    sku_id = market.goods(stock=500, steps=ONE_EACH, multiple=1)
    placed = [place_lines(market.by(market.retailer), {sku_id: 1}, means=Means.CREDIT).order_ids[0] for _ in range(10)]
    answers = crowd(
        [deed(market.by(market.supplier), cancel_order, order, reason="") for order in placed]
        + [deed(market.by(market.retailer), place_lines, {sku_id: 1}, means=Means.CREDIT) for _ in range(27)]
        + [lambda session: _reserve(on(session, market.by(market.retailer)), 250) for _ in range(27)]
    )
    told = kinds(answers)
    assert told["UUID"] == 10
    now = standing(market)
    assert now.used.minor == told["Placed"] * 250
    assert now.reserved.minor == told["NoneType"] * 250
    assert now.used.minor + now.reserved.minor <= 5000
    _release(market.by(market.retailer), now.reserved.minor)  # no pool stands behind these promises


@action()
def _reserve(work: Work, minor: int) -> None:
    actions.reserve(work, work.actor.organisation, gbp(minor))


@action()
def _release(work: Work, minor: int) -> None:
    actions.release(work, work.actor.organisation, gbp(minor))


def _set_limit(market: Market, limit: int) -> None:
    with market.as_system() as session:
        session.execute(text("UPDATE credit_lines SET limit_minor = :limit"), {"limit": limit})
        session.commit()
