"""One invoice: its parts, its fees, and each change of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from trade.credit.models import CreditFee, CreditInstalment, CreditInvoice, CreditMovement, CreditWriteOff
from trade.credit.rules.deciding import CaseState
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.parties.queries import names_of


@dataclass(frozen=True, slots=True)
class PartRow:
    """A part of an invoice."""

    position: int
    due_on: date
    amount: Money
    open: Money


@dataclass(frozen=True, slots=True)
class MovementRow:
    """One change of what is owed for it."""

    at: datetime
    kind: str
    amount: Money
    source_key: str


@dataclass(frozen=True, slots=True)
class InvoiceDetail:
    """An invoice with all that became of it. ``waiting`` is a write-off that waits for its second person."""

    id: UUID
    reference: str
    organisation_id: UUID
    seller_id: UUID
    seller_name: str
    order_id: UUID
    order_reference: str
    issued_on: date
    amount: Money
    repaid: Money
    credited: Money
    written_off: Money
    open: Money
    fees: Money
    closed_at: datetime | None
    parts: Sequence[PartRow]
    movements: Sequence[MovementRow]
    waiting: UUID | None

    @property
    def due_on(self) -> date:
        """When its last part is due."""
        return max(part.due_on for part in self.parts)


def invoice_detail(session: Session, invoice_id: UUID) -> InvoiceDetail:
    """One invoice that the actor may see; ``NotFound`` for a stranger's."""
    found = session.get(CreditInvoice, invoice_id, populate_existing=True)
    if found is None:
        raise NotFound("credit_invoice", invoice_id)
    parts = session.scalars(
        select(CreditInstalment).where(CreditInstalment.invoice_id == invoice_id).order_by(CreditInstalment.position)
        .execution_options(populate_existing=True)
    ).all()  # fmt: skip
    moves = session.scalars(
        select(CreditMovement).where(CreditMovement.invoice_id == invoice_id).order_by(CreditMovement.number)
    ).all()
    fees = select(func.coalesce(func.sum(CreditFee.open_minor), 0)).where(CreditFee.invoice_id == invoice_id)
    waits = (CreditWriteOff.invoice_id == invoice_id) & (CreditWriteOff.state == CaseState.WAITING)

    def money(minor: int) -> Money:
        return Money(int(minor), found.currency)

    return InvoiceDetail(
        found.id, found.reference, found.organisation_id, found.seller_id, names_of(session, [found.seller_id]).get(found.seller_id, ""),
        found.order_id, found.order_reference, found.issued_on, money(found.amount_minor), money(found.repaid_minor),
        money(found.credited_minor), money(found.written_off_minor), money(found.open_minor),
        money(session.execute(fees).scalar_one()), found.closed_at,
        [PartRow(one.position, one.due_on, money(one.amount_minor), money(one.open_minor)) for one in parts],
        [MovementRow(one.at, one.kind, money(one.amount_minor), one.source_key) for one in moves],
        session.scalar(select(CreditWriteOff.id).where(waits)),
    )  # fmt: skip


def invoice_of_order(session: Session, order_id: UUID) -> InvoiceDetail | None:
    """The invoice of an order that the actor may see; none where it was paid from the wallet."""
    found = session.scalar(select(CreditInvoice.id).where(CreditInvoice.order_id == order_id))
    return invoice_detail(session, found) if found is not None else None
