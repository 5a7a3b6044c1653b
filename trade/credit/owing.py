"""What an organisation owes, locked: its open invoices with their instalments, and its late fees.

Order of locks: invoices by id, fees by id, the line, accounts. An instalment is guarded by its invoice's lock.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final
from uuid import UUID

from sqlalchemy import insert, select, text

from trade.credit.models import CreditFee, CreditInstalment, CreditInvoice, CreditMovement
from trade.kernel import prepared
from trade.kernel.errors import NotFound
from trade.kernel.locks import lock_one, lock_rows
from trade.kernel.work import Work


@dataclass(slots=True)
class Owing:
    """Rows of one organisation in one currency. Instalments are by day, the oldest first."""

    invoices: dict[UUID, CreditInvoice]
    instalments: Sequence[CreditInstalment]
    fees: Sequence[CreditFee]

    @property
    def total_minor(self) -> int:
        """Everything."""
        return sum(part.open_minor for part in self.instalments) + sum(fee.open_minor for fee in self.fees)


def lock_owing(work: Work, organisation_id: UUID, currency: str) -> Owing:
    """Lock everything that is owed."""
    own = (CreditInvoice.organisation_id == organisation_id) & (CreditInvoice.currency == currency)
    invoices = lock_rows(work.session, select(CreditInvoice).where(own, CreditInvoice.open_minor > 0).order_by("id"))
    fees = lock_rows(
        work.session,
        select(CreditFee)
        .where(CreditFee.organisation_id == organisation_id, CreditFee.currency == currency, CreditFee.open_minor > 0)
        .order_by(CreditFee.id),
    )
    return Owing({one.id: one for one in invoices}, open_parts(work, [one.id for one in invoices]), fees)


def open_parts(work: Work, invoice_ids: Sequence[UUID]) -> Sequence[CreditInstalment]:
    """The open instalments of locked invoices, the oldest first."""
    statement = (
        select(CreditInstalment)
        .where(CreditInstalment.invoice_id.in_(invoice_ids), CreditInstalment.open_minor > 0)
        .order_by(CreditInstalment.due_on, CreditInstalment.invoice_id, CreditInstalment.position)
    )
    return work.session.scalars(statement.execution_options(populate_existing=True)).all()


def lock_invoice(work: Work, invoice_id: UUID) -> CreditInvoice:
    """Lock one invoice; ``NotFound`` for a stranger's."""
    found = lock_one(work.session, select(CreditInvoice).where(CreditInvoice.id == invoice_id))
    if found is None:
        raise NotFound("credit_invoice", invoice_id)
    return found


_TODAY: Final = text("SELECT (CAST(:at AS timestamptz) AT TIME ZONE time_zone)::date FROM organisations WHERE id = :id")


def today_at(work: Work, organisation_id: UUID) -> date:
    """The business day of an organisation."""
    found: date = work.session.execute(_TODAY, {"at": work.at, "id": organisation_id}).scalar_one()
    return found


_MOVED: Final = insert(CreditMovement).inline()


def moved(work: Work, owner: tuple[UUID, str], kind: str, source_key: str, by_invoice: dict[UUID, int]) -> None:
    """Keep what changed on each invoice, for the statement of account."""
    rows = [
        {"organisation_id": owner[0], "currency": owner[1], "at": work.at, "kind": kind, "invoice_id": invoice_id,
         "amount_minor": minor, "source_key": source_key}
        for invoice_id, minor in by_invoice.items() if minor
    ]  # fmt: skip
    if rows:
        prepared.run(work.session, _MOVED, rows)
