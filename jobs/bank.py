"""Files that the bank leaves for us."""

from __future__ import annotations

from adapters.bank import Inbox, plain_of, read_bank_file
from jobs.calls import settings, system_call
from trade.banking.actions import note_refused_file, take_file
from trade.banking.ports import BankFileRefused
from trade.banking.rules import StatementBroken, StatementKnown


def take_bank_files() -> None:
    """Take in what lies in the bank's folder ``in``; killed anywhere and begun again, each file is booked once."""
    inbox = Inbox(settings().bank)
    for name, content in inbox.waiting():
        inbox.move(name, _outcome(name, content))


def _outcome(name: str, content: bytes) -> str:
    """Take a file in, and say into which folder it belongs now."""
    try:
        reading = read_bank_file(content)
        with system_call() as call:
            take_file(call, name=name, content=content, reading=reading, plain=plain_of(reading))
    except StatementKnown:
        return "known"
    except BankFileRefused as error:
        return _refused(name, error.fault)
    except StatementBroken:
        return _refused(name, "gap")
    return "read"


def _refused(name: str, why: str) -> str:
    with system_call() as call:
        note_refused_file(call, name=name, why=why)
    return "refused"
