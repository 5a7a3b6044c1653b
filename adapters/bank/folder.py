"""A bank that is a folder: files for it lie in ``out`` until somebody, or its own program, takes them away.

A file is written whole under a hidden name. Linking that to its name in ``kept``, which the file system does once only, says
that no other is this file; renaming it into ``out`` puts it there, and uses the hidden name up: however often a writer is
killed, whoever comes next sees by that name whether the file still has to be put there. What is in ``kept`` stays for ever.
Whoever takes a file moves it into ``taken``, or removes it.

Another way to the bank is another class of this shape (``trade.payouts.ports.Bank``); ``adapters.sftp`` is one.
"""

from __future__ import annotations

import os
from pathlib import Path

from adapters.durable import sync_names, write_draft
from trade.payouts.ports import BankRefused, BankUnclear


class Folder:
    """Files for the bank in a folder."""

    def __init__(self, root: Path) -> None:
        self._out, self._kept, self._taken = root / "out", root / "kept", root / "taken"

    def submit(self, reference: str, content: bytes) -> None:
        """Put a file into ``out``, once; the same again is nothing, another under the same name is refused."""
        name = _name(reference)
        try:
            for folder in (self._out, self._kept, self._taken):
                folder.mkdir(parents=True, exist_ok=True)
            if not (self._kept / name).exists():
                self._keep(name, content)
            elif (self._kept / name).read_bytes() != content:
                raise BankRefused("another file has this name")
            draft = self._draft(name)
            if draft is not None:
                self._put(draft, name)
        except OSError as error:
            raise BankUnclear(str(error)) from error

    def knows(self, reference: str) -> bool:
        """Whether the file lies there, was taken, or was there once."""
        name = _name(reference)
        try:
            return (self._kept / name).exists() and self._draft(name) is None
        except OSError as error:
            raise BankUnclear(str(error)) from error

    def _keep(self, name: str, content: bytes) -> None:
        draft = write_draft(self._out, name, content)
        try:
            os.link(draft, self._kept / name)
        except FileExistsError:
            draft.unlink()  # somebody else has kept the same file meanwhile
        sync_names(self._kept)

    def _draft(self, name: str) -> Path | None:
        """The hidden name of the file that is kept, as long as it was never put into ``out``."""
        kept = (self._kept / name).stat()
        for draft in self._out.glob(f".{name}.*"):
            try:
                if os.path.samestat(draft.stat(), kept):
                    return draft
            except FileNotFoundError:
                continue  # another writer has put it there, or thrown its own away
        return None

    def _put(self, draft: Path, name: str) -> None:
        try:
            draft.rename(self._out / name)
        except FileNotFoundError:
            return  # another writer was faster
        sync_names(self._out)


def _name(reference: str) -> str:
    return f"{reference}.xml"
