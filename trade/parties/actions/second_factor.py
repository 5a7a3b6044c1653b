"""Setting up a code generator, and proving its code. A code counts once."""

from __future__ import annotations

from sqlalchemy import select

from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.sessions import rotate
from trade.parties.credentials import new_totp_secret, totp_step
from trade.parties.errors import SecondFactorExists, WrongCode
from trade.parties.models import Credentials, Person
from trade.parties.sealing import Seal


@action()
def start_totp(work: Work, seal: Seal) -> None:
    """Make the secret of a code generator; until it is proven, the same one again."""
    person, credentials = _locked_person(work)
    if person.has_second_factor:
        raise SecondFactorExists
    if credentials.totp_secret is None:
        credentials.totp_secret = seal.close(new_totp_secret(), person.id)
        work.record("parties.second_factor_started", "person", person.id)


@action()
def confirm_totp(work: Work, seal: Seal, code: str, token: str, new_token: str) -> None:
    """Take the generator into use: from now on every sign-in asks for its code."""
    person, credentials = _locked_person(work)
    if person.has_second_factor:
        raise SecondFactorExists
    _prove(work, _step(work, seal, credentials, code), credentials, token, new_token)
    person.totp_confirmed_at = work.at
    work.record("parties.second_factor_confirmed", "person", person.id)


@action()
def prove_second_factor(work: Work, seal: Seal, code: str, token: str, new_token: str) -> None:
    """Let this session in by the code of the generator."""
    person, credentials = _locked_person(work)
    if not person.has_second_factor:
        raise WrongCode
    _prove(work, _step(work, seal, credentials, code), credentials, token, new_token)
    work.record("parties.second_factor_proven", "person", person.id)


def _locked_person(work: Work) -> tuple[Person, Credentials]:
    person = lock_one(work.session, select(Person).where(Person.id == work.actor.person))
    credentials = lock_one(work.session, select(Credentials).where(Credentials.person_id == work.actor.person))
    assert person is not None  # people are never deleted
    assert credentials is not None  # whoever is signed in has proven a password
    return person, credentials


def _step(work: Work, seal: Seal, credentials: Credentials, code: str) -> int:
    """Return the step whose code this is; ``WrongCode`` for none."""
    if credentials.totp_secret is None:
        raise WrongCode
    secret = seal.open(credentials.totp_secret, credentials.person_id)
    step = totp_step(secret, code, work.at, credentials.totp_last_step)
    if step is None:
        raise WrongCode
    return step


def _prove(work: Work, step: int, credentials: Credentials, token: str, new_token: str) -> None:
    credentials.totp_last_step = step
    rotate(work, token, new_token).second_factor_at = work.at
