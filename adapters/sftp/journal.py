"""What was done with each file, on our side: a word is said once, whoever says it first, and outlives a kill and a power cut."""

from __future__ import annotations

import os
from pathlib import Path
from secrets import token_hex


class Journal:
    """Words by name in a folder that all workers share."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def once(self, name: str, word: bytes) -> bytes:
        """Say a word; answer the one that is said by now, which is another's if that was faster."""
        self._root.mkdir(parents=True, exist_ok=True)
        draft = self._root / f".{name}.{token_hex(8)}"
        with draft.open("xb") as file:
            file.write(word)
            file.flush()
            os.fsync(file.fileno())
        try:
            os.link(draft, self._root / name)
        except FileExistsError:
            return (self._root / name).read_bytes()
        finally:
            draft.unlink()
        _sync(self._root)
        return word

    def said(self, name: str) -> bytes | None:
        """The word, if one was said."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None


def _sync(folder: Path) -> None:
    """Let the names in a folder outlive a power cut."""
    handle = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(handle)
    finally:
        os.close(handle)
