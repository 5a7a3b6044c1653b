"""The demo market while it is being made: its session, its people, and who acts when."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Scope
from trade.kernel.work import Call, bind_actor
from trade.parties.models import Member, Organisation, Person
from trade.parties.rules import OrganisationKind, OrganisationState, Role, login_name, permissions_of, scope_of

_SYSTEM: Final = Actor.system()


@dataclass(slots=True)
class Market:
    """A session in one outer transaction: the market appears whole or not at all."""

    session: Session
    now: datetime
    secret: str
    organisations: dict[str, UUID] = field(default_factory=dict)
    """By code, or by name for those that were invited here."""
    actors: dict[tuple[str, str], Actor] = field(default_factory=dict)

    def reading(self) -> Session:
        """Return the session, seeing everything whoever acted last."""
        bind_actor(self.session, _SYSTEM)
        return self.session

    def on(self, days_ago: int, hour: int) -> datetime:
        """Return an hour of an earlier day."""
        day = self.now.replace(minute=0, second=0, microsecond=0) - timedelta(days=days_ago)
        return day.replace(hour=hour)

    def as_system(self, at: datetime, organisation_id: UUID | None = None) -> Call:
        """Act as the system, for an organisation where one is given."""
        actor = Actor(Scope.SYSTEM, organisation_id=organisation_id, permissions=_SYSTEM.permissions)
        return Call(self.session, actor, at)

    def as_nobody(self, at: datetime) -> Call:
        """Act as a visitor."""
        return Call(self.session, Actor.nobody(), at)

    def as_person(self, login: str, organisation: str, at: datetime) -> Call:
        """Act as somebody from their place in an organisation, which is admitted."""
        actor = self.actors.get((login, organisation))
        if actor is None:
            actor = self.actors[login, organisation] = self._actor(login, organisation)
        return Call(self.session, actor, at)

    def _actor(self, login: str, organisation: str) -> Actor:
        name = login_name(login)
        member, place = (
            self.reading()
            .execute(
                select(Member, Organisation)
                .join(Person, Person.id == Member.person_id)
                .join(Organisation, Organisation.id == Member.organisation_id)
                .where(or_(Person.email == name, Person.phone == name), Organisation.id == self.find(organisation))
            )
            .one()
        )
        kind, state = OrganisationKind(place.kind), OrganisationState(place.state)
        permissions = permissions_of(kind, state, [Role(role) for role in member.roles])
        return Actor(scope_of(kind), member.person_id, place.id, permissions)

    def find(self, organisation: str) -> UUID:
        """Find an organisation by its name here, else by its code."""
        found = self.organisations.get(organisation)
        if found is None:
            code = Organisation.code == organisation
            found = self.organisations[organisation] = self.reading().scalars(select(Organisation.id).where(code)).one()
        return found
