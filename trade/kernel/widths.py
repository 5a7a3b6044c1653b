"""Characters as wide as a Chinese one: the same letters, digits and signs as the narrow ones."""

from __future__ import annotations

import unicodedata
from typing import Final

_SAME: Final = ("<wide>", "<noBreak>")


def narrow(text: str) -> str:
    """Fold full-width characters to plain ones, and nothing else: 10² is not a hundred and two."""
    return "".join(
        unicodedata.normalize("NFKC", letter) if unicodedata.decomposition(letter).startswith(_SAME) else letter
        for letter in text
    )
