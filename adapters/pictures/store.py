"""Where pictures lie: a folder, under names that nobody can guess and that are never written twice."""

from __future__ import annotations

import os
import re
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{16,24}")
_FILE: Final = re.compile(r"(thumb|page)\.(avif|webp|jpeg)")


@dataclass(frozen=True, slots=True)
class Folder:
    """A :class:`trade.catalogue.ports.PictureStore` in the file system."""

    root: Path

    def keep(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of one picture; all of them are there, or none."""
        place = self._place(name)
        draft = place.with_name(f"{name}.{os.getpid()}")
        draft.mkdir(parents=True, exist_ok=True)
        for file, body in files.items():
            (draft / file).write_bytes(body)
        if not place.exists():
            draft.rename(place)

    def read(self, name: str, file: str) -> bytes | None:
        """Return one file of a picture; ``None`` for what is not there, whatever the names look like."""
        if not _NAME.fullmatch(name) or not _FILE.fullmatch(file):
            return None
        try:
            return (self._place(name) / file).read_bytes()
        except FileNotFoundError:
            return None

    def _place(self, name: str) -> Path:
        return self.root / name[:2] / name
