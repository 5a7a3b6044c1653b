"""What those who may reset somebody's lost second factor look at first."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import and_, func, literal, or_, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.kernel.errors import NotFound
from trade.parties.actions.factor_resets import OPEN_FOR
from trade.parties.models import FactorReset, Member, Organisation, Person


@dataclass(frozen=True, slots=True)
class LostFactor:
    """A member whose second factor may be reset. ``asked_by``: who has asked, while a second person may still agree."""

    member_id: UUID
    person_id: UUID
    name: str
    login: str
    organisation_id: UUID
    organisation_name: str
    has_second_factor: bool
    needs_two: bool
    asked_by: UUID | None
    asker_name: str
    asked_at: datetime | None


def lost_factor(session: Session, actor: Actor, member_id: UUID, at: datetime) -> LostFactor:
    """Return a member of the actor's organisation, or of any for those who admit; ``NotFound`` for a stranger."""
    theirs = or_(Member.organisation_id == actor.organisation, literal(actor.may(Permission.ADMIT)))
    waiting = and_(
        FactorReset.person_id == Person.id, FactorReset.done_at.is_(None), FactorReset.needs_two,
        FactorReset.agreed_by.is_(None), FactorReset.asked_at > at - OPEN_FOR,
    )  # fmt: skip
    row = session.execute(
        select(
            Person.id, Person.name, func.coalesce(Person.email, Person.phone).label("login"), Person.totp_confirmed_at,
            Organisation.id.label("organisation_id"), Organisation.name.label("organisation_name"),
            func.parties_is_staff(Person.id).label("needs_two"), FactorReset.asked_by, FactorReset.asked_at,
            func.parties_name(FactorReset.asked_by).label("asker"),
        )
        .join_from(Member, Person)
        .join(Organisation, Organisation.id == Member.organisation_id)
        .outerjoin(FactorReset, waiting)
        .where(Member.id == member_id, Member.ended_at.is_(None), theirs)
    ).one_or_none()  # fmt: skip
    if row is None:
        raise NotFound("member", member_id)
    return LostFactor(
        member_id, row.id, row.name, row.login, row.organisation_id, row.organisation_name,
        row.totp_confirmed_at is not None, row.needs_two, row.asked_by, row.asker or "", row.asked_at,
    )  # fmt: skip
