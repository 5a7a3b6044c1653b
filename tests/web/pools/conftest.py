"""A pool that is open now, and the browsers of those who have to do with it."""

from __future__ import annotations

import pytest

from adapters import clock
from tests.trade.market import Market
from tests.trade.pooling.pooled import pool
from trade.kernel.actor import Actor
from trade.parties.models import Member


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
def desk_for(market, desk_of):
    """The browser of whoever acts."""

    def make(actor: Actor):
        with market.as_system() as session:
            member = session.query(Member).filter_by(
                person_id=actor.person_id, organisation_id=actor.organisation_id
            ).one()  # fmt: skip
        return desk_of(member)

    return make


@pytest.fixture
def shop(market, offered, desk_for):
    """A shop of the pool's region, with 1,000 pounds."""
    return desk_for(market.retailer)
