"""The names behind ids, for timelines and lists."""

from __future__ import annotations

from collections.abc import Collection
from uuid import UUID

from sqlalchemy import func, or_, select, union_all
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import Organisation, Person


def names_of(session: Session, ids: Collection[UUID]) -> dict[UUID, str]:
    """Return the names of these people and organisations: one statement, however many."""
    if not ids:
        return {}
    asked = func.unnest(list(ids)).column_valued("asked")
    people = select(asked, func.parties_name(asked))
    organisations = select(Organisation.id, Organisation.name).where(Organisation.id.in_(ids))
    return {row[0]: row[1] for row in session.execute(union_all(people, organisations)) if row[1] is not None}


def own_code(session: Session, actor: Actor) -> str:
    """The code of the actor's organisation, by which sellers name it."""
    return session.execute(select(Organisation.code).where(Organisation.id == actor.organisation)).scalar_one()


def ids_named(session: Session, text: str, *, most: int = 200) -> set[UUID]:
    """The people and organisations whose name holds ``text``; of people also whose e-mail address does."""
    people = select(Person.id).where(
        or_(Person.name.icontains(text, autoescape=True), Person.email.icontains(text, autoescape=True))
    )
    named = select(Organisation.id).where(Organisation.name.icontains(text, autoescape=True))
    return {*session.scalars(people.limit(most)), *session.scalars(named.limit(most))}
