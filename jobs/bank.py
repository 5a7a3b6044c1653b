"""Files that the bank leaves for us, and those that are too long to be taken in while somebody waits."""

from __future__ import annotations

import logging
from typing import Final
from uuid import UUID

from sqlalchemy.exc import OperationalError

from adapters.bank import Inbox, plain_of, read_bank_file, reading_of
from adapters.sftp.inbox import SftpInbox
from adapters.sftp.trouble import sentence_of
from jobs.calls import settings, system_call
from trade.banking.actions import (
    enter_lines,
    note_reading,
    note_refused_file,
    refuse_paper,
    stop_taking,
    take_file,
    take_next,
)
from trade.banking.ports import BankFileRefused, FileFault
from trade.banking.queries import content_kept, paper, reading_kept
from trade.banking.refusing import Refused
from trade.banking.rules import StatementBroken, StatementKnown
from trade.banking.taking import PaperState, Stop
from trade.kernel.errors import DomainError
from trade.payouts.ports import BankUnclear

log: Final = logging.getLogger(__name__)


def take_bank_files() -> None:
    """Take in what lies in the bank's folder ``in``; killed anywhere and begun again, each file is booked once.

    Where the bank has a server, what lies there is brought into the folder before; one that cannot be reached keeps nothing waiting.
    """
    _fetch()
    inbox = Inbox(settings().bank)
    for name, content in inbox.waiting():
        inbox.move(name, _outcome(name, content))


def read_paper(paper_id: str) -> None:
    """Read a large file, so that it is shown, or say why it cannot be read; killed anywhere, the file is still there."""
    key = UUID(paper_id)
    with system_call() as call:
        content = content_kept(call.session, key)
    if content is None:
        return
    try:
        reading = read_bank_file(content)
        with system_call() as call:
            note_reading(call, key, reading, plain_of(reading))
    except (BankFileRefused, StatementBroken, StatementKnown) as error:
        _refuse(key, error)
    except OperationalError:
        raise  # the database is not there, or busy: the errand comes again
    except Exception:
        log.exception("reading %s has failed", key)
        _refuse(key, BankFileRefused(FileFault.FAILED))


def take_paper(paper_id: str) -> None:
    """Take a long file in, slice by slice; what fails is noted for a person, who lets it go on."""
    key = UUID(paper_id)
    try:
        _take(key)
    except OperationalError:
        raise  # the database is not there, or busy: the errand comes again
    except Exception as error:
        log.exception("taking %s in has stopped", key)
        with system_call() as call:
            stop_taking(call, key, Stop.REFUSED if isinstance(error, DomainError) else Stop.FAILED)


def _take(key: UUID) -> None:
    with system_call() as call:
        kept = reading_kept(call.session, key) if paper(call.session, key).state is PaperState.TAKING else {}
    if kept:
        with system_call() as call:
            enter_lines(call, key, reading_of(dict(kept)))
    more = True
    while more:
        with system_call() as call:
            more = take_next(call, key)


def _refuse(key: UUID, why: Refused) -> None:
    with system_call() as call:
        refuse_paper(call, key, why)


def _fetch() -> None:
    address = settings().sftp
    if address is None:
        return
    try:
        for name in SftpInbox(address, settings().bank).fetch():
            _refused(name, FileFault.TOO_LARGE)
    except BankUnclear as error:
        log.error("%s", sentence_of(error))  # noqa: TRY400 - the sentence says it


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
