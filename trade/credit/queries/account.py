"""The statement of account: what was owed, each change of it, and what is owed; its lines add up to its end."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Date, cast, func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditInvoice, CreditMovement
from trade.kernel.money import Money
from trade.parties.models import Organisation

LINES_MAX = 2_000


@dataclass(frozen=True, slots=True)
class AccountLine:
    """One change: more is owed, or less. ``after`` is what was owed then."""

    number: int
    at: datetime
    kind: str
    reference: str
    invoice_id: UUID
    order_reference: str
    amount: Money
    after: Money


@dataclass(frozen=True, slots=True)
class Account:
    """What was owed before ``first`` and after ``last``, and all that lies between."""

    first: date
    last: date
    opening: Money
    closing: Money
    lines: Sequence[AccountLine]
    is_cut: bool

    @property
    def charged(self) -> Money:
        """All that was added."""
        return Money.sum((line.amount for line in self.lines if line.amount.minor > 0), self.opening.currency)

    @property
    def settled(self) -> Money:
        """All that was paid, credited, waived or given up, as a negative amount."""
        return Money.sum((line.amount for line in self.lines if line.amount.minor < 0), self.opening.currency)


def account(session: Session, organisation_id: UUID, currency: str, first: date, last: date) -> Account:
    """The statement of account of these days, where the organisation is, both of them included."""
    day = cast(func.timezone(Organisation.time_zone, CreditMovement.at), Date)
    own = (CreditMovement.organisation_id == organisation_id) & (CreditMovement.currency == currency)
    before = session.execute(
        select(func.coalesce(func.sum(CreditMovement.amount_minor), 0))
        .join(Organisation, Organisation.id == CreditMovement.organisation_id)
        .where(own, day < first)
    ).scalar_one()
    rows = session.execute(
        select(CreditMovement, CreditInvoice.reference, CreditInvoice.order_reference)
        .join(Organisation, Organisation.id == CreditMovement.organisation_id)
        .join(CreditInvoice, CreditInvoice.id == CreditMovement.invoice_id)
        .where(own, day >= first, day <= last)
        .order_by(CreditMovement.at, CreditMovement.number)
        .limit(LINES_MAX + 1)
    ).all()
    held, lines = int(before), []
    for movement, reference, order_reference in rows[:LINES_MAX]:
        held += movement.amount_minor
        lines.append(
            AccountLine(
                movement.number,
                movement.at,
                movement.kind,
                reference,
                movement.invoice_id,
                order_reference,
                Money(movement.amount_minor, currency),
                Money(held, currency),
            )
        )
    is_cut = len(rows) > LINES_MAX
    return Account(first, last, Money(int(before), currency), Money(held, currency), lines, is_cut)
