"""Taking a long file in by a job: its lines are entered, then looked at slice by slice; killed anywhere it goes on where it stood."""

from __future__ import annotations

from collections import Counter
from uuid import UUID

from sqlalchemy import func, select

from trade.banking.booking import process
from trade.banking.entering import enter, new_lines
from trade.banking.models import BankPaper, BankStatement
from trade.banking.ports import BankReading, ReadPayment
from trade.banking.reports import apply, in_order
from trade.banking.taking import SLICE, PaperState, Stop
from trade.kernel.actor import Permission
from trade.kernel.errors import MoveRefused, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@action(Permission.PREPARE_MONEY)
def enter_lines(work: Work, paper_id: UUID, reading: BankReading) -> UUID:
    """Enter all lines of a file that is being taken in, once; ``reading`` is what is kept of it.

    From then on its statements are whole, and their lines new: no figure of the bank's is half of one. A report has no lines:
    what is kept of it stays until the last of its payments.
    """
    paper = _locked(work, paper_id)
    if paper.state == PaperState.TAKING and paper.reading and not reading.payments:
        _, paper.lines_total = enter(work, paper.id, reading)
        paper.reading = {}
    return paper.id


@action(Permission.PREPARE_MONEY)
def take_next(work: Work, paper_id: UUID) -> bool:
    """Look at the next lines of a file, or payments of a report; answer whether there is more to do.

    A slice is a transaction. The file's row is locked, so two jobs take turns instead of taking the same lines.
    """
    paper = _locked(work, paper_id)
    if paper.state == PaperState.TAKING and paper.reading.get("payments"):
        return _take_payments(work, paper)
    if paper.state != PaperState.TAKING or paper.reading:
        return False
    lines = work.session.scalars(new_lines(paper.id).limit(SLICE)).all()
    if lines:
        process(work, lines)
        paper.lines_done += len(lines)
        return True
    paper.state = PaperState.TAKEN
    statements = work.session.execute(select(func.count()).where(BankStatement.paper_id == paper.id)).scalar_one()
    after = {"statements": statements, "lines": paper.lines_total}
    work.record("banking.paper_taken", "bank_paper", paper.id, after=after)
    return False


def _take_payments(work: Work, paper: BankPaper) -> bool:
    """Bring payouts up to what the next payments of a report say; what each report did is counted beside it."""
    report = in_order([ReadPayment(**told) for told in paper.reading["payments"]])
    some = report[paper.lines_done : paper.lines_done + SLICE]
    counts = Counter(paper.reading.get("counts", {})) + Counter(apply(work, some, report))
    paper.lines_done += len(some)
    if paper.lines_done < paper.lines_total:
        paper.reading = {**paper.reading, "counts": dict(counts)}
        return True
    paper.state, paper.reading = PaperState.TAKEN, {}
    work.record("banking.report_taken", "bank_paper", paper.id, after=dict(counts))
    return False


@action(Permission.PREPARE_MONEY)
def stop_taking(work: Work, paper_id: UUID, why: Stop) -> UUID:
    """Note that taking a file in has failed; what was taken stays, and a person lets it go on."""
    paper = _locked(work, paper_id)
    if paper.state == PaperState.TAKING:
        paper.state, paper.fault = PaperState.STOPPED, why
        work.record("banking.taking_stopped", "bank_paper", paper.id, after={"lines": paper.lines_done})
    return paper.id


@action(Permission.PREPARE_MONEY)
def go_on_taking(work: Work, paper_id: UUID) -> UUID:
    """Let a file that has stopped go on where it stood."""
    paper = _locked(work, paper_id)
    if paper.state != PaperState.STOPPED:
        raise MoveRefused("bank_paper", paper.state, PaperState.TAKING)
    paper.state, paper.fault = PaperState.TAKING, ""
    work.record("banking.taking_resumed", "bank_paper", paper.id, after={"lines": paper.lines_done})
    work.later("take_paper", paper_id=str(paper.id))
    return paper.id


def _locked(work: Work, paper_id: UUID) -> BankPaper:
    paper = lock_one(work.session, select(BankPaper).where(BankPaper.id == paper_id))
    if paper is None:
        raise NotFound("bank_paper", paper_id)
    return paper
