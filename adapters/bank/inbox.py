"""Where the bank's own program, or a person, puts files for us: ``in``. Each is moved aside once it was looked at.

Files whose names begin with a point are being written, and so is one that changed within the last minute: both are left alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from secrets import token_hex
from typing import Final

from adapters.clock import now
from trade.banking.ports import FILE_BYTES

QUIET_SECONDS: Final = 60


class Inbox:
    """The folder ``in`` below ``root``, and beside it the folders that files end up in."""

    def __init__(self, root: Path) -> None:
        self._root, self._in = root, root / "in"

    def waiting(self) -> Iterator[tuple[str, bytes]]:
        """Each file that is whole, by name; of one that is too large so much that whoever reads it sees that it is."""
        self._in.mkdir(parents=True, exist_ok=True)
        for path in sorted(self._in.iterdir()):
            try:
                is_whole = path.is_file() and now().timestamp() - path.stat().st_mtime >= QUIET_SECONDS
                if not is_whole or path.name.startswith("."):
                    continue
                with path.open("rb") as file:
                    content = file.read(FILE_BYTES + 1)
            except FileNotFoundError:
                continue  # another worker has moved it
            yield path.name, content

    def move(self, name: str, into: str) -> None:
        """Move a file into the folder ``into``; one that has its name there already stays, and this one gets another."""
        folder = self._root / into
        folder.mkdir(parents=True, exist_ok=True)
        target = folder / name
        if target.exists():
            target = folder / f"{token_hex(4)}-{name}"
        try:
            (self._in / name).rename(target)
        except FileNotFoundError:
            return  # another worker was faster
