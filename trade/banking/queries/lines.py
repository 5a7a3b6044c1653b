"""Lines of statements: those of one, those that wait for a person, and what each could be."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.orm import Session

from trade.banking.knowing import propose
from trade.banking.models import BankLine
from trade.banking.rules import Deed, LineState, Proposal, Why
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.models import Receipt
from trade.parties.models import Organisation
from trade.payouts.models import Payout


@dataclass(frozen=True, slots=True)
class LineRow:
    """A line, what it was booked as and why; ``owner`` is whose wallet its money is in, where it is in one."""

    id: UUID
    statement_id: UUID
    position: int
    booked_on: date
    amount: Money
    name: str
    words: str
    reference: str
    bank_reference: str
    code: str
    state: LineState
    deed: Deed | None
    why: Why
    payout_id: UUID | None
    payout_reference: str
    receipt_id: UUID | None
    owner: str
    decided_at: datetime | None
    reason: str


def statement_lines_after(
    session: Session, statement_id: UUID, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX
) -> Page[LineRow]:
    """A page of the lines of a statement, as the bank put them."""
    found = _lines().where(BankLine.statement_id == statement_id).order_by(BankLine.position).limit(limit + 1)
    after = from_cursor(cursor, int)
    if after is not None:
        found = found.where(BankLine.position > after[0])
    rows = [_row(*row) for row in session.execute(found)]
    return page_of(rows, limit, lambda row: (row.position,))


def lines_waiting_after(session: Session, *, cursor: str | None = None, limit: int = PAGE_ROWS_MAX) -> Page[LineRow]:
    """A page of the lines that wait for a person, the oldest first."""
    key = (BankLine.booked_on, BankLine.statement_id, BankLine.position)
    found = _lines().where(BankLine.state == LineState.WAITING).order_by(*key).limit(limit + 1)
    after = from_cursor(cursor, date, UUID, int)
    if after is not None:
        found = found.where(tuple_(*key) > after)
    rows = [_row(*row) for row in session.execute(found)]
    return page_of(rows, limit, lambda row: (row.booked_on.isoformat(), str(row.statement_id), row.position))


def lines_waiting_count(session: Session) -> int:
    """How many lines wait for a person."""
    return session.execute(select(func.count()).where(BankLine.state == LineState.WAITING)).scalar_one()


def line(session: Session, line_id: UUID) -> LineRow:
    """One line."""
    row = session.execute(_lines().where(BankLine.id == line_id)).one_or_none()
    if row is None:
        raise NotFound("bank_line", line_id)
    return _row(*row)


def proposals(session: Session, line_id: UUID) -> Proposal:
    """What a line could be booked as, judged by what is known now."""
    return propose(session, session.get_one(BankLine, line_id))


def _lines() -> Select[BankLine, str | None, str | None]:
    return (
        select(BankLine, Payout.reference, Organisation.name)
        .outerjoin(Payout, Payout.id == BankLine.payout_id)
        .outerjoin(Receipt, Receipt.id == BankLine.receipt_id)
        .outerjoin(Organisation, Organisation.id == Receipt.organisation_id)
    )


def _row(row: BankLine, payout: str | None, owner: str | None) -> LineRow:
    return LineRow(
        id=row.id,
        statement_id=row.statement_id,
        position=row.position,
        booked_on=row.booked_on,
        amount=Money(row.amount_minor, row.currency),
        name=row.name,
        words=row.words,
        reference=row.reference,
        bank_reference=row.bank_reference,
        code=row.code,
        state=LineState(row.state),
        deed=Deed(row.deed) if row.deed else None,
        why=Why(row.why),
        payout_id=row.payout_id,
        payout_reference=payout or "",
        receipt_id=row.receipt_id,
        owner=owner or "",
        decided_at=row.decided_at,
        reason=row.reason,
    )
