"""What a file must be to be shown: new, and each of its statements whole. Steps within an action."""

from __future__ import annotations

from typing import Final

from sqlalchemy import select

from trade.banking.models import BankPaper
from trade.banking.ports import BankReading
from trade.banking.rules import StatementBroken, StatementKnown
from trade.banking.taking import PaperState
from trade.kernel.money import Money
from trade.kernel.work import Work

_TAKEN: Final = (PaperState.TAKING, PaperState.STOPPED, PaperState.TAKEN)


def refuse_known(work: Work, digest: bytes) -> None:
    """Refuse a file that was taken in, or is being taken in."""
    taken = select(BankPaper.id).where(BankPaper.file_hash == digest, BankPaper.state.in_(_TAKEN))
    if work.session.scalar(taken) is not None:
        raise StatementKnown


def add_up(reading: BankReading) -> None:
    """Refuse a file of which a statement is not its lines."""
    for statement in reading.statements:
        if statement.gap_minor:
            raise StatementBroken(statement.bank_id, Money(statement.gap_minor, statement.currency))


def lines_of(reading: BankReading) -> int:
    """How many lines or payments a file has to be taken in."""
    return len(reading.payments) + sum(1 for one in reading.statements for line in one.lines if line.minor)
