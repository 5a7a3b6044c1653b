"""How names and searches are folded, so that what was typed is found however it was written."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterator
from itertools import groupby
from typing import Final

from trade.catalogue.ports import Script

IDEOGRAPHS: Final = 0x2E80
"""From here on a character is a word of its own: Chinese, kana, hangul."""

_PARTS: Final = re.compile(r"[0-9]+|[^0-9]+")


def fold(*texts: str) -> str:
    """Fold names and codes to one lower-case text without widths, accents kept (NFKC)."""
    joined = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    return " ".join(joined.split())


def plain(text: str, script: Script) -> str:
    """Fold to what is compared: no widths, cases, accents or traditional characters."""
    folded = unicodedata.normalize("NFD", fold(script.simplified(fold(text))))
    return unicodedata.normalize("NFC", "".join(c for c in folded if not "\u0300" <= c <= "\u036f"))


def runs(text: str) -> Iterator[str]:
    """Cut folded text into runs of letters and digits, and of ideographs; everything else parts them."""
    for kind, run in groupby(text, _kind):
        if kind:
            yield "".join(run)


def kind_of(run: str) -> str:
    """Return ``ideograph`` or ``letter``, which all characters of a run are."""
    return _kind(run[0])


def parts(run: str) -> list[str]:
    """Cut ``500ml`` where digits and letters meet."""
    return _PARTS.findall(run)


def _kind(character: str) -> str:
    if not character.isalnum():
        return ""
    return "ideograph" if ord(character) >= IDEOGRAPHS else "letter"
