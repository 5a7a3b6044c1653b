"""What is taken as a file, and which photos are alike."""

from __future__ import annotations

import unicodedata
from enum import StrEnum
from typing import Final

from trade.kernel.errors import DomainError

BYTES_MAX: Final[dict[str, int]] = {"photo": 12 * 1024 * 1024, "document": 12 * 1024 * 1024}
PHOTOS_MAX: Final = 6
"""How many photos belong to one thing that is told."""
TITLE_MAX: Final = 120
ALIKE: Final = 6
"""Photos whose hashes differ in at most so many of 64 bits are taken for the same."""
_CUT: Final = str.maketrans(dict.fromkeys('/\\:*?"<>|', "_"))


class FileKind(StrEnum):
    """What a file is sent as: a photo is drawn anew; a document may also be a PDF."""

    PHOTO = "photo"
    DOCUMENT = "document"


class FileFault(StrEnum):
    """Why a file is not taken; ``BUSY`` says nothing of the file."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    NOT_A_PHOTO = "not_a_photo"
    NOT_A_DOCUMENT = "not_a_document"
    BROKEN = "broken"
    ACTIVE = "active"
    LOCKED = "locked"
    BUSY = "busy"


class FileRefused(DomainError):
    """A file is not taken."""

    def __init__(self, fault: FileFault) -> None:
        super().__init__(fault)
        self.fault = fault


def title_of(sent: str) -> str:
    """Return what a file is called on pages and when it is saved; no path, no sign that cannot be seen."""
    name = unicodedata.normalize("NFC", sent).replace("\\", "/").rpartition("/")[2]
    seen = "".join(sign for sign in name if unicodedata.category(sign)[0] != "C").translate(_CUT)
    return " ".join(seen.split()).strip(". ")[:TITLE_MAX]


def differing(one: int, other: int) -> int:
    """In how many bits two hashes differ."""
    return ((one ^ other) & (2**64 - 1)).bit_count()


def are_alike(one: int, other: int) -> bool:
    """Whether two photos show the same, though one was made smaller or pressed harder."""
    return differing(one, other) <= ALIKE
