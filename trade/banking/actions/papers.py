"""Taking the bank's papers in: shown first, then line by line into the books; what stood on an earlier paper changes nothing."""

from __future__ import annotations

import hashlib
from typing import Any
from uuid import UUID

from sqlalchemy import select

from trade.banking.booking import process
from trade.banking.entering import enter, is_known, new_lines
from trade.banking.models import BankPaper
from trade.banking.ports import BankReading
from trade.banking.reports import apply, in_order
from trade.banking.rules import StatementKnown
from trade.banking.showing import add_up, lines_of, refuse_known
from trade.banking.taking import AT_ONCE, PaperState
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


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
    refuse_known(work, digest)
    add_up(reading)
    paper = BankPaper(
        id=new_id(),
        name=name[:120],
        kind=reading.kind,
        file_hash=digest,
        reading=plain,
        state=PaperState.SHOWN,
        uploaded_by=work.actor.person_id,
        uploaded_at=work.at,
    )
    work.session.add(paper)
    work.record("banking.paper_shown", "bank_paper", paper.id, after={"kind": paper.kind})
    return paper


@action(Permission.PREPARE_MONEY)
def cancel_paper(work: Work, paper_id: UUID) -> UUID:
    """Forget a file that was shown, is being read or was refused; of what it says nothing stays."""
    paper = _locked(work, paper_id)
    if paper.state not in {PaperState.SHOWN, PaperState.READING, PaperState.REFUSED}:
        raise MoveRefused("bank_paper", paper.state, PaperState.CANCELLED)
    paper.state, paper.reading, paper.lines_total = PaperState.CANCELLED, {}, 0
    paper.content = paper.refusal = None
    work.record("banking.paper_cancelled", "bank_paper", paper.id)
    return paper.id


@action(Permission.PREPARE_MONEY)
def take_paper(work: Work, paper_id: UUID, reading: BankReading | None) -> UUID:
    """Take a file in: its lines become ours, and what is certain is booked; of a long one by a job, which is promised.

    ``reading`` is what was shown of it; nothing for one of which a job has counted the lines, so that it need not be read again.

    Raises ``StatementKnown`` where all of it was taken in before, from this file or another.
    """
    paper = _locked(work, paper_id)
    if paper.state != PaperState.SHOWN:
        raise MoveRefused("bank_paper", paper.state, PaperState.TAKEN)
    return _take(work, paper, reading)


def _take(work: Work, paper: BankPaper, reading: BankReading | None) -> UUID:
    refuse_known(work, paper.file_hash)
    if reading is None:
        return _begin(work, paper, paper.lines_total)
    lines = lines_of(reading)
    if lines > AT_ONCE:
        if reading.statements and is_known(work, reading):
            raise StatementKnown
        return _begin(work, paper, lines)
    paper.state, paper.reading = PaperState.TAKEN, {}
    work.session.flush()
    if reading.payments:
        counts = apply(work, in_order(reading.payments), reading.payments)
        work.record("banking.report_taken", "bank_paper", paper.id, after=counts)
        return paper.id
    statements, entered = enter(work, paper.id, reading)
    if not statements:
        raise StatementKnown
    process(work, work.session.scalars(new_lines(paper.id)).all())
    work.record("banking.paper_taken", "bank_paper", paper.id, after={"statements": statements, "lines": entered})
    return paper.id


def _begin(work: Work, paper: BankPaper, lines: int) -> UUID:
    """Let a job take a long file in; what it says is kept until its lines are entered."""
    paper.state, paper.lines_total = PaperState.TAKING, lines
    work.record("banking.taking_started", "bank_paper", paper.id, after={"lines": lines})
    work.later("take_paper", paper_id=str(paper.id))
    return paper.id


def _locked(work: Work, paper_id: UUID) -> BankPaper:
    paper = lock_one(work.session, select(BankPaper).where(BankPaper.id == paper_id))
    if paper is None:
        raise NotFound("bank_paper", paper_id)
    return paper
