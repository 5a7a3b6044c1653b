"""A market with the platform's people, and browsers they have signed in with."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.parties.rules import Role


@pytest.fixture
def support(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Somebody who admits and oversees."""
    return at_desk(market.support)


@pytest.fixture
def owner(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """The platform's owner."""
    return at_desk(market.colleague(market.support, Role.OWNER))


@pytest.fixture
def maker(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Somebody of finance, who oversees without admitting."""
    return at_desk(market.maker)
