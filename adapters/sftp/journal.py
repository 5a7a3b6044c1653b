"""What was done with each file, on our side: a word is said once, whoever says it first, and outlives a kill and a power cut."""

from __future__ import annotations

import os
from pathlib import Path

from adapters.durable import sync_names, write_draft


class Journal:
    """Words by name in a folder that all workers share."""

    def __init__(self, root: Path) -> None:
        self._root = root

    def once(self, name: str, word: bytes) -> bytes:
        """Say a word; answer the one that is said by now, which is another's if that was faster."""
        self._root.mkdir(parents=True, exist_ok=True)
        draft = write_draft(self._root, name, word)
        try:
            os.link(draft, self._root / name)
        except FileExistsError:
            return (self._root / name).read_bytes()
        finally:
            draft.unlink()
        sync_names(self._root)
        return word

    def said(self, name: str) -> bytes | None:
        """The word, if one was said."""
        try:
            return (self._root / name).read_bytes()
        except FileNotFoundError:
            return None
