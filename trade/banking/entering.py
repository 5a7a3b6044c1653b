"""Entering statements and their lines as a file says them, without what stood on an earlier one. Steps within an action."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import chain, count
from typing import Final
from uuid import UUID

from sqlalchemy import LargeBinary, Select, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from trade.banking.models import BankLine, BankStatement
from trade.banking.ports import BankReading, ReadLine, ReadStatement
from trade.banking.rules import LineState, StatementBroken, Why, fingerprints
from trade.kernel import prepared
from trade.kernel.ids import new_id
from trade.kernel.money import Money
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work

Marked = tuple[bytes, ReadLine]
"""A line with what tells it from every other."""

KNOWN: Final = select(BankLine.fingerprint).where(
    BankLine.fingerprint == any_(bindparam("prints", type_=ARRAY(LargeBinary)))
)
"""One parameter however many lines there are: PostgreSQL takes 65,535 of them."""

_ENTER: Final = together(
    BankLine,
    ("id", "statement_id", "position", "fingerprint", "booked_on", "amount_minor", "currency", "reference", "bank_reference",
     "name", "words", "code", "is_return", "state", "deed", "why", "reason"),
)  # fmt: skip


def new_lines(paper_id: UUID) -> Select[BankLine]:
    """The lines of a file that were entered and not looked at yet, in the order in which they are."""
    of_paper = select(BankLine).join(BankStatement, BankStatement.id == BankLine.statement_id)
    fresh = of_paper.where(BankStatement.paper_id == paper_id, BankLine.state == LineState.NEW)
    return fresh.order_by(BankLine.booked_on, BankLine.statement_id, BankLine.position)


def is_known(work: Work, reading: BankReading) -> bool:
    """Whether all that a file says was taken in before."""
    marks = fingerprints(reading.statements)
    return all(_fresh(work, *read) is None for read in zip(reading.statements, marks, strict=True))


def enter(work: Work, paper_id: UUID, reading: BankReading) -> tuple[int, int]:
    """Enter the statements of a file with the lines that are new; answer how many there are of each."""
    marks = fingerprints(reading.statements)
    entered = [_statement(work, paper_id, *read) for read in zip(reading.statements, marks, strict=True)]
    found = [lines for lines in entered if lines is not None]
    return len(found), sum(found)


def _statement(work: Work, paper_id: UUID, read: ReadStatement, prints: Sequence[bytes]) -> int | None:
    """Enter one statement; answer how many of its lines are new, and nothing for one that is known."""
    fresh = _fresh(work, read, prints)
    if fresh is None:
        return None
    known = sum(1 for line in read.lines if line.minor) - len(fresh)
    statement = BankStatement(
        id=new_id(),
        paper_id=paper_id,
        bank_id=_named(work, read)[0],
        account=read.account,
        currency=read.currency,
        opened_on=read.opened_on,
        closed_on=read.closed_on,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        known_minor=sum(line.minor for line in read.lines) - sum(line.minor for _, line in fresh),
        known_lines=known,
        taken_at=work.at,
    )
    work.session.add(statement)
    work.session.flush()
    _lines(work, statement, fresh)
    return len(fresh)


def _fresh(work: Work, read: ReadStatement, prints: Sequence[bytes]) -> Sequence[Marked] | None:
    """The lines of a statement that stand on no earlier one; nothing where there is nothing new to it."""
    if read.gap_minor:
        raise StatementBroken(read.bank_id, Money(read.gap_minor, read.currency))
    known = set(work.session.scalars(KNOWN, {"prints": list(prints)}))
    moves = [(mark, line) for mark, line in zip(prints, read.lines, strict=True) if line.minor]
    fresh = [(mark, line) for mark, line in moves if mark not in known]
    return None if not fresh and (moves or _named(work, read)[1]) else fresh


def _named(work: Work, read: ReadStatement) -> tuple[str, bool]:
    """How a statement is called, and whether one of its name was taken in: a later one of the day gets a number of its own."""
    taken = set(
        work.session.scalars(
            select(BankStatement.bank_id).where(
                BankStatement.account == read.account,
                BankStatement.currency == read.currency,
                BankStatement.closed_on == read.closed_on,
            )
        )
    )
    names = chain([read.bank_id], (f"{read.bank_id[:60]} ({number})" for number in count(2)))
    return next(name for name in names if name not in taken), read.bank_id in taken


def _lines(work: Work, statement: BankStatement, fresh: Sequence[Marked]) -> None:
    rows = [
        {
            "id": new_id(),
            "statement_id": statement.id,
            "position": position,
            "fingerprint": f"\\x{mark.hex()}",
            "booked_on": line.booked_on,
            "amount_minor": line.minor,
            "currency": statement.currency,
            "reference": line.reference[:80],
            "bank_reference": line.bank_reference[:80],
            "name": line.name[:140],
            "words": line.text[:500],
            "code": line.code[:8],
            "is_return": line.is_return,
            "state": LineState.NEW,
            "deed": "",
            "why": Why.NOTHING,
            "reason": "",
        }
        for position, (mark, line) in enumerate(fresh, start=1)
    ]
    if rows:
        prepared.run(work.session, _ENTER(), rows_of(rows))
