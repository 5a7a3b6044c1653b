"""Which bank account money goes to now, which one will follow, and which there were."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.kernel.actor import Actor, Permission
from trade.parties.models import PayeeAccount
from trade.parties.payees import PayeeKind, grouped, masked


@dataclass(frozen=True, slots=True)
class Payee:
    """A bank account of an organisation. ``masked`` is what is shown; the whole number only to whoever approves."""

    id: UUID
    organisation_id: UUID
    kind: PayeeKind
    holder: str
    number: str
    bank_name: str
    bank_code: str
    asker_name: str
    asked_at: datetime
    effective_at: datetime
    withdrawn_at: datetime | None

    @property
    def masked(self) -> str:
        """The last four places of its number."""
        return masked(self.number)

    @property
    def whole(self) -> str:
        """The whole number, in groups of four."""
        return grouped(self.number)


@dataclass(frozen=True, slots=True)
class Payees:
    """The accounts of an organisation at an instant: in force, waiting to be, and all there ever were, newest first."""

    now: Payee | None
    next: Payee | None
    history: Sequence[Payee]


def payees(session: Session, actor: Actor, at: datetime) -> Payees:
    """Return the accounts of the actor's own organisation."""
    actor.require(Permission.BE_PAID)
    rows = _rows(session, [actor.organisation])
    waiting = [row for row in rows if row.withdrawn_at is None and row.effective_at > at]
    return Payees(_in_force(rows, at), waiting[0] if waiting else None, rows)


def payees_in_force(session: Session, organisation_ids: Iterable[UUID], at: datetime) -> dict[UUID, Payee]:
    """Return the account in force of each organisation that has one, to those who may see it: one statement."""
    found: dict[UUID, list[Payee]] = {}
    for row in _rows(session, list(organisation_ids)):
        found.setdefault(row.organisation_id, []).append(row)
    current = {key: _in_force(rows, at) for key, rows in found.items()}
    return {key: row for key, row in current.items() if row is not None}


def payees_waiting(session: Session, organisation_ids: Iterable[UUID], at: datetime) -> dict[UUID, Payee]:
    """Return the change of account that cools off at each organisation where one does."""
    rows = _rows(session, list(organisation_ids))
    return {row.organisation_id: row for row in rows if row.withdrawn_at is None and row.effective_at > at}


def _in_force(rows: Sequence[Payee], at: datetime) -> Payee | None:
    held = [row for row in rows if row.withdrawn_at is None and row.effective_at <= at]
    return max(held, key=lambda row: (row.effective_at, row.asked_at, row.id), default=None)


def _rows(session: Session, organisation_ids: list[UUID]) -> list[Payee]:
    statement = (
        select(PayeeAccount, func.parties_name(PayeeAccount.asked_by))
        .where(PayeeAccount.organisation_id.in_(organisation_ids))
        .order_by(PayeeAccount.asked_at.desc(), PayeeAccount.id.desc())
    )
    return [
        Payee(
            id=row.id,
            organisation_id=row.organisation_id,
            kind=PayeeKind(row.kind),
            holder=row.holder,
            number=row.number,
            bank_name=row.bank_name,
            bank_code=row.bank_code,
            asker_name=name or "",
            asked_at=row.asked_at,
            effective_at=row.effective_at,
            withdrawn_at=row.withdrawn_at,
        )
        for row, name in session.execute(statement)
    ]
