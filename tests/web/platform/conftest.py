"""A market with the platform's people, and browsers they have signed in with."""

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
        member = session.query(Member).filter_by(person_id=actor.person_id).one()
        return desk_of(member)

    return open_desk


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
