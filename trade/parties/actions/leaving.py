"""Taking a member's place away."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select, update

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_rows
from trade.kernel.work import Work, action
from trade.parties.errors import LastOwner
from trade.parties.models import Member, SignIn
from trade.parties.rules import Role


@action(Permission.MANAGE_MEMBERS)
def end_member(work: Work, member_id: UUID) -> None:
    """End a place in the actor's organisation; its sessions end with it."""
    members = lock_rows(
        work.session,
        select(Member)
        .where(Member.organisation_id == work.actor.organisation, Member.ended_at.is_(None))
        .order_by(Member.id),
    )
    leaving = next((member for member in members if member.id == member_id), None)
    if leaving is None:
        raise NotFound("member", member_id)
    if not any(Role.OWNER in member.roles for member in members if member is not leaving):
        raise LastOwner
    leaving.ended_at = work.at
    work.session.execute(
        update(SignIn).where(SignIn.member_id == member_id, SignIn.ended_at.is_(None)).values(ended_at=work.at)
    )
    work.record(
        "parties.member_left", "organisation", leaving.organisation_id, before={"person": str(leaving.person_id)}
    )
