"""A file that is too large to be read while somebody waits: kept as it came, read by a job, then shown like any other."""

from __future__ import annotations

import hashlib
from typing import Any, Final
from uuid import UUID

from sqlalchemy import select, text
from sqlalchemy.dialects.postgresql import insert

from trade.banking.entering import is_known
from trade.banking.models import READING, BankPaper
from trade.banking.ports import FILE_BYTES, BankFileRefused, BankReading, FileFault
from trade.banking.refusing import Refused, plain_refusal
from trade.banking.rules import StatementKnown
from trade.banking.showing import add_up, lines_of, refuse_known
from trade.banking.taking import AT_ONCE, PaperState
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_one
from trade.kernel.work import Work, action

_ROW: Final = insert(BankPaper)
_KEEP: Final = _ROW.on_conflict_do_update(
    index_elements=[BankPaper.file_hash], index_where=text(READING), set_={"file_hash": _ROW.excluded.file_hash}
).returning(BankPaper.id)
"""Answers the file that is being read already, whoever sent it a moment before."""


@action(Permission.PREPARE_MONEY)
def keep_paper(work: Work, *, name: str, content: bytes) -> UUID:
    """Keep a file, and promise that a job reads it. One that is being read, or was read and waits, is answered as it is.

    Raises ``BankFileRefused`` for one that is too large, ``StatementKnown`` for one that was taken in.
    """
    if len(content) > FILE_BYTES:
        raise BankFileRefused(FileFault.TOO_LARGE)
    digest = hashlib.sha256(content).digest()
    refuse_known(work, digest)
    same = select(BankPaper.id).where(BankPaper.file_hash == digest, BankPaper.state == PaperState.SHOWN)
    shown = work.session.scalars(same.order_by(BankPaper.uploaded_at.desc()).limit(1)).one_or_none()
    if shown is not None:
        return shown
    row = {
        "id": new_id(), "name": name[:120], "kind": "", "file_hash": digest, "content": content, "reading": {}, "fault": "",
        "state": PaperState.READING, "lines_total": 0, "lines_done": 0, "uploaded_by": work.actor.person_id,
        "uploaded_at": work.at,
    }  # fmt: skip
    paper_id: UUID = work.session.execute(_KEEP, row).scalar_one()
    if paper_id == row["id"]:
        work.record("banking.paper_kept", "bank_paper", paper_id)
        work.later("read_paper", paper_id=str(paper_id))
    return paper_id


@action(Permission.PREPARE_MONEY)
def note_reading(work: Work, paper_id: UUID, reading: BankReading, plain: dict[str, Any]) -> None:
    """Show what a job has read of a file; nothing where another job was faster, or a person does not want it any more.

    ``plain`` is ``reading`` as JSON says it. Raises ``StatementBroken``, and ``StatementKnown`` where nothing of it is new.
    """
    paper = _being_read(work, paper_id)
    if paper is None:
        return
    refuse_known(work, paper.file_hash)
    add_up(reading)
    if reading.statements and is_known(work, reading):
        raise StatementKnown
    lines = lines_of(reading)
    paper.kind, paper.reading, paper.content, paper.state = reading.kind, plain, None, PaperState.SHOWN
    paper.lines_total = lines if lines > AT_ONCE else 0
    work.record("banking.paper_shown", "bank_paper", paper_id, after={"kind": paper.kind})


@action(Permission.PREPARE_MONEY)
def refuse_paper(work: Work, paper_id: UUID, why: Refused) -> None:
    """Note that a job could not read a file, for whoever sent it; of the file nothing stays."""
    paper = _being_read(work, paper_id)
    if paper is not None:
        paper.refusal, paper.content, paper.state = plain_refusal(why), None, PaperState.REFUSED
        work.record("banking.paper_refused", "bank_paper", paper_id, after=paper.refusal)


def _being_read(work: Work, paper_id: UUID) -> BankPaper | None:
    paper = lock_one(work.session, select(BankPaper).where(BankPaper.id == paper_id))
    if paper is None:
        raise NotFound("bank_paper", paper_id)
    return paper if paper.state == PaperState.READING else None
