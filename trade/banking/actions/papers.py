"""Taking the bank's papers in: shown first, then line by line into the books; what stood on an earlier paper changes nothing."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from itertools import chain, count
from typing import Any, Final
from uuid import UUID

from sqlalchemy import LargeBinary, any_, bindparam, select
from sqlalchemy.dialects.postgresql import ARRAY

from trade.banking.booking import process
from trade.banking.models import BankLine, BankPaper, BankStatement
from trade.banking.ports import BankReading, ReadLine, ReadStatement
from trade.banking.reports import apply
from trade.banking.rules import LineState, StatementBroken, StatementKnown, Why, fingerprints
from trade.kernel import prepared
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.money import Money
from trade.kernel.together import rows_of, together
from trade.kernel.work import Work, action

KNOWN: Final = select(BankLine.fingerprint).where(
    BankLine.fingerprint == any_(bindparam("prints", type_=ARRAY(LargeBinary)))
)
"""One parameter however many lines there are: PostgreSQL takes 65,535 of them."""

_ENTER: Final = together(
    BankLine,
    ("id", "statement_id", "position", "fingerprint", "booked_on", "amount_minor", "currency", "reference", "bank_reference",
     "name", "words", "code", "is_return", "state", "deed", "why", "reason"),
)  # fmt: skip


@action(Permission.PREPARE_MONEY)
def show_paper(work: Work, *, name: str, content: bytes, reading: BankReading, plain: dict[str, Any]) -> UUID:
    """Keep what a file says, to be looked at; nothing is booked. ``plain`` is ``reading`` as JSON says it.

    Raises ``StatementKnown`` for a file that was taken in, ``StatementBroken`` for a statement that does not add up.
    """
    return _show(work, name, content, reading, plain).id


@action(Permission.PREPARE_MONEY)
def take_file(work: Work, *, name: str, content: bytes, reading: BankReading, plain: dict[str, Any]) -> UUID:
    """Show a file and take it in at once, for one that the bank left in its folder: what is unclear waits for a person.

    Raises what :func:`show_paper` and :func:`take_paper` raise.
    """
    return _take(work, _show(work, name, content, reading, plain), reading)


@action(Permission.PREPARE_MONEY)
def note_refused_file(work: Work, *, name: str, why: str) -> UUID:
    """Note that a file of the bank's folder could not be read; nothing of it was kept."""
    key = new_id()
    work.record("banking.file_refused", "bank_paper", key, after={"name": name[:120], "reason": why})
    return key


def _show(work: Work, name: str, content: bytes, reading: BankReading, plain: dict[str, Any]) -> BankPaper:
    digest = hashlib.sha256(content).digest()
    _refuse_known(work, digest)
    for statement in reading.statements:
        if statement.gap_minor:
            raise StatementBroken(statement.bank_id, Money(statement.gap_minor, statement.currency))
    paper = BankPaper(
        id=new_id(),
        name=name[:120],
        kind=reading.kind,
        file_hash=digest,
        reading=plain,
        state="shown",
        uploaded_by=work.actor.person_id,
        uploaded_at=work.at,
    )
    work.session.add(paper)
    work.record("banking.paper_shown", "bank_paper", paper.id, after={"kind": paper.kind})
    return paper


@action(Permission.PREPARE_MONEY)
def cancel_paper(work: Work, paper_id: UUID) -> UUID:
    """Forget a file that was shown; of what it says nothing stays."""
    paper = _shown(work, paper_id, "cancelled")
    paper.state, paper.reading = "cancelled", {}
    work.record("banking.paper_cancelled", "bank_paper", paper.id)
    return paper.id


@action(Permission.PREPARE_MONEY)
def take_paper(work: Work, paper_id: UUID, reading: BankReading) -> UUID:
    """Take a file in: its lines become ours, and what is certain is booked. ``reading`` is what was shown of it.

    Raises ``StatementKnown`` where all of it was taken in before, from this file or another.
    """
    return _take(work, _shown(work, paper_id, "taken"), reading)


def _take(work: Work, paper: BankPaper, reading: BankReading) -> UUID:
    _refuse_known(work, paper.file_hash)
    paper.state, paper.reading = "taken", {}
    work.session.flush()
    if reading.payments:
        counts = apply(work, reading.payments)
        work.record("banking.report_taken", "bank_paper", paper.id, after=counts)
        return paper.id
    marks = fingerprints(reading.statements)
    new = [_statement(work, paper.id, *read) for read in zip(reading.statements, marks, strict=True)]
    if not any(new):
        raise StatementKnown
    work.record("banking.paper_taken", "bank_paper", paper.id, after={"statements": len(new), "lines": sum(new)})
    return paper.id


def _statement(work: Work, paper_id: UUID, read: ReadStatement, prints: Sequence[bytes]) -> int:
    """Take one statement in; answer how many of its lines are new, and one for a statement that has none at all."""
    if read.gap_minor:
        raise StatementBroken(read.bank_id, Money(read.gap_minor, read.currency))
    known = set(work.session.scalars(KNOWN, {"prints": list(prints)}))
    bank_id, is_known = _named(work, read)
    moves = [(mark, line) for mark, line in zip(prints, read.lines, strict=True) if line.minor]
    fresh = [(mark, line) for mark, line in moves if mark not in known]
    if not fresh and (is_known or moves):
        return 0
    statement = BankStatement(
        id=new_id(),
        paper_id=paper_id,
        bank_id=bank_id,
        account=read.account,
        currency=read.currency,
        opened_on=read.opened_on,
        closed_on=read.closed_on,
        opening_minor=read.opening_minor,
        closing_minor=read.closing_minor,
        known_minor=sum(line.minor for line in read.lines) - sum(line.minor for _, line in fresh),
        known_lines=len(moves) - len(fresh),
        taken_at=work.at,
    )
    work.session.add(statement)
    work.session.flush()
    lines = _lines(work, statement, fresh)
    process(work, lines)
    return max(len(lines), 1)


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


def _lines(work: Work, statement: BankStatement, fresh: Sequence[tuple[bytes, ReadLine]]) -> Sequence[BankLine]:
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
            "state": LineState.WAITING,
            "deed": "",
            "why": Why.NOTHING,
            "reason": "",
        }
        for position, (mark, line) in enumerate(fresh, start=1)
    ]
    prepared.run(work.session, _ENTER(), rows_of(rows))
    return work.session.scalars(select(BankLine).where(BankLine.statement_id == statement.id)).all()


def _refuse_known(work: Work, digest: bytes) -> None:
    taken = select(BankPaper.id).where(BankPaper.file_hash == digest, BankPaper.state == "taken")
    if work.session.scalar(taken) is not None:
        raise StatementKnown


def _shown(work: Work, paper_id: UUID, to: str) -> BankPaper:
    paper = lock_one(work.session, select(BankPaper).where(BankPaper.id == paper_id))
    if paper is None:
        raise NotFound("bank_paper", paper_id)
    if paper.state != "shown":
        raise MoveRefused("bank_paper", paper.state, to)
    return paper
