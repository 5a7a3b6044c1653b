"""Who is to be written to about an organisation's affairs. Asked by jobs, as the system."""

from __future__ import annotations

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.parties.models import Member, Person
from trade.parties.ports import Addressee
from trade.parties.rules import Role


def owners_of(session: Session, organisation_id: UUID) -> Sequence[UUID]:
    """Return the people who own an organisation."""
    return session.scalars(
        select(Member.person_id)
        .where(
            Member.organisation_id == organisation_id,
            Member.ended_at.is_(None),
            Member.roles.contains([str(Role.OWNER)]),
        )
        .order_by(Member.person_id)
    ).all()


def addressee_of(session: Session, person_id: UUID) -> Addressee | None:
    """Return where a person's letters go; ``None`` where there is nobody."""
    person = session.get(Person, person_id)
    if person is None:
        return None
    return Addressee(login=person.email or person.phone or "", name=person.name, locale=person.locale)
