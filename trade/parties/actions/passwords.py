"""Forgotten passwords: a link by letter, once, within the hour."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import func, select, update

from trade.kernel.actor import Actor, Scope
from trade.kernel.errors import InvalidInput
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.sessions import who_signs_in_with
from trade.parties.credentials import derived_token, hash_password, token_hash
from trade.parties.errors import LinkExpired
from trade.parties.models import Credentials, PasswordReset, Person, SignIn
from trade.parties.ports import Addressee, Postman
from trade.parties.rules import PASSWORD_MAX, PASSWORD_MIN

RESET_WITHIN: Final = timedelta(hours=1)


@action()
def request_password_reset(work: Work, login: str) -> None:
    """Promise a letter to whoever signs in with ``login``; an unknown login looks the same from outside."""
    person_id, _ = who_signs_in_with(work, login)
    if person_id is None:
        return
    work.record("parties.password_reset_requested", "person", person_id)
    work.later("send_password_reset", person_id=str(person_id), asked_at=work.at.isoformat())


@action()
def send_password_reset(work: Work, postman: Postman, secret: str, person_id: UUID, asked_at: datetime) -> None:
    """Make the link that was asked for and post it. Run again, it posts the same link, or nothing once that is known.

    The letter goes out before the commit: better a link twice than one that was promised and never sent.
    """
    person = lock_one(work.session, select(Person).where(Person.id == person_id))
    if person is None or work.at > asked_at + RESET_WITHIN:
        return
    token = derived_token(secret, "password-reset", str(person_id), asked_at.isoformat())
    hashed = token_hash(token)
    if work.session.scalars(select(PasswordReset.id).where(PasswordReset.token_hash == hashed)).one_or_none():
        return
    work.session.add(
        PasswordReset(token_hash=hashed, person_id=person_id, created_at=work.at, expires_at=work.at + RESET_WITHIN)
    )
    work.record("parties.password_reset_sent", "person", person_id)
    postman.deliver_password_reset(addressee(person), token)


@action()
def reset_password(work: Work, token: str, password: str) -> None:
    """Set a new password and end every session of the person."""
    check_password(password)
    person_id = work.session.scalar(select(func.parties_reset(token_hash(token), work.at)))
    if person_id is None:
        raise LinkExpired
    work.become(Actor(Scope.NOBODY, person_id))
    reset = lock_one(work.session, select(PasswordReset).where(PasswordReset.token_hash == token_hash(token)))
    if reset is None or reset.used_at is not None or reset.expires_at <= work.at:
        raise LinkExpired
    work.session.execute(
        update(PasswordReset)
        .where(PasswordReset.person_id == reset.person_id, PasswordReset.used_at.is_(None))
        .values(used_at=work.at)
    )
    work.session.execute(
        update(SignIn).where(SignIn.person_id == reset.person_id, SignIn.ended_at.is_(None)).values(ended_at=work.at)
    )
    work.session.merge(Credentials(person_id=person_id, password_hash=hash_password(password)))
    work.record("parties.password_reset", "person", reset.person_id)


def check_password(password: str) -> None:
    """Refuse a password that is too short to resist guessing or too long to be one."""
    if not PASSWORD_MIN <= len(password) <= PASSWORD_MAX:
        raise InvalidInput("password", "password_length", minimum=PASSWORD_MIN, maximum=PASSWORD_MAX)


def addressee(person: Person) -> Addressee:
    """Return where a person's letters go."""
    return Addressee(login=person.email or person.phone or "", name=person.name, locale=person.locale)
