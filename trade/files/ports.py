"""What uploaded files ask of the outside world: somebody who looks at them, and a place where they lie."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from trade.files.rules import FileFault, FileKind


@dataclass(frozen=True, slots=True)
class Sent:
    """A file as it came: what it was called, and what is in it. Neither is believed."""

    title: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Checked:
    """A file that was looked at, as it is kept: a photo drawn anew, a document as it came.

    ``dhash`` is the photo's perceptual hash as a signed 64-bit number; like photos differ in few of its bits.
    """

    kind: FileKind
    media_type: str
    title: str
    content: bytes
    dhash: int | None = None


class CheckFiles(Protocol):
    """Looks at files in a process of little memory and time."""

    def __call__(self, sent: Sequence[Sent], kind: FileKind) -> list[Checked | FileFault]:
        """Answer for each file, in order, as what it is kept, or why it is not taken."""


class FileStore(Protocol):
    """Where files lie."""

    def keep(self, name: str, content: bytes) -> None:
        """Keep a file under a new name."""

    def read(self, name: str) -> bytes | None:
        """Return a file, or ``None``."""

    def remove(self, name: str) -> None:
        """Forget a file; one that is gone already is no error."""
