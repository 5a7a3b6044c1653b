"""What is asked of files. Whose row it is, and to whom it is shown, the database decides."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from sqlalchemy import func, select
from sqlalchemy.dialects.postgresql import BIT
from sqlalchemy.orm import Session

from trade.files.models import File
from trade.files.rules import ALIKE, FileKind
from trade.kernel.actor import Actor
from trade.kernel.errors import NotFound


@dataclass(frozen=True, slots=True)
class FileRow:
    """A file as pages show it; ``size`` in bytes."""

    id: UUID
    kind: FileKind
    media_type: str
    title: str
    size: int
    created_at: datetime


@dataclass(frozen=True, slots=True)
class StoredFile:
    """A file and where it lies."""

    row: FileRow
    name: str


@dataclass(frozen=True, slots=True)
class Likeness:
    """A photo that looks like another, and whose it is."""

    file_id: UUID
    owner_id: UUID
    bits: int
    created_at: datetime


def files(session: Session, file_ids: Collection[UUID]) -> list[FileRow]:
    """Return those of the files that whoever asks may see, the oldest first."""
    wanted = select(File).where(File.id.in_(file_ids)).order_by(File.created_at, File.id)
    return [_row(file) for file in session.scalars(wanted)]


def own_unattached(session: Session, actor: Actor, kind: FileKind) -> list[FileRow]:
    """Return what the actor has sent and not used yet: a form that is opened again shows them."""
    mine = select(File).where(File.owner_id == actor.organisation, File.created_by == actor.person_id)
    waiting = mine.where(File.attached_at.is_(None), File.kind == kind).order_by(File.created_at, File.id)
    return [_row(file) for file in session.scalars(waiting)]


def stored_file(session: Session, file_id: UUID) -> StoredFile:
    """Return where a file lies that whoever asks may see. Raises ``NotFound``."""
    file = session.get(File, file_id)
    if file is None:
        raise NotFound("file", file_id)
    return StoredFile(_row(file), file.name)


def photos_like(session: Session, file_id: UUID) -> list[Likeness]:
    """Return other photos that show the same as this one, the likest first; ask as the system to compare with everybody's.

    ``bits`` is in how many of 64 they differ; 0 for the very same file.
    """
    this = session.get(File, file_id)
    if this is None or this.dhash is None:
        return []
    bits = func.bit_count(File.dhash.op("#")(this.dhash).cast(BIT(64)))
    like = select(File.id, File.owner_id, bits, File.created_at).where(File.id != file_id, File.dhash.is_not(None))
    rows = session.execute(like.where(bits <= ALIKE).order_by(bits, File.created_at))
    return [Likeness(*row) for row in rows]


def _row(file: File) -> FileRow:
    return FileRow(file.id, FileKind(file.kind), file.media_type, file.title, file.size, file.created_at)
