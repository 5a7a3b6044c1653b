"""Where a name stands in a list that is sorted by name, the same in every database."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from trade.catalogue.ports import Script
from trade.catalogue.rules.folding import kind_of, parts, plain, runs

SORT_KEY_MAX: Final = 120
UNSORTED: Final = "~"
"""The key of what was never sorted: behind every other, since a key holds letters, digits and spaces."""

_NAMELESS: Final = "0"
_DIGITS: Final = 8


def sort_key(script: Script, *names: str) -> str:
    """Return the key of the first of ``names`` that can be read; never empty. Compared byte by byte.

    Ideographs stand by their commonest sound, a syllable a word; numbers by how large they are.
    """
    for name in names:
        words = [word for run in runs(plain(name, script)) for word in _words(run, script)]
        if words:
            return " ".join(words)[:SORT_KEY_MAX].rstrip()
    return _NAMELESS


def _words(run: str, script: Script) -> Iterator[str]:
    if kind_of(run) == "ideograph":
        yield from ((script.readings(character) or (character,))[0] for character in run)
    else:
        yield "".join(part.zfill(_DIGITS) if part.isascii() and part.isdigit() else part for part in parts(run))
