"""Which program sent a request, and which tokens an organisation has given out."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.actions.tokens import USE_NOTED_EVERY
from trade.parties.credentials import token_hash
from trade.parties.models import AccessToken, Organisation, Person
from trade.parties.rules import OrganisationKind, OrganisationState, TokenScope, permissions_by_token


@dataclass(frozen=True, slots=True)
class Bearer:
    """A program that showed a token, and the organisation it acts for."""

    token_id: UUID
    name: str
    made_by: UUID
    organisation_id: UUID
    organisation_name: str
    kind: OrganisationKind
    state: OrganisationState
    currency: str
    time_zone: str
    scopes: frozenset[TokenScope]
    last_used_at: datetime | None

    def actor(self) -> Actor:
        """Return who acts: the organisation, by no person's hand."""
        permissions = permissions_by_token(self.kind, self.state, self.scopes)
        return Actor(Scope.PARTY, None, self.organisation_id, permissions)

    def use_is_news(self, at: datetime) -> bool:
        """Whether it is time to note again that the token is in use."""
        return self.last_used_at is None or self.last_used_at < at - USE_NOTED_EVERY


@dataclass(frozen=True, slots=True)
class TokenRow:
    """One line of the list of tokens."""

    id: UUID
    name: str
    hint: str
    scopes: tuple[TokenScope, ...]
    made_by: str
    created_at: datetime
    expires_at: datetime | None
    last_used_at: datetime | None
    has_expired: bool


def bearer_by_token(session: Session, token: str, at: datetime) -> Bearer | None:
    """Return whose token this is; ``None`` once it was revoked or expired. Asked as the system: nobody acts yet."""
    row = session.execute(
        select(AccessToken, Organisation)
        .join(Organisation, Organisation.id == AccessToken.organisation_id)
        .where(
            AccessToken.token_hash == token_hash(token),
            AccessToken.revoked_at.is_(None),
            or_(AccessToken.expires_at.is_(None), AccessToken.expires_at > at),
        )
    ).one_or_none()
    if row is None:
        return None
    found, organisation = row
    return Bearer(
        token_id=found.id,
        name=found.name,
        made_by=found.made_by,
        organisation_id=organisation.id,
        organisation_name=organisation.name,
        kind=OrganisationKind(organisation.kind),
        state=OrganisationState(organisation.state),
        currency=organisation.currency,
        time_zone=organisation.time_zone,
        scopes=frozenset(TokenScope(scope) for scope in found.scopes),
        last_used_at=found.last_used_at,
    )


def tokens_of(session: Session, actor: Actor, at: datetime) -> list[TokenRow]:
    """Return the tokens of the actor's organisation that were not revoked, newest first."""
    actor.require(Permission.MANAGE_MEMBERS)
    rows = session.execute(
        select(AccessToken, Person.name)
        .join(Person, Person.id == AccessToken.made_by)
        .where(AccessToken.organisation_id == actor.organisation, AccessToken.revoked_at.is_(None))
        .order_by(AccessToken.id.desc())
        .limit(PAGE_ROWS_MAX)
    )
    return [
        TokenRow(
            id=token.id,
            name=token.name,
            hint=token.hint,
            scopes=tuple(TokenScope(scope) for scope in token.scopes),
            made_by=made_by,
            created_at=token.created_at,
            expires_at=token.expires_at,
            last_used_at=token.last_used_at,
            has_expired=token.expires_at is not None and token.expires_at <= at,
        )
        for token, made_by in rows
    ]
