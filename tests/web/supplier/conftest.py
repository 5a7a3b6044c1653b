"""A market, and the browsers of its first supplier's people."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Member
from trade.parties.rules import Role


@pytest.fixture
def market(session: Session) -> Market:
    """Two sellers, two buyers, the platform's people."""
    return Market(session)


@pytest.fixture
def at_desk(session: Session, desk_of: Callable[[Member], Desk]) -> Callable[[Actor], Desk]:
    """Browsers by who acts."""

    def open_desk(actor: Actor) -> Desk:
        bind_actor(session, Actor.system())
        return desk_of(session.query(Member).filter_by(person_id=actor.person_id).one())

    return open_desk


@pytest.fixture
def owner(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Who may do everything at the supplier's."""
    return at_desk(market.supplier)


@pytest.fixture
def clerk(market: Market, at_desk: Callable[[Actor], Desk]) -> Desk:
    """Somebody of the supplier's warehouse."""
    return at_desk(market.colleague(market.supplier, Role.WAREHOUSE))
