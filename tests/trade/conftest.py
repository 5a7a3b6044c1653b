"""The market that the trade's tests act on."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from sqlalchemy.orm import Session

from tests.trade.market import Market
from tests.trade.tallies import mistallied
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.ordering.verify import verify_stock


@pytest.fixture
def market(session: Session) -> Iterator[Market]:
    """A market within the test's transaction. Whatever was done there, every unit on a shelf is accounted for, and filters count what is there."""
    yield Market(session)
    session.rollback()  # what a test broke on purpose
    bind_actor(session, Actor.system())
    assert verify_stock(session) == []
    assert mistallied(session) == []
