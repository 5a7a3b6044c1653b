"""Giving a member other roles."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_rows
from trade.kernel.work import Work, action
from trade.parties.errors import LastOwner
from trade.parties.models import Member, Organisation
from trade.parties.rules import OrganisationKind, Role, roles_for


@action(Permission.MANAGE_MEMBERS)
def change_roles(work: Work, member_id: UUID, *, roles: tuple[Role, ...]) -> UUID:
    """Replace the roles of a member of the actor's organisation; they hold from the next request on.

    Raises ``LastOwner`` when nobody would be left to manage the organisation.
    """
    organisation = work.session.get_one(Organisation, work.actor.organisation)
    allowed = roles_for(OrganisationKind(organisation.kind))
    if not roles or not set(roles) <= set(allowed):
        raise InvalidInput("roles", "roles_for_kind", allowed=allowed)
    members = lock_rows(
        work.session,
        select(Member).where(Member.organisation_id == organisation.id, Member.ended_at.is_(None)).order_by(Member.id),
    )
    changed = next((member for member in members if member.id == member_id), None)
    if changed is None:
        raise NotFound("member", member_id)
    if Role.OWNER not in roles and not any(Role.OWNER in member.roles for member in members if member is not changed):
        raise LastOwner
    before, changed.roles = list(changed.roles), [str(role) for role in roles]
    work.record(
        "parties.roles_changed",
        "organisation",
        organisation.id,
        before={"roles": before},
        after={"person": str(changed.person_id), "roles": list(changed.roles)},
    )
    return changed.id
