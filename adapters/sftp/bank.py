"""Files for the bank, put on its server once each, though it takes them away at once and answers get lost.

A file goes up whole under a hidden name of its own, then gets its name by a rename that replaces nothing and uses the hidden name
up. Which hidden name may be renamed is written down here before (``ready``), once: so whoever comes after a kill or a lost answer
sees by the hidden name whether the rename is still to be done, and nobody puts a second one there. What is there is written
down too (``there``) and asked for no more.
"""

from __future__ import annotations

import posixpath
from contextlib import suppress
from functools import partial
from pathlib import Path
from secrets import token_hex
from typing import TYPE_CHECKING

from adapters.sftp.address import SftpAddress, kept_at
from adapters.sftp.door import bytes_of, go_in
from adapters.sftp.journal import Journal
from adapters.sftp.trouble import Trouble
from trade.payouts.ports import BankRefused, BankUnclear

if TYPE_CHECKING:
    from asyncssh import SFTPClient


class Sftp:
    """Files for a bank that is reached by SFTP (``trade.payouts.ports.Bank``)."""

    def __init__(self, address: SftpAddress, bank: Path) -> None:
        self._address = address
        self._journal = Journal(kept_at(bank))

    def submit(self, reference: str, content: bytes) -> None:
        """Put a file there, once; the same again is nothing, another under the same name is refused."""
        name = f"{reference}.xml"
        try:
            if self._journal.once(name, content) != content:
                raise BankRefused("another file has this name")
            if self._journal.said(f"{name}.there") is None:
                go_in(self._address, partial(self._put, name, content))
        except OSError as error:
            raise BankUnclear(str(error)) from error

    def knows(self, reference: str) -> bool:
        """Whether the file lies there, or was put there and taken away."""
        name = f"{reference}.xml"
        try:
            there = self._journal.said(f"{name}.there") is not None
            return there or go_in(self._address, partial(self._is_there, name))
        except OSError as error:
            raise BankUnclear(str(error)) from error

    async def _put(self, name: str, content: bytes, client: SFTPClient) -> None:
        lies = await self._lies(name, client)
        if lies is not None and lies != content:
            raise BankRefused("another file has this name")
        if lies is None:
            draft = self._journal.said(f"{name}.ready") or await self._upload(name, content, client)
            await self._rename(draft.decode(), name, client)
        self._journal.once(f"{name}.there", b"")
        await self._tidy(name, client)

    async def _is_there(self, name: str, client: SFTPClient) -> bool:
        lies = await self._lies(name, client)
        if lies is not None:
            return lies == (self._journal.said(name) or lies)
        draft = self._journal.said(f"{name}.ready")
        return draft is not None and not await client.exists(self._at(draft.decode()))

    async def _upload(self, name: str, content: bytes, client: SFTPClient) -> bytes:
        """Bring a file up under a hidden name; answer the hidden name that gets to be the file, which may be another's."""
        import asyncssh  # noqa: PLC0415 - loaded by whoever went in

        draft = f".{name}.{token_hex(8)}.part"
        async with client.open(self._at(draft), "xb") as file:
            await file.write(content)
            with suppress(asyncssh.SFTPOpUnsupported):
                await file.fsync()
        if (await client.stat(self._at(draft))).size not in {None, len(content)}:
            raise BankUnclear(Trouble.CUT)
        return self._journal.once(f"{name}.ready", draft.encode())

    async def _rename(self, draft: str, name: str, client: SFTPClient) -> None:
        """Give the hidden file its name; where there is none any more, it has got it, and the bank may have taken it since."""
        import asyncssh  # noqa: PLC0415

        try:
            await client.rename(self._at(draft), self._at(name))
        except asyncssh.SFTPNoSuchFile:
            if not await client.isdir(self._address.out):
                raise

    async def _lies(self, name: str, client: SFTPClient) -> bytes | None:
        import asyncssh  # noqa: PLC0415

        try:
            async with client.open(self._at(name), "rb") as file:
                return bytes_of(await file.read())
        except asyncssh.SFTPNoSuchFile:
            return None

    async def _tidy(self, name: str, client: SFTPClient) -> None:
        """Remove what killed uploads left: now that the file is there, no hidden name of it will ever be used."""
        import asyncssh  # noqa: PLC0415

        with suppress(asyncssh.SFTPError):  # the file is there, whatever else is
            for found in await client.listdir(self._address.out):
                if found.startswith(f".{name}.") and found.endswith(".part"):
                    await client.remove(self._at(found))

    def _at(self, name: str) -> str:
        return posixpath.join(self._address.out, name)
