"""A pool that is open now, and the browsers of those who have to do with it."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.market import Market
from tests.trade.pooling.pooled import pool


@pytest.fixture
def market(session) -> Market:
    """A market whose clock is the one that the pages read."""
    return Market(session, at=clock.now())


@pytest.fixture
def offered(market):
    """(pool, SKU): up to 600 in sixes from 12 up, at 2.50, 2.20 from 60, 1.85 from 240; alone 2.95."""
    made = pool(market)
    market.money(market.retailer)
    market.money(market.neighbour)
    return made


@pytest.fixture
def shop(market, offered, at_desk):
    """A shop of the pool's region, with 1,000 pounds."""
    return at_desk(market.retailer)
