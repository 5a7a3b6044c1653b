"""Money that arrived at the bank, and what of it still waits for an owner."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, or_, select, tuple_
from sqlalchemy.orm import Session

from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import Receipt
from trade.parties.models import Organisation


@dataclass(frozen=True, slots=True)
class ReceiptRow:
    """A receipt as finance lists it."""

    id: UUID
    bank_reference: str
    payer: str
    amount: Money
    received_on: date
    organisation_id: UUID | None
    organisation_name: str | None
    recorded_at: datetime
    matched_at: datetime | None
    split_at: datetime | None
    split_from: UUID | None


@dataclass(frozen=True, slots=True)
class Unmatched:
    """How much money waits for an owner, and since when."""

    count: int
    oldest: date | None


def receipts(session: Session, *, unmatched: bool = False) -> Sequence[ReceiptRow]:
    """The newest receipts; only those that wait for a person with ``unmatched``."""
    return receipts_after(session, unmatched=unmatched).rows


def receipts_after(
    session: Session,
    *,
    unmatched: bool = False,
    search: str = "",
    cursor: str | None = None,
    limit: int = PAGE_ROWS_MAX,
) -> Page[ReceiptRow]:
    """A page of receipts, newest first, narrowed down by a part of reference, payer or owner."""
    query = _receipts().order_by(Receipt.recorded_at.desc(), Receipt.id.desc()).limit(limit + 1)
    if unmatched:
        query = query.where(Receipt.matched_at.is_(None), Receipt.split_at.is_(None))
    if search:
        columns = (Receipt.bank_reference, Receipt.payer, Organisation.name)
        query = query.where(or_(*(column.icontains(search, autoescape=True) for column in columns)))
    after = from_cursor(cursor, datetime, UUID)
    if after is not None:
        query = query.where(tuple_(Receipt.recorded_at, Receipt.id) < after)
    rows = [_row(*row) for row in session.execute(query)]
    return page_of(rows, limit, lambda row: (row.recorded_at.isoformat(), str(row.id)))


def receipts_waiting(session: Session, *, limit: int = PAGE_ROWS_MAX) -> Sequence[ReceiptRow]:
    """Receipts without an owner, the oldest first."""
    query = (
        _receipts()
        .where(Receipt.matched_at.is_(None), Receipt.split_at.is_(None))
        .order_by(Receipt.recorded_at, Receipt.id)
        .limit(limit)
    )
    return [_row(*row) for row in session.execute(query)]


def receipt(session: Session, receipt_id: UUID) -> ReceiptRow:
    """One receipt."""
    row = session.execute(_receipts().where(Receipt.id == receipt_id)).one_or_none()
    if row is None:
        raise NotFound("receipt", receipt_id)
    return _row(*row)


def parts_of(session: Session, receipt_id: UUID) -> Sequence[ReceiptRow]:
    """The parts that a receipt was split into."""
    query = _receipts().where(Receipt.split_from == receipt_id).order_by(Receipt.bank_reference)
    return [_row(*row) for row in session.execute(query)]


def unmatched(session: Session) -> Unmatched:
    """How many receipts wait for an owner, and the day of the oldest."""
    query = select(func.count(), func.min(Receipt.received_on)).where(
        Receipt.matched_at.is_(None), Receipt.split_at.is_(None)
    )
    return Unmatched(*session.execute(query).one())


def _receipts() -> Select[Receipt, str]:
    return select(Receipt, Organisation.name).outerjoin(Organisation, Organisation.id == Receipt.organisation_id)


def _row(receipt: Receipt, name: str | None) -> ReceiptRow:
    return ReceiptRow(
        id=receipt.id,
        bank_reference=receipt.bank_reference,
        payer=receipt.payer,
        amount=Money(receipt.amount_minor, receipt.currency),
        received_on=receipt.received_on,
        organisation_id=receipt.organisation_id,
        organisation_name=name,
        recorded_at=receipt.recorded_at,
        matched_at=receipt.matched_at,
        split_at=receipt.split_at,
        split_from=receipt.split_from,
    )
