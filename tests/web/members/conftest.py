"""A market, and the browsers of the people in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from tests.desk import Desk
from tests.trade.market import Market
from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Member


@pytest.fixture
def market(session: Session) -> Market:
    """Two sellers, two buyers, the platform's people."""
    return Market(session)


@pytest.fixture
def member_of(session: Session) -> Callable[[Actor], Member]:
    """Members by who acts."""

    def find(actor: Actor) -> Member:
        bind_actor(session, Actor.system())
        return session.query(Member).filter_by(person_id=actor.person_id).one()

    return find


@pytest.fixture
def at_desk(member_of: Callable[[Actor], Member], desk_of: Callable[[Member], Desk]) -> Callable[[Actor], Desk]:
    """Browsers by who acts."""
    return lambda actor: desk_of(member_of(actor))
