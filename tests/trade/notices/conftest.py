"""A market whose supplier has a webhook."""

from __future__ import annotations

from uuid import UUID

import pytest
from sqlalchemy.orm import Session

from tests.trade.market import Market
from trade.notices.actions import add_webhook
from trade.notices.rules import VERBS

URL = "https://erp.example.com/pinhuo"


@pytest.fixture
def market(session: Session) -> Market:
    return Market(session)


@pytest.fixture
def webhook_id(market: Market) -> UUID:
    """Told everything."""
    return add_webhook(market.by(market.supplier), url=URL, types=tuple(VERBS))
