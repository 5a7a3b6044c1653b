"""Tokens: letting a program act for an organisation, and taking that away.

As with sessions the caller brings the secret; only its hash is stored, and never an answer that holds it.
"""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import or_, select, update

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.credentials import token_hash
from trade.parties.models import AccessToken, Organisation
from trade.parties.rules import OrganisationKind, TokenScope, scopes_for

LIFETIME_MAX_DAYS: Final = 3650
USE_NOTED_EVERY: Final = timedelta(minutes=5)
HINT_LENGTH: Final = 4


@action(Permission.MANAGE_MEMBERS)
def make_token(work: Work, token: str, *, name: str, scopes: tuple[TokenScope, ...], days: int | None = None) -> UUID:
    """Let whoever knows ``token`` act for the actor's organisation within ``scopes``, for so many days or without end.

    Raises ``InvalidInput`` for no scope, one that means nothing for such an organisation, or an odd lifetime.
    """
    organisation = work.session.get_one(Organisation, work.actor.organisation)
    allowed = scopes_for(OrganisationKind(organisation.kind))
    if not scopes or not set(scopes) <= set(allowed):
        raise InvalidInput("scopes", "scopes_for_kind")
    if days is not None and not 1 <= days <= LIFETIME_MAX_DAYS:
        raise InvalidInput("days", "out_of_range", maximum=LIFETIME_MAX_DAYS)
    made = AccessToken(
        id=new_id(),
        token_hash=token_hash(token),
        organisation_id=organisation.id,
        name=name,
        hint=token[-HINT_LENGTH:],
        scopes=[str(scope) for scope in allowed if scope in scopes],
        made_by=work.actor.person,
        created_at=work.at,
        expires_at=work.at + timedelta(days=days) if days else None,
    )
    work.session.add(made)
    told = {"token": made.hint, "name": name, "scopes": list(made.scopes)}
    work.record("parties.token_made", "organisation", organisation.id, after=told)
    return made.id


@action(Permission.MANAGE_MEMBERS)
def revoke_token(work: Work, token_id: UUID) -> None:
    """Take one of the organisation's tokens away, from the next request on; one that is gone stays gone."""
    token = lock_one(
        work.session,
        select(AccessToken).where(AccessToken.id == token_id, AccessToken.organisation_id == work.actor.organisation),
    )
    if token is None:
        raise NotFound("token", token_id)
    if token.revoked_at is None:
        token.revoked_at = work.at
        told = {"token": token.hint, "name": token.name}
        work.record("parties.token_revoked", "organisation", token.organisation_id, before=told)


@action()
def note_token_use(work: Work, token_id: UUID) -> None:
    """Remember that a token was used; at most once in some minutes, so that reading stays cheap."""
    work.session.execute(
        update(AccessToken)
        .where(
            AccessToken.id == token_id,
            or_(AccessToken.last_used_at.is_(None), AccessToken.last_used_at < work.at - USE_NOTED_EVERY),
        )
        .values(last_used_at=work.at)
    )
