"""Organisations as the platform's staff see them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, or_, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotFound
from trade.kernel.paging import PAGE_ROWS, Page, from_cursor, page_of
from trade.parties.models import BankAccount, Member, Organisation, Person
from trade.parties.queries.payees import payees_in_force
from trade.parties.rules import OrganisationKind, OrganisationState, Role


@dataclass(frozen=True, slots=True)
class OrganisationRow:
    """One line of the list of organisations."""

    organisation_id: UUID
    name: str
    code: str
    kind: OrganisationKind
    state: OrganisationState
    region_code: str | None
    created_at: datetime


@dataclass(frozen=True, slots=True)
class MemberLine:
    """One member, as the platform's staff see them. ``login``: e-mail or phone."""

    member_id: UUID
    name: str
    login: str
    roles: tuple[Role, ...]
    has_second_factor: bool


@dataclass(frozen=True, slots=True)
class OrganisationDetail:
    """One organisation with its people, for admission."""

    organisation_id: UUID
    name: str
    legal_name: str
    tax_id: str
    code: str
    kind: OrganisationKind
    state: OrganisationState
    region_code: str | None
    address: str
    time_zone: str
    currency: str
    bank_account: str
    created_at: datetime
    admitted_at: datetime | None
    people: tuple[MemberLine, ...]


def organisations(
    session: Session,
    actor: Actor,
    *,
    kind: OrganisationKind | None = None,
    state: OrganisationState | None = None,
    search: str = "",
    after: str | None = None,
    limit: int = PAGE_ROWS,
) -> Page[OrganisationRow]:
    """Return organisations by name, narrowed down by kind, state, and a part of name or code."""
    _require_staff(actor)
    name = func.lower(Organisation.name)
    statement = select(Organisation).order_by(name, Organisation.id).limit(limit + 1)
    if kind is not None:
        statement = statement.where(Organisation.kind == kind)
    if state is not None:
        statement = statement.where(Organisation.state == state)
    if search:
        statement = statement.where(
            or_(
                Organisation.name.icontains(search, autoescape=True),
                Organisation.code.icontains(search, autoescape=True),
            )
        )
    cursor = from_cursor(after, str, UUID)
    if cursor is not None:
        statement = statement.where(tuple_(name, Organisation.id) > cursor)
    rows = [_row(organisation) for organisation in session.scalars(statement)]
    return page_of(rows, limit, key=lambda row: (row.name.lower(), str(row.organisation_id)))


def organisation_detail(session: Session, actor: Actor, organisation_id: UUID, at: datetime) -> OrganisationDetail:
    """Return one organisation with its members and its account at an instant; ``NotFound`` for an unknown one."""
    _require_staff(actor)
    found = session.get(Organisation, organisation_id)
    if found is None:
        raise NotFound("organisation", organisation_id)
    payee = payees_in_force(session, [organisation_id], at).get(organisation_id)
    people = session.execute(
        select(
            Member.id, Person.name, func.coalesce(Person.email, Person.phone), Member.roles, Person.totp_confirmed_at
        )
        .join_from(Member, Person)
        .where(Member.organisation_id == organisation_id, Member.ended_at.is_(None))
        .order_by(Person.name)
        .limit(100)
    )
    return OrganisationDetail(
        organisation_id=found.id,
        name=found.name,
        legal_name=found.legal_name,
        tax_id=found.tax_id,
        code=found.code,
        kind=OrganisationKind(found.kind),
        state=OrganisationState(found.state),
        region_code=found.region_code,
        address=found.address,
        time_zone=found.time_zone,
        currency=found.currency,
        bank_account=payee.masked if payee else account_of(session, organisation_id),
        created_at=found.created_at,
        admitted_at=found.admitted_at,
        people=tuple(
            MemberLine(key, name, login, tuple(Role(role) for role in roles), confirmed_at is not None)
            for key, name, login, roles, confirmed_at in people
        ),
    )


def account_of(session: Session, organisation_id: UUID) -> str:
    """Return the account that the platform itself is paid on; empty where it has not said, and for everybody else."""
    account = session.get(BankAccount, organisation_id)
    return account.account if account is not None else ""


def _require_staff(actor: Actor) -> None:
    if not actor.may(Permission.OVERSEE):
        actor.require(Permission.ADMIT)


def _row(organisation: Organisation) -> OrganisationRow:
    return OrganisationRow(
        organisation_id=organisation.id,
        name=organisation.name,
        code=organisation.code,
        kind=OrganisationKind(organisation.kind),
        state=OrganisationState(organisation.state),
        region_code=organisation.region_code,
        created_at=organisation.created_at,
    )
