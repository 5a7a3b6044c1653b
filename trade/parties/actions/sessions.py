"""Signing in and out, and choosing for whom to act.

The caller brings the session's secret token; only its hash is stored, and never an answer that holds it.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, text, update

from trade.kernel.actor import Actor, Permission, Scope
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.credentials import is_password, token_hash
from trade.parties.errors import WrongCredentials
from trade.parties.models import Member, Organisation, Person, SignIn
from trade.parties.rules import SECOND_FACTOR_KINDS, OrganisationKind, login_name

SIGNED_IN_FOR: Final = timedelta(days=30)
STAFF_SIGNED_IN_FOR: Final = timedelta(hours=12)
"""For people of organisations that must prove a second factor."""
DEVICES_KNOWN_FOR: Final = timedelta(days=90)
"""After a session's end: claims are compared with those of the last 90 days."""

_LOGIN: Final = text("SELECT person_id, password_hash FROM parties_login(:login)")


@dataclass(frozen=True, slots=True)
class SignedIn:
    """A browser is signed in now."""

    sign_in_id: UUID
    person_id: UUID


@action()
def sign_in(work: Work, login: str, password: str, token: str, device: str = "") -> SignedIn:
    """Sign somebody in, at the place they last acted from. ``device``: the browser's own number, where it has one."""
    person_id, stored = who_signs_in_with(work, login)
    if not is_password(password, stored) or person_id is None:
        raise WrongCredentials
    work.become(Actor(Scope.NOBODY, person_id))
    return open_session(work, person_id, token, _place(work, person_id), device)


@action()
def sign_out(work: Work, token: str) -> None:
    """End the session with ``token``; one that ended before stays ended."""
    ended = work.session.execute(
        update(SignIn)
        .where(SignIn.token_hash == token_hash(token), SignIn.ended_at.is_(None))
        .values(ended_at=work.at)
        .returning(SignIn.person_id)
    ).scalar_one_or_none()
    if ended is not None:
        work.record("parties.signed_out", "person", ended)


@action()
def choose_organisation(work: Work, organisation_id: UUID, token: str, new_token: str) -> None:
    """Act for another organisation from now on, under a new session token."""
    member = work.session.scalars(
        select(Member).where(
            Member.person_id == work.actor.person,
            Member.organisation_id == organisation_id,
            Member.ended_at.is_(None),
        )
    ).one_or_none()
    if member is None:
        raise NotFound("organisation", organisation_id)
    sign_in_row = rotate(work, token, new_token)
    sign_in_row.member_id = member.id
    sign_in_row.expires_at = min(sign_in_row.expires_at, work.at + _lifetime(work, member))
    work.record("parties.organisation_chosen", "person", member.person_id, after={"organisation": str(organisation_id)})


@action(Permission.OVERSEE)
def forget_devices(work: Work) -> int:
    """Forget which browser a session was opened from once no claim asks for it any more; answer for how many. A job."""
    old = update(SignIn).where(SignIn.device_hash.is_not(None), SignIn.expires_at <= work.at - DEVICES_KNOWN_FOR)
    return len(work.session.scalars(old.values(device_hash=None).returning(SignIn.id)).all())


@action()
def set_locale(work: Work, locale: str) -> None:
    """Remember a person's language."""
    person_id = work.actor.person
    work.session.execute(update(Person).where(Person.id == person_id).values(locale=locale))
    work.record("parties.language_chosen", "person", person_id, after={"locale": locale})


def who_signs_in_with(work: Work, login: str) -> tuple[UUID | None, str | None]:
    """Return whose login this is and the hash of their password; (None, None) for nobody's."""
    found = work.session.execute(_LOGIN, {"login": login_name(login)}).one_or_none()
    return (found[0], found[1]) if found is not None else (None, None)


def open_session(work: Work, person_id: UUID, token: str, member: Member | None, device: str) -> SignedIn:
    """Open a session for a person whose identity was just proven."""
    row = SignIn(
        id=new_id(),
        token_hash=token_hash(token),
        person_id=person_id,
        member_id=member.id if member else None,
        device_hash=token_hash(device) if device else None,
        created_at=work.at,
        expires_at=work.at + _lifetime(work, member),
    )
    work.session.add(row)
    work.record("parties.signed_in", "person", person_id)
    return SignedIn(row.id, person_id)


def rotate(work: Work, token: str, new_token: str) -> SignIn:
    """Give the actor's own session another token: whoever knew the old one is out."""
    row = lock_one(
        work.session,
        select(SignIn).where(
            SignIn.token_hash == token_hash(token),
            SignIn.person_id == work.actor.person,
            SignIn.ended_at.is_(None),
        ),
    )
    if row is None:
        raise NotFound("session", "of this browser")
    row.token_hash = token_hash(new_token)
    return row


def _place(work: Work, person_id: UUID) -> Member | None:
    """The place acted from last; the only one; else none, and the person is asked."""
    last_used = func.max(SignIn.created_at)
    places = work.session.execute(
        select(Member, last_used)
        .outerjoin(SignIn, SignIn.member_id == Member.id)
        .where(Member.person_id == person_id, Member.ended_at.is_(None))
        .group_by(Member.id)
        .order_by(last_used.desc().nulls_last(), Member.id)
    ).all()
    if not places or (len(places) > 1 and places[0][1] is None):
        return None
    return places[0][0]


def _lifetime(work: Work, member: Member | None) -> timedelta:
    if member is None:
        return SIGNED_IN_FOR
    kind = work.session.scalars(select(Organisation.kind).where(Organisation.id == member.organisation_id)).one()
    return STAFF_SIGNED_IN_FOR if OrganisationKind(kind) in SECOND_FACTOR_KINDS else SIGNED_IN_FOR
