"""Files from the bank's server, brought into the folder ``in``, from which they are taken like any others.

A file is brought once it looked the same for a minute, by our clock; the server's is not asked. It is removed there when it lies
here. Killed in between it comes twice, and is known the second time.
"""

from __future__ import annotations

import os
import posixpath
from enum import StrEnum
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Final

from adapters.bank.inbox import QUIET_SECONDS
from adapters.clock import now
from adapters.durable import write_draft
from adapters.sftp.address import SftpAddress, kept_at
from adapters.sftp.door import bytes_of, go_in
from trade.banking.ports import FILE_BYTES

if TYPE_CHECKING:
    from asyncssh import SFTPClient, SFTPName

_NAME_BYTES: Final = 120
_TIMES: Final = 6
"""So many times the seconds of one file: several may lie there."""


class Look(StrEnum):
    """How a file of the bank's folder stands."""

    NEW = "new"
    QUIET = "quiet"
    """It has looked the same for a minute."""
    LARGE = "large"
    BROUGHT = "brought"


class SftpInbox:
    """The bank's folder for us, and beside our folder ``in`` what was seen there."""

    def __init__(self, address: SftpAddress, bank: Path) -> None:
        self._address, self._in, self._seen = address, bank / "in", kept_at(bank) / "seen"

    def fetch(self) -> list[str]:
        """Bring what is whole; answer the names of files that are too large, each once. Raises ``BankUnclear``."""
        for folder in (self._in, self._seen):
            folder.mkdir(parents=True, exist_ok=True)
        too_large = list[str]()
        go_in(self._address, partial(self._fetch, too_large), times=_TIMES)
        return too_large

    async def _fetch(self, too_large: list[str], client: SFTPClient) -> None:
        for found in sorted(await client.readdir(self._address.inbox), key=lambda one: one.filename):
            name = _plain(found)
            if name is None:
                continue
            look = f"{found.attrs.size} {found.attrs.mtime}"
            noted = self._look(name, look)
            if noted is Look.BROUGHT:
                await self._remove(name, client)
            elif noted is Look.QUIET and (found.attrs.size or 0) > FILE_BYTES:
                self._note(name, look, Look.LARGE)
                too_large.append(name)
            elif noted is Look.QUIET and await self._bring(name, found.attrs.size, client):
                self._note(name, look, Look.BROUGHT)
                await self._remove(name, client)

    def _look(self, name: str, look: str) -> Look:
        """How a file stands, by what was noted of it when it looked the same; where it looks new, it is looked at again later."""
        note = self._seen / name
        before, _, said = note.read_text().partition("\n") if note.exists() else ("", "", "")
        if before != look:
            self._note(name, look, Look.NEW)
            return Look.NEW
        is_quiet = now().timestamp() - note.stat().st_mtime >= QUIET_SECONDS
        return Look.QUIET if said == Look.NEW and is_quiet else Look(said)

    def _note(self, name: str, look: str, said: Look) -> None:
        (self._seen / name).write_text(f"{look}\n{said}")

    async def _bring(self, name: str, size: int | None, client: SFTPClient) -> bool:
        """Copy a file into the folder ``in``, whole; answer whether it lies there now."""
        async with client.open(posixpath.join(self._address.inbox, name), "rb") as file:
            content = bytes_of(await file.read(FILE_BYTES + 1))
        if size is not None and len(content) != size:
            return False  # somebody is writing it after all
        draft = write_draft(self._in, name, content)
        then = now().timestamp() - QUIET_SECONDS
        os.utime(draft, (then, then))  # it has been quiet where it comes from
        try:
            os.link(draft, self._in / name)
        except FileExistsError:
            return (self._in / name).read_bytes() == content  # another of its name waits: this one comes after it
        finally:
            draft.unlink()
        return True

    async def _remove(self, name: str, client: SFTPClient) -> None:
        import asyncssh  # noqa: PLC0415 - loaded by whoever went in

        try:
            await client.remove(posixpath.join(self._address.inbox, name))
        except asyncssh.SFTPNoSuchFile:
            pass
        except asyncssh.SFTPError:
            return  # it may not be removed: it is remembered as brought, and left there
        (self._seen / name).unlink(missing_ok=True)


def _plain(found: SFTPName) -> str | None:
    """The name of a file that may be brought; nothing for folders, hidden files, and names that lead elsewhere."""
    import asyncssh  # noqa: PLC0415

    name = str(found.filename)
    is_file = found.attrs.type in {asyncssh.FILEXFER_TYPE_REGULAR, asyncssh.FILEXFER_TYPE_UNKNOWN}
    is_plain = not name.startswith(".") and "/" not in name and "\0" not in name and len(name.encode()) <= _NAME_BYTES
    return name if is_file and is_plain else None
