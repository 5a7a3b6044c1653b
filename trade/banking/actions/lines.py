"""A person's word on a line that the bank's paper alone does not explain."""

from __future__ import annotations

from uuid import UUID

from sqlalchemy import select

from trade.banking.booking import settle
from trade.banking.models import BankLine
from trade.banking.rules import Deed, LineDecided, LineState
from trade.kernel.actor import Permission
from trade.kernel.errors import InvalidInput, NotFound
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action


@action(Permission.PREPARE_MONEY)
def book_line(work: Work, line_id: UUID, *, deed: Deed, target: UUID | None = None) -> UUID:
    """Book a line that waits as what a person says; ``target`` is the payout, or whose money it is.

    Raises ``LineDecided`` where somebody was faster, ``DeedRefused`` where direction, amount or state speak against it,
    and ``TaxNotOwed`` beyond the tax that is owed.
    """
    line = _open(work, line_id)
    settle(work, line, deed, target)
    after = {"deed": line.deed, "amount": line.amount_minor, "currency": line.currency}
    work.record("banking.line_booked", "bank_line", line.id, after=after)
    return line.id


@action(Permission.PREPARE_MONEY)
def put_line_aside(work: Work, line_id: UUID, *, reason: str) -> UUID:
    """Take a line out of the queue without booking it, with the reason; the books then differ from the bank by it."""
    if not reason.strip():
        raise InvalidInput("reason", "required")
    line = _open(work, line_id)
    line.state, line.reason = LineState.ASIDE, reason.strip()[:200]
    line.decided_by, line.decided_at = work.actor.person_id, work.at
    work.record("banking.line_put_aside", "bank_line", line.id, after={"reason": line.reason})
    return line.id


@action(Permission.PREPARE_MONEY)
def take_line_up(work: Work, line_id: UUID) -> UUID:
    """Put a line that was put aside back into the queue."""
    line = _locked(work, line_id)
    if line.state != LineState.ASIDE:
        raise LineDecided
    line.state, line.reason = LineState.WAITING, ""
    line.decided_by = line.decided_at = None
    work.record("banking.line_taken_up", "bank_line", line.id)
    return line.id


def _open(work: Work, line_id: UUID) -> BankLine:
    line = _locked(work, line_id)
    if line.state != LineState.WAITING:
        raise LineDecided
    return line


def _locked(work: Work, line_id: UUID) -> BankLine:
    line = lock_one(work.session, select(BankLine).where(BankLine.id == line_id))
    if line is None:
        raise NotFound("bank_line", line_id)
    return line
