"""A lost second factor, taken away by somebody else: another owner or the platform, and by two people for the platform's own."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, func, literal, or_, select, update

from trade.kernel.actor import Permission
from trade.kernel.errors import NotAllowed, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.work import Work, action
from trade.parties.actions.passwords import addressee
from trade.parties.actions.recovery import forget_second_factor, prove_password
from trade.parties.errors import NoSecondFactor, OwnFactor, SecondPersonNeeded
from trade.parties.models import Credentials, FactorReset, Member, Person, SignIn
from trade.parties.ports import Postman
from trade.parties.rules import FactorNews
from trade.parties.sealing import Seal

OPEN_FOR: Final = timedelta(hours=24)
"""How long the second person has; then the first asks again."""


@action()
def reset_factor_of(work: Work, member_id: UUID, password: str) -> bool:
    """Ask that a member's second factor be forgotten; answer whether a second person must still agree.

    Raises ``OwnFactor`` for the actor's own, ``NoSecondFactor`` where there is none.
    """
    member = _member(work, member_id)
    prove_password(work, password)
    person = work.session.get_one(Person, member.person_id)
    if person.id == work.actor.person_id:
        raise OwnFactor
    if not person.has_second_factor:
        raise NoSecondFactor
    reset = lock_one(work.session, _open(person.id)) or FactorReset(id=new_id(), person_id=person.id)
    reset.organisation_id, reset.asked_by, reset.asked_at = member.organisation_id, work.actor.person, work.at
    reset.agreed_by = reset.agreed_at = None
    reset.needs_two = bool(work.session.scalar(select(func.parties_is_staff(person.id))))
    work.session.add(reset)
    _record(work, "parties.factor_reset_asked", reset)
    if not reset.needs_two:
        work.later("reset_second_factor", reset_id=str(reset.id))
    return reset.needs_two


@action()
def agree_to_factor_reset(work: Work, member_id: UUID, password: str) -> None:
    """Agree, as the second person, that a colleague's second factor be forgotten.

    Raises ``SecondPersonNeeded`` for the one who asked, ``OwnFactor`` for the one it is about.
    """
    member = _member(work, member_id)
    prove_password(work, password)
    reset = lock_one(work.session, _open(member.person_id))
    if reset is None or reset.asked_at + OPEN_FOR <= work.at:
        raise NotFound("factor reset", member_id)
    if work.actor.person_id == reset.person_id:
        raise OwnFactor
    if work.actor.person_id == reset.asked_by:
        raise SecondPersonNeeded
    reset.agreed_by, reset.agreed_at = work.actor.person_id, work.at
    _record(work, "parties.factor_reset_agreed", reset)
    work.later("reset_second_factor", reset_id=str(reset.id))


@action()
def carry_out_factor_reset(work: Work, postman: Postman, reset_id: UUID) -> None:
    """Forget the second factor, end every session and write to the person; run again, do nothing. A job."""
    reset = lock_one(work.session, select(FactorReset).where(FactorReset.id == reset_id))
    if reset is None or reset.done_at is not None or (reset.needs_two and reset.agreed_by is None):
        return
    person = lock_one(work.session, select(Person).where(Person.id == reset.person_id))
    assert person is not None  # people are never deleted
    forget_second_factor(work, person)
    ended = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None)).values(ended_at=work.at)
    work.session.execute(ended)
    reset.done_at = work.at
    _record(work, "parties.second_factor_reset", reset)
    postman.deliver_factor_news(addressee(person), FactorNews.RESET)


@action()
def send_factor_news(work: Work, postman: Postman, person_id: UUID, news: FactorNews) -> None:
    """Write to somebody what has happened to their second factor. A job."""
    person = work.session.get(Person, person_id)
    if person is not None:
        postman.deliver_factor_news(addressee(person), news)


@action()
def seal_anew(work: Work, seal: Seal) -> int:
    """Seal under the present secret what was sealed under a former one; answer how many. A job."""
    sealed = select(Credentials).where(Credentials.totp_secret.is_not(None)).order_by(Credentials.person_id)
    old = [row for row in lock_rows(work.session, sealed) if not seal.is_current(str(row.totp_secret))]
    for row in old:
        row.totp_secret = seal.close(seal.open(str(row.totp_secret), row.person_id), row.person_id)
    return len(old)


def _member(work: Work, member_id: UUID) -> Member:
    """Return a member of the actor's organisation, or of any for those who admit; ``NotFound`` for a stranger."""
    if not work.actor.may(Permission.ADMIT) and not work.actor.may(Permission.MANAGE_MEMBERS):
        raise NotAllowed(Permission.MANAGE_MEMBERS)
    theirs = or_(Member.organisation_id == work.actor.organisation, literal(work.actor.may(Permission.ADMIT)))
    found = work.session.scalars(
        select(Member).where(Member.id == member_id, Member.ended_at.is_(None), theirs)
    ).one_or_none()
    if found is None:
        raise NotFound("member", member_id)
    return found


def _open(person_id: UUID) -> Select[FactorReset]:
    return select(FactorReset).where(FactorReset.person_id == person_id, FactorReset.done_at.is_(None))


def _record(work: Work, verb: str, reset: FactorReset) -> None:
    work.record(
        verb,
        "organisation",
        reset.organisation_id,
        parties=(reset.organisation_id,),
        after={"person": str(reset.person_id)},
    )
