"""The market that the trade's tests act on."""

from __future__ import annotations

import pytest
from sqlalchemy.orm import Session

from tests.trade.market import Market


@pytest.fixture
def market(session: Session) -> Market:
    """A market within the test's transaction."""
    return Market(session)
