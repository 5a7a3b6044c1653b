"""How money gets into an organisation's wallet: to which account, under which reference."""

from __future__ import annotations

from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor
from trade.parties.models import BankAccount, Organisation
from trade.parties.rules import OrganisationKind


@dataclass(frozen=True, slots=True)
class PayIn:
    """What to write on a bank transfer. ``account`` is empty until the platform has one."""

    payee: str
    account: str
    reference: str


def pay_in(session: Session, actor: Actor) -> PayIn:
    """Return where the actor's organisation sends money; its short code tells whose it is."""
    platform = (
        select(Organisation.name, Organisation.legal_name, BankAccount.account)
        .outerjoin(BankAccount, BankAccount.organisation_id == Organisation.id)
        .where(Organisation.kind == OrganisationKind.PLATFORM)
        .order_by(Organisation.created_at, Organisation.id)
        .limit(1)
        .subquery()
    )
    statement = (
        select(platform.c.legal_name, platform.c.name, platform.c.account, Organisation.code)
        .select_from(Organisation)
        .outerjoin(platform, Organisation.id.is_not(None))
        .where(Organisation.id == actor.organisation)
    )
    legal_name, name, account, code = session.execute(statement).one()
    return PayIn(legal_name or name or "", account or "", code)
