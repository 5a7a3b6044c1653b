"""The names behind ids, for timelines and lists."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import select, union_all
from sqlalchemy.orm import Session

from trade.parties.models import Organisation, Person


def names_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these people and organisations: one statement, however many."""
    if not ids:
        return {}
    people = select(Person.id, Person.name).where(Person.id.in_(ids))
    organisations = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(union_all(people, organisations))}
