"""Where an organisation wants its goods."""

from __future__ import annotations

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import Organisation


def delivery_address(session: Session, actor: Actor) -> str:
    """Return the address that the actor's next orders are delivered to; empty where none is known."""
    return session.scalars(select(Organisation.address).where(Organisation.id == actor.organisation)).one()
