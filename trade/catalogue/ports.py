"""What the catalogue asks of the outside world."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum
from typing import Final, Protocol

from trade.kernel.errors import DomainError

BYTES_MAX: Final = 12 * 1024 * 1024
PIXELS_MAX: Final = 50_000_000
THUMB_BYTES_MAX: Final = 3 * 1024


class Script(Protocol):
    """What is known of Chinese writing."""

    def simplified(self, text: str) -> str:
        """Write ``text`` in simplified characters; what is not Chinese stays as it is."""

    def readings(self, character: str) -> Sequence[str]:
        """Return the toneless pinyin readings of a character, the commonest first; none for what is no character."""


class _NoScript:
    """Stands where nobody has wired a script yet: a name that could not be indexed must not be stored."""

    def simplified(self, text: str) -> str:
        raise RuntimeError("trade.catalogue.ports.provide() was not called")

    def readings(self, character: str) -> Sequence[str]:
        raise RuntimeError("trade.catalogue.ports.provide() was not called")


_provided: list[Script] = [_NoScript()]


def provide(script: Script) -> None:
    """Wire the script that this process reads and writes the index with."""
    _provided[:] = [script]


def script() -> Script:
    """Return the script of this process."""
    return _provided[0]


class PictureFault(StrEnum):
    """Why a file is not taken as a picture."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    TOO_MANY_PIXELS = "too_many_pixels"
    TOO_HEAVY = "too_heavy"
    NOT_A_PICTURE = "not_a_picture"


class PictureRefused(DomainError):
    """A file is not taken as a picture."""

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault)
        self.fault = fault


@dataclass(frozen=True, slots=True)
class Drawn:
    """A picture as we drew it: its size on a page in pixels, and files such as ``thumb.avif``."""

    width: int
    height: int
    files: Mapping[str, bytes]


class PictureStore(Protocol):
    """Where the files of pictures lie."""

    def keep(self, name: str, files: Mapping[str, bytes]) -> None:
        """Keep the files of one picture under a new name."""

    def read(self, name: str, file: str) -> bytes | None:
        """Return one file of a picture, or ``None``."""
