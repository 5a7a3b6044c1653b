"""What platform staff ask beyond one list: where organisations stand, who could have paid, which letters are open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.parties.models import Invitation, Organisation, Region
from trade.parties.rules import OrganisationKind, OrganisationState

BUYERS: Final = tuple(kind for kind in OrganisationKind if kind.buys)
SUGGESTED: Final = 8


@dataclass(frozen=True, slots=True)
class Payer:
    """An organisation that may have sent money."""

    id: UUID
    name: str
    code: str
    kind: OrganisationKind
    region_code: str | None
    currency: str


@dataclass(frozen=True, slots=True)
class OpenInvitation:
    """A letter to an organisation that nobody has answered yet."""

    invitation_id: UUID
    login: str
    created_at: datetime
    expires_at: datetime
    has_expired: bool


@dataclass(frozen=True, slots=True)
class RegionRow:
    """A region to choose."""

    code: str
    country: str
    name: str
    name_zh: str


def organisation_states(session: Session) -> dict[OrganisationState, int]:
    """How many organisations stand in each state."""
    rows = session.execute(select(Organisation.state, func.count()).group_by(Organisation.state))
    return {OrganisationState(state): count for state, count in rows}


def payers(session: Session, actor: Actor, search: str) -> list[Payer]:
    """Buyers whose name, legal name or code holds ``search``; an exact code or name comes first, and alone."""
    actor.require(Permission.SEE_FINANCE)
    text = search.strip()
    if not text:
        return []
    columns = (Organisation.code, Organisation.name, Organisation.legal_name)
    exact = or_(*(func.lower(column) == text.lower() for column in columns))
    query = (
        select(Organisation, exact)
        .where(Organisation.kind.in_(BUYERS), or_(*(column.icontains(text, autoescape=True) for column in columns)))
        .order_by(exact.desc(), func.lower(Organisation.name), Organisation.id)
        .limit(SUGGESTED)
    )
    rows = session.execute(query).all()
    found = [organisation for organisation, is_exact in rows if is_exact] or [organisation for organisation, _ in rows]
    return [
        Payer(row.id, row.name, row.code, OrganisationKind(row.kind), row.region_code, row.currency) for row in found
    ]


def open_invitations(session: Session, actor: Actor, organisation_id: UUID, at: datetime) -> list[OpenInvitation]:
    """The letters to an organisation that nobody has answered, newest first."""
    actor.require(Permission.OVERSEE)
    query = (
        select(Invitation)
        .where(Invitation.organisation_id == organisation_id, Invitation.accepted_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(SUGGESTED)
    )
    return [
        OpenInvitation(row.id, row.login, row.created_at, row.expires_at, row.expires_at <= at)
        for row in session.scalars(query)
    ]


def regions(session: Session) -> list[RegionRow]:
    """Every region, by country and name."""
    query = select(Region).order_by(Region.country, Region.name)
    return [RegionRow(row.code, row.country, row.name, row.name_zh) for row in session.scalars(query)]
