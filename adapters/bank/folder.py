"""A bank that is a folder: files for it lie in ``out`` until somebody, or its own program, takes them away.

A file is written whole under another name, then linked to its own, which the file system does once only. Its name stays in
``kept`` for ever, so that it never lies in ``out`` a second time. Whoever takes a file moves it into ``taken``, or removes it.

Another way to the bank, by SFTP say, is another class of this shape (``trade.payouts.ports.Bank``).
"""

from __future__ import annotations

import os
from pathlib import Path

from trade.payouts.ports import BankRefused, BankUnclear


class Folder:
    """Files for the bank in a folder."""

    def __init__(self, root: Path) -> None:
        self._out, self._kept, self._taken = root / "out", root / "kept", root / "taken"

    def submit(self, reference: str, content: bytes) -> None:
        """Put a file into ``out``, once; the same again is nothing, another under the same name is refused."""
        try:
            for folder in (self._out, self._kept, self._taken):
                folder.mkdir(parents=True, exist_ok=True)
            if not self.knows(reference):
                self._place(reference, content)
            elif self._found(reference).read_bytes() != content:
                raise BankRefused("another file has this name")
        except OSError as error:
            raise BankUnclear(str(error)) from error

    def knows(self, reference: str) -> bool:
        """Whether the file lies there, was taken, or was there once."""
        return any((folder / _name(reference)).exists() for folder in (self._kept, self._out, self._taken))

    def _place(self, reference: str, content: bytes) -> None:
        draft = self._out / f".{_name(reference)}.{os.getpid()}"
        with draft.open("wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._out / _name(reference))
            os.link(draft, self._kept / _name(reference))
        except FileExistsError:
            pass  # somebody else has put the same file there meanwhile
        finally:
            draft.unlink()
        self._sync()

    def _found(self, reference: str) -> Path:
        places = (folder / _name(reference) for folder in (self._kept, self._out, self._taken))
        return next(place for place in places if place.exists())

    def _sync(self) -> None:
        """Let the names outlive a power cut."""
        for folder in (self._out, self._kept):
            handle = os.open(folder, os.O_RDONLY)
            try:
                os.fsync(handle)
            finally:
                os.close(handle)


def _name(reference: str) -> str:
    return f"{reference}.xml"
