"""A market with money in it, and browsers of the people who handle it."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

import pytest

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.payouts.actions import prepare_payout


@pytest.fixture
def maker(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Whoever prepares."""
    return at_desk(market.maker)


@pytest.fixture
def checker(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Whoever decides."""
    return at_desk(market.checker)


@pytest.fixture
def support(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Somebody of the platform without any part in its money."""
    return at_desk(market.support)


@pytest.fixture
def settled(market: Market) -> Market:
    """A market whose supplier has one statement of £91.80, £87.21 of it payable."""
    market.completed()
    market.settle()
    return market


@pytest.fixture
def prepared(settled: Market) -> UUID:
    """A payout that waits for its second person."""
    return prepare_payout(settled.by(settled.maker), seller_id=settled.supplier.organisation, currency="GBP")
