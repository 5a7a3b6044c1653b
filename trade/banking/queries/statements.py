"""Statements that were taken in, and how the last of each account stands beside our books."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from sqlalchemy import Select, func, select, tuple_
from sqlalchemy.dialects.postgresql import distinct_on
from sqlalchemy.orm import Session

from trade.banking.models import BankLine, BankPaper, BankStatement
from trade.banking.rules import LineState
from trade.banking.taking import PaperState, Stop
from trade.kernel.errors import NotFound
from trade.kernel.money import Money
from trade.kernel.paging import PAGE_ROWS_MAX, Page, from_cursor, page_of
from trade.ledger.queries import trial_balance
from trade.ledger.rules import AccountKind


@dataclass(frozen=True, slots=True)
class PaperRow:
    """A file: being read or refused, shown, taken in or cancelled; ``refusal`` says why it could not be read."""

    id: UUID
    name: str
    kind: str
    state: PaperState
    fault: Stop | None
    lines_done: int
    lines_total: int
    refusal: Mapping[str, Any] | None
    uploaded_at: datetime

    @property
    def is_at_work(self) -> bool:
        """Whether a job reads it or takes it in, or has stopped in the middle."""
        return self.state in {PaperState.READING, PaperState.TAKING, PaperState.STOPPED}


@dataclass(frozen=True, slots=True)
class StatementRow:
    """A statement: ``waiting`` counts its lines that nothing explains yet."""

    id: UUID
    bank_id: str
    account: str
    opened_on: date
    closed_on: date
    opening: Money
    closing: Money
    lines: int
    known_lines: int
    waiting: int
    taken_at: datetime


@dataclass(frozen=True, slots=True)
class Agreement:
    """What the bank says in a currency beside what our books say. ``open``: lines that wait or were put aside."""

    bank: Money
    books: Money
    open: Money
    closed_on: date

    @property
    def difference(self) -> Money:
        """What the books differ by; with the open lines booked, it should be nothing."""
        return self.bank - self.books

    @property
    def unexplained(self) -> Money:
        """What no open line explains: moves noted by hand that no statement shows yet, or days that are missing."""
        return self.difference - self.open


def paper(session: Session, paper_id: UUID) -> PaperRow:
    """One file."""
    row = session.get(BankPaper, paper_id)
    if row is None:
        raise NotFound("bank_paper", paper_id)
    return _paper(row)


def reading_kept(session: Session, paper_id: UUID) -> Mapping[str, Any]:
    """What a file says, until its lines are entered: up to some megabytes. Nothing before it was read, and nothing after."""
    kept = session.scalars(select(BankPaper.reading).where(BankPaper.id == paper_id)).one_or_none()
    return kept or {}


def content_kept(session: Session, paper_id: UUID) -> bytes | None:
    """A file as it came, while it waits to be read."""
    return session.scalars(select(BankPaper.content).where(BankPaper.id == paper_id)).one_or_none()


def papers_under_way(session: Session, limit: int = 50) -> Sequence[PaperRow]:
    """Files that a job reads or takes in, or has stopped at, and those that wait for a person's word; the oldest first."""
    found = select(BankPaper).where(BankPaper.state.not_in((PaperState.TAKEN, PaperState.CANCELLED)))
    return [_paper(row) for row in session.scalars(found.order_by(BankPaper.uploaded_at).limit(limit))]


def statements_after(session: Session, *, cursor: str | None = None, limit: int = 50) -> Page[StatementRow]:
    """A page of the statements, the newest first."""
    key = tuple_(BankStatement.closed_on, BankStatement.taken_at, BankStatement.id)
    query = _statements().order_by(
        BankStatement.closed_on.desc(), BankStatement.taken_at.desc(), BankStatement.id.desc()
    )
    after = from_cursor(cursor, date, datetime, UUID)
    if after is not None:
        query = query.where(key < after)
    rows = [_row(*row) for row in session.execute(query.limit(min(limit, PAGE_ROWS_MAX) + 1))]
    return page_of(rows, limit, lambda row: (row.closed_on.isoformat(), row.taken_at.isoformat(), str(row.id)))


def statement(session: Session, statement_id: UUID) -> StatementRow:
    """One statement."""
    row = session.execute(_statements().where(BankStatement.id == statement_id)).one_or_none()
    if row is None:
        raise NotFound("bank_statement", statement_id)
    return _row(*row)


def agreements(session: Session) -> Sequence[Agreement]:
    """The closing balance of the last statement of each account, by currency, beside the ledger's bank account."""
    last = (
        select(BankStatement)
        .order_by(
            BankStatement.account, BankStatement.currency, BankStatement.closed_on.desc(), BankStatement.taken_at.desc()
        )
        .ext(distinct_on(BankStatement.account, BankStatement.currency))
    )
    closing: dict[str, tuple[int, date]] = {}
    for row in session.scalars(last):
        minor, day = closing.get(row.currency, (0, row.closed_on))
        closing[row.currency] = (minor + row.closing_minor, min(day, row.closed_on))
    books = {line.balance.currency: line.balance for line in trial_balance(session) if line.kind is AccountKind.BANK}
    waiting = dict(
        session.execute(
            select(BankLine.currency, func.sum(BankLine.amount_minor))
            .where(BankLine.state != LineState.BOOKED)
            .group_by(BankLine.currency)
        ).all()
    )
    return [
        Agreement(
            bank=Money(minor, currency),
            books=books.get(currency, Money.zero(currency)),
            open=Money(int(waiting.get(currency, 0)), currency),
            closed_on=day,
        )
        for currency, (minor, day) in sorted(closing.items())
    ]


def _paper(row: BankPaper) -> PaperRow:
    return PaperRow(
        row.id,
        row.name,
        row.kind,
        PaperState(row.state),
        Stop(row.fault) if row.fault else None,
        row.lines_done,
        row.lines_total,
        row.refusal,
        row.uploaded_at,
    )


def _statements() -> Select[BankStatement, int, int]:
    of_statement = select(func.count()).where(BankLine.statement_id == BankStatement.id).correlate(BankStatement)
    waiting = of_statement.where(BankLine.state == LineState.WAITING)
    return select(BankStatement, of_statement.scalar_subquery(), waiting.scalar_subquery())


def _row(row: BankStatement, lines: int, waiting: int) -> StatementRow:
    return StatementRow(
        id=row.id,
        bank_id=row.bank_id,
        account=row.account,
        opened_on=row.opened_on,
        closed_on=row.closed_on,
        opening=Money(row.opening_minor, row.currency),
        closing=Money(row.closing_minor, row.currency),
        lines=lines,
        known_lines=row.known_lines,
        waiting=waiting,
        taken_at=row.taken_at,
    )
