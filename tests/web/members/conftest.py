"""A market, and the browsers of the people in it."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.kernel.work import bind_actor
from trade.parties.models import Member


@pytest.fixture
def member_of(session: Session) -> Callable[[Actor], Member]:
    """Members by who acts."""

    def find(actor: Actor) -> Member:
        bind_actor(session, Actor.system())
        return session.query(Member).filter_by(person_id=actor.person_id).one()

    return find
