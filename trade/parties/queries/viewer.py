"""Who sits in front of the screen, in one statement."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from trade.kernel import prepared
from trade.kernel.actor import Actor, Permission, Scope
from trade.parties.credentials import token_hash, totp_uri
from trade.parties.models import Credentials, Person, RecoveryCode
from trade.parties.rules import (
    SECOND_FACTOR_KINDS,
    OrganisationKind,
    OrganisationState,
    Role,
    permissions_of,
    scope_of,
)
from trade.parties.sealing import Seal


@dataclass(frozen=True, slots=True)
class Viewer:
    """A signed-in person, and the organisation acted for (empty until one is chosen)."""

    person_id: UUID
    name: str
    login: str
    locale: str
    has_second_factor: bool
    has_proven_it: bool
    places: int
    organisation_id: UUID | None
    organisation_name: str
    kind: OrganisationKind | None
    state: OrganisationState | None
    time_zone: str
    currency: str
    region_code: str | None
    roles: tuple[Role, ...]
    unread: int = 0
    """How much news they have not read; counted up to 100."""

    @property
    def owes_second_factor(self) -> bool:
        """Whether a code must be proven before anything else: the platform's people, and whoever set one up."""
        return (self.has_second_factor or self.kind in SECOND_FACTOR_KINDS) and not self.has_proven_it

    @property
    def is_admitted(self) -> bool:
        """Whether the organisation may trade now."""
        return self.state is OrganisationState.ADMITTED

    def actor(self) -> Actor:
        """Return who acts: without a place, or with a code owed, nobody in particular."""
        if self.kind is None or self.state is None or self.owes_second_factor:
            return Actor(Scope.NOBODY, self.person_id)
        permissions = permissions_of(self.kind, self.state, self.roles)
        scope = scope_of(self.kind) if self.is_admitted else Scope.PARTY
        return Actor(scope, self.person_id, self.organisation_id, permissions)

    def may(self, permission: Permission) -> bool:
        """Whether the viewer holds ``permission`` here and now."""
        return self.actor().may(permission)


# In a function of the database: who acts is not known yet, and nobody may look into these tables.
_VIEWER: Final = text("SELECT * FROM parties_viewer(:token_hash, :at)")


def viewer_by_token(session: Session, token: str, at: datetime) -> Viewer | None:
    """Return whose session ``token`` is; ``None`` once it ended, expired, or the member left."""
    found = prepared.run(session, _VIEWER, {"token_hash": token_hash(token), "at": at}).one_or_none()
    return _viewer(found) if found is not None else None


def pending_totp_uri(session: Session, person_id: UUID, seal: Seal) -> tuple[str, str] | None:
    """Return (secret, address for the QR code) of a generator that is being set up; never of a proven one."""
    found = session.execute(
        select(Credentials.totp_secret, func.coalesce(Person.email, Person.phone))
        .join_from(Person, Credentials)
        .where(Person.id == person_id, Person.totp_confirmed_at.is_(None), Credentials.totp_secret.is_not(None))
    ).one_or_none()
    if found is None or found[0] is None:
        return None
    secret = seal.open(found[0], person_id)
    return secret, totp_uri(secret, found[1])


def recovery_codes_left(session: Session, person_id: UUID) -> int:
    """How many recovery codes of a person still work."""
    count = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    return session.execute(count).scalar_one()


def resets_password(session: Session, token: str, at: datetime) -> bool:
    """Whether the link with ``token`` still sets a password."""
    return session.scalar(select(func.parties_reset(token_hash(token), at))) is not None


def _viewer(row: Any) -> Viewer:
    kind = row.kind
    return Viewer(
        person_id=row.id,
        name=row.name,
        login=row.email or row.phone,
        locale=row.locale,
        has_second_factor=row.totp_confirmed_at is not None,
        has_proven_it=row.second_factor_at is not None,
        places=row.places,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name or "",
        kind=OrganisationKind(kind) if kind else None,
        state=OrganisationState(row.state) if kind else None,
        time_zone=row.time_zone or "UTC",
        currency=row.currency or "",
        region_code=row.region_code,
        roles=tuple(Role(role) for role in row.roles or ()),
        unread=row.unread,
    )
