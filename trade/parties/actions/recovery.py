"""Getting in without the phone: codes on paper that work once each, and a new generator in place of the old."""

from __future__ import annotations

from typing import Final

from sqlalchemy import delete, func, select, update

from trade.kernel.errors import InvalidInput
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.sessions import rotate
from trade.parties.credentials import is_password, recovery_codes, recovery_hash
from trade.parties.errors import NoSecondFactor, WrongCode
from trade.parties.models import Credentials, Person, RecoveryCode, SignIn
from trade.parties.rules import FactorNews

CODES: Final = 10


@action()
def make_recovery_codes(work: Work, password: str, secret: str, key: str) -> None:
    """Replace the person's recovery codes by those that follow from ``key``; only their hashes are stored.

    The caller shows them: ``recovery_codes`` makes the same ones again for the same tap, and nobody else can.
    """
    person = prove_password(work, password)
    if not person.has_second_factor:
        raise NoSecondFactor
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
    codes = recovery_codes(secret, person.id, key, CODES)
    work.session.add_all(
        RecoveryCode(id=new_id(), person_id=person.id, code_hash=recovery_hash(code), created_at=work.at)
        for code in codes
    )
    work.record("parties.recovery_codes_made", "person", person.id)


@action()
def prove_by_recovery_code(work: Work, code: str, token: str, new_token: str) -> int:
    """Let this session in by a code on paper; answer how many are left. The person is told by letter."""
    person_id = work.actor.person
    used = work.session.execute(
        update(RecoveryCode)
        .where(
            RecoveryCode.person_id == person_id,
            RecoveryCode.code_hash == recovery_hash(code),
            RecoveryCode.used_at.is_(None),
        )
        .values(used_at=work.at)
        .returning(RecoveryCode.id)
    ).scalar_one_or_none()
    if used is None:
        raise WrongCode
    rotate(work, token, new_token).second_factor_at = work.at
    left = select(func.count()).where(RecoveryCode.person_id == person_id, RecoveryCode.used_at.is_(None))
    work.record("parties.recovery_code_used", "person", person_id)
    work.later("send_factor_news", person_id=str(person_id), news=str(FactorNews.CODE_USED))
    return work.session.execute(left).scalar_one()


@action()
def replace_totp(work: Work, password: str) -> None:
    """Forget the generator and its recovery codes; the next thing to do is to set up another."""
    person = prove_password(work, password)
    if not person.has_second_factor:
        raise NoSecondFactor
    forget_second_factor(work, person)
    work.record("parties.second_factor_replaced", "person", person.id)
    work.later("send_factor_news", person_id=str(person.id), news=str(FactorNews.REPLACED))


def prove_password(work: Work, password: str) -> Person:
    """Lock and return the person who acts, once they have shown again that it is they who sit there."""
    person = lock_one(work.session, select(Person).where(Person.id == work.actor.person))
    credentials = work.session.get(Credentials, work.actor.person)
    if person is None or credentials is None or not is_password(password, credentials.password_hash):
        raise InvalidInput("password", "wrong_password")
    return person


def forget_second_factor(work: Work, person: Person) -> None:
    """Take generator and recovery codes away from a locked person; open sessions owe a new proof."""
    person.totp_confirmed_at = None
    cleared = update(Credentials).where(Credentials.person_id == person.id).values(totp_secret=None, totp_last_step=0)
    work.session.execute(cleared)
    proven = update(SignIn).where(SignIn.person_id == person.id, SignIn.ended_at.is_(None))
    work.session.execute(proven.values(second_factor_at=None))  # what was proven by it counts no more
    work.session.execute(delete(RecoveryCode).where(RecoveryCode.person_id == person.id))
