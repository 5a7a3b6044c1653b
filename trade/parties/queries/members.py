"""Who belongs to an organisation, and to which organisations a person belongs."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.models import Member, Organisation, Person
from trade.parties.rules import ASKING, OrganisationKind, OrganisationState, Role, SpendingLimits


@dataclass(frozen=True, slots=True)
class MemberRow:
    """One line of the list of members."""

    member_id: UUID
    person_id: UUID
    name: str
    login: str
    roles: tuple[Role, ...]
    since: datetime
    has_second_factor: bool
    limits: SpendingLimits


@dataclass(frozen=True, slots=True)
class Place:
    """One organisation that a person may act for."""

    organisation_id: UUID
    name: str
    kind: OrganisationKind
    state: OrganisationState
    roles: tuple[Role, ...]


def members_of(session: Session, actor: Actor) -> list[MemberRow]:
    """Return the members of the actor's organisation, by name."""
    actor.require(Permission.MANAGE_MEMBERS)
    rows = session.execute(
        select(Member, Person, Organisation.currency)
        .join(Member.person)
        .join(Member.organisation)
        .where(Member.organisation_id == actor.organisation, Member.ended_at.is_(None))
        .order_by(func.lower(Person.name), Member.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        MemberRow(
            member_id=member.id,
            person_id=person.id,
            name=person.name,
            login=person.email or person.phone or "",
            roles=tuple(Role(role) for role in member.roles),
            since=member.created_at,
            has_second_factor=person.has_second_factor,
            limits=limits_of(member, currency),
        )
        for member, person, currency in rows
    ]


def limits_of(member: Member, currency: str) -> SpendingLimits:
    """What a member may answer for alone, in their organisation's currency."""

    def limit(minor: int | None) -> Money | None:
        return None if minor is None else Money(minor, currency)

    return SpendingLimits(limit(member.order_limit_minor), limit(member.month_limit_minor))


def is_member(session: Session, person_id: UUID, organisation_id: UUID) -> bool:
    """Whether a person acts for an organisation that is admitted, asks to be, or is suspended."""
    member = select(Member.id).join(Organisation).where(
        Member.person_id == person_id, Member.organisation_id == organisation_id, Member.ended_at.is_(None),
        Organisation.state.in_((OrganisationState.ADMITTED, OrganisationState.SUSPENDED, *ASKING)),
    )  # fmt: skip
    return session.scalar(member) is not None


def places_of(session: Session, person_id: UUID) -> list[Place]:
    """Return the organisations that a person may act for, by name."""
    rows = session.execute(
        select(Organisation.id, Organisation.name, Organisation.kind, Organisation.state, Member.roles)
        .join_from(Member, Organisation)
        .where(Member.person_id == person_id, Member.ended_at.is_(None))
        .order_by(func.lower(Organisation.name), Organisation.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        Place(
            organisation_id=row.id,
            name=row.name,
            kind=OrganisationKind(row.kind),
            state=OrganisationState(row.state),
            roles=tuple(Role(role) for role in row.roles),
        )
        for row in rows
    ]
