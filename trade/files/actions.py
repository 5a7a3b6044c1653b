"""Keeping files: taking one in, showing it to others, forgetting what belongs to nothing."""

from __future__ import annotations

import hashlib
import secrets
from collections.abc import Collection, Sequence
from datetime import timedelta
from typing import Final
from uuid import UUID

from sqlalchemy import delete, select

from trade.files.models import File
from trade.files.ports import Checked, FileStore
from trade.kernel.actor import Permission
from trade.kernel.errors import NotFound
from trade.kernel.ids import new_id
from trade.kernel.locks import lock_rows, skip_locked
from trade.kernel.work import Work, action

UNATTACHED: Final = timedelta(days=2)
"""How long a file may belong to nothing: whoever sent it is still filling in a form."""


@action()
def keep_file(work: Work, checked: Checked, store: FileStore) -> UUID:
    """Keep a file of the actor's organisation; it is seen by nobody else but the platform until it is shown.

    What is in it is kept first: were the rest to fail, it lies there under a name that nobody knows.
    """
    owner = work.actor.organisation
    name = secrets.token_urlsafe(24)
    store.keep(name, checked.content)
    made = File(
        id=new_id(), owner_id=owner, kind=checked.kind, media_type=checked.media_type, title=checked.title,
        size=len(checked.content), sha256=hashlib.sha256(checked.content).digest(), dhash=checked.dhash, name=name,
        readers=[], created_by=work.actor.person_id, created_at=work.at,
    )  # fmt: skip
    work.session.add(made)
    return made.id


def attach(work: Work, file_ids: Collection[UUID], readers: Sequence[UUID] = ()) -> None:
    """Let files of the actor's organisation belong to something for ever, and show them to ``readers``.

    Runs inside an action of whatever they belong to. Raises ``NotFound`` for a file that is not the actor's own.
    """
    wanted = select(File).where(File.id.in_(file_ids), File.owner_id == work.actor.organisation).order_by(File.id)
    found = {file.id: file for file in lock_rows(work.session, wanted)}
    for file_id in file_ids:
        if file_id not in found:
            raise NotFound("file", file_id)
    for file in found.values():
        file.attached_at = file.attached_at or work.at
        file.readers = list(dict.fromkeys([*file.readers, *readers]))


@action(Permission.OVERSEE)
def forget_unattached(work: Work, limit: int = 500) -> tuple[str, ...]:
    """Forget files that belong to nothing; returns the names under which they lie in the store."""
    old = select(File.id).where(File.attached_at.is_(None), File.created_at < work.at - UNATTACHED)
    some = skip_locked(old.order_by(File.created_at).limit(limit))
    return tuple(work.session.scalars(delete(File).where(File.id.in_(some)).returning(File.name)))
