"""What the catalogue asks of the outside world."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol


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
