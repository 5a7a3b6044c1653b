"""Naming the bank account that money goes to: proven by the password, told to everybody concerned, in force after a pause."""

from __future__ import annotations

from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import Select, select

from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action
from trade.parties.actions.recovery import prove_password
from trade.parties.errors import AccountInForce
from trade.parties.models import Organisation, PayeeAccount
from trade.parties.payees import PayeeDetails, judged

COOLING: Final = timedelta(hours=72)
"""How long a new account waits before money may go there: time for those who are told to say that it is not theirs."""


@action(Permission.BE_PAID)
def name_payee_account(work: Work, details: PayeeDetails, *, password: str, cooling: timedelta = COOLING) -> UUID:
    """Ask that money go to another account once it has cooled off; an older change that still waits is replaced.

    Raises ``InvalidInput`` for a wrong password, or at the part of the account that cannot be right.
    """
    kept = judged(details)
    prove_password(work, password)
    owner = lock_one(work.session, select(Organisation).where(Organisation.id == work.actor.organisation))
    assert owner is not None  # somebody acts for it
    for waiting in work.session.scalars(_waiting(work)):
        waiting.withdrawn_at, waiting.withdrawn_by = work.at, work.actor.person_id
    account = PayeeAccount(
        id=new_id(),
        organisation_id=owner.id,
        kind=kept.kind,
        holder=kept.holder,
        number=kept.number,
        bank_name=kept.bank_name,
        bank_code=kept.bank_code,
        asked_by=work.actor.person_id,
        asked_at=work.at,
        effective_at=work.at + cooling,
    )
    work.session.add(account)
    after = {"effective_at": account.effective_at.isoformat()}
    work.record("parties.payee_account_named", "payee_account", account.id, parties=(owner.id,), after=after)
    return account.id


@action(Permission.BE_PAID)
def withdraw_payee_account(work: Work, account_id: UUID) -> UUID:
    """Take back a change of account before it comes into force; money goes on to the account of before.

    Raises ``AccountInForce`` once it is: then another account is named instead.
    """
    own = PayeeAccount.organisation_id == work.actor.organisation
    account = lock_one(work.session, select(PayeeAccount).where(PayeeAccount.id == account_id, own))
    if account is None:
        raise NotFound("payee_account", account_id)
    if account.withdrawn_at is not None:
        return account.id
    if account.effective_at <= work.at:
        raise AccountInForce
    account.withdrawn_at, account.withdrawn_by = work.at, work.actor.person_id
    parties = (account.organisation_id,)
    work.record("parties.payee_account_withdrawn", "payee_account", account.id, parties=parties)
    return account.id


def _waiting(work: Work) -> Select[PayeeAccount]:
    return select(PayeeAccount).where(
        PayeeAccount.organisation_id == work.actor.organisation,
        PayeeAccount.effective_at > work.at,
        PayeeAccount.withdrawn_at.is_(None),
    )
