"""Invitations: what the invited person sees, and what is still open."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.paging import PAGE_ROWS_MAX
from trade.parties.credentials import token_hash
from trade.parties.models import Invitation
from trade.parties.rules import OrganisationKind, OrganisationState, Role

_INVITATION: Final = text("SELECT * FROM parties_invitation(:token_hash, :at)")


@dataclass(frozen=True, slots=True)
class InvitationView:
    """What the page behind an invitation's link says."""

    invitation_id: UUID
    organisation_id: UUID
    organisation_name: str
    kind: OrganisationKind
    state: OrganisationState
    login: str
    roles: tuple[Role, ...]
    is_known: bool


@dataclass(frozen=True, slots=True)
class PendingInvitation:
    """An invitation nobody accepted yet."""

    invitation_id: UUID
    login: str
    roles: tuple[Role, ...]
    inviter: str
    created_at: datetime
    expires_at: datetime
    has_expired: bool


def invitation_by_token(session: Session, token: str, at: datetime) -> InvitationView | None:
    """Return the invitation behind a link while it works.

    ``is_known``: the invited person has a password already and proves it instead of choosing one.
    """
    row = session.execute(_INVITATION, {"token_hash": token_hash(token), "at": at}).one_or_none()
    if row is None:
        return None
    return InvitationView(
        invitation_id=row.id,
        organisation_id=row.organisation_id,
        organisation_name=row.organisation_name,
        kind=OrganisationKind(row.kind),
        state=OrganisationState(row.state),
        login=row.login,
        roles=tuple(Role(role) for role in row.roles),
        is_known=row.is_known,
    )


def invitations_of(session: Session, actor: Actor, at: datetime) -> list[PendingInvitation]:
    """Return the open invitations to the actor's organisation, newest first."""
    actor.require(Permission.MANAGE_MEMBERS)
    rows = session.execute(
        select(Invitation, func.parties_name(Invitation.invited_by))
        .where(Invitation.organisation_id == actor.organisation, Invitation.accepted_at.is_(None))
        .order_by(Invitation.created_at.desc(), Invitation.id)
        .limit(PAGE_ROWS_MAX)
    )
    return [
        PendingInvitation(
            invitation_id=row.id,
            login=row.login,
            roles=tuple(Role(role) for role in row.roles),
            inviter=inviter or "",
            created_at=row.created_at,
            expires_at=row.expires_at,
            has_expired=row.expires_at <= at,
        )
        for row, inviter in rows
    ]
