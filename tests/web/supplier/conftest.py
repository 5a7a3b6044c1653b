"""A market, and the browsers of its first supplier's people."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.parties.rules import Role


@pytest.fixture
def owner(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Who may do everything at the supplier's."""
    return at_desk(market.supplier)


@pytest.fixture
def clerk(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Somebody of the supplier's warehouse."""
    return at_desk(market.colleague(market.supplier, Role.WAREHOUSE))
