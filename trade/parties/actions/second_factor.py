"""Setting up a code generator, and proving its code. A code counts once."""

from __future__ import annotations

from sqlalchemy import select

from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.sessions import person_of, rotate
from trade.parties.credentials import new_totp_secret, totp_step
from trade.parties.errors import SecondFactorExists, WrongCode
from trade.parties.models import Person


@action()
def start_totp(work: Work) -> None:
    """Make the secret of a code generator; until it is proven, the same one again."""
    person = _locked_person(work)
    if person.has_second_factor:
        raise SecondFactorExists
    if person.totp_secret is None:
        person.totp_secret = new_totp_secret()
        work.record("parties.second_factor_started", "person", person.id)


@action()
def confirm_totp(work: Work, code: str, token: str, new_token: str) -> None:
    """Take the generator into use: from now on every sign-in asks for its code."""
    person = _locked_person(work)
    if person.has_second_factor:
        raise SecondFactorExists
    _prove(work, person, code, token, new_token)
    person.totp_confirmed_at = work.at
    work.record("parties.second_factor_confirmed", "person", person.id)


@action()
def prove_second_factor(work: Work, code: str, token: str, new_token: str) -> None:
    """Let this session in by the code of the generator."""
    person = _locked_person(work)
    if not person.has_second_factor:
        raise WrongCode
    _prove(work, person, code, token, new_token)
    work.record("parties.second_factor_proven", "person", person.id)


def _locked_person(work: Work) -> Person:
    person = lock_one(work.session, select(Person).where(Person.id == person_of(work)))
    assert person is not None  # people are never deleted
    return person


def _prove(work: Work, person: Person, code: str, token: str, new_token: str) -> None:
    if person.totp_secret is None:
        raise WrongCode
    step = totp_step(person.totp_secret, code, work.at, person.totp_last_step)
    if step is None:
        raise WrongCode
    person.totp_last_step = step
    rotate(work, token, new_token).second_factor_at = work.at
