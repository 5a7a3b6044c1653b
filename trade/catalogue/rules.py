"""How names are folded for search, and what a product may refuse with."""

from __future__ import annotations

import unicodedata
from typing import Final

from trade.kernel.errors import DomainError
from trade.kernel.quantities import QUANTITY_MAX

SEARCH_TERMS_MAX: Final = 6


class CodeTaken(DomainError):
    """The seller already has a product or SKU with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def fold(*texts: str) -> str:
    """Fold names and codes to one lower-case text without widths, accents kept (NFKC)."""
    joined = unicodedata.normalize("NFKC", " ".join(texts)).lower()
    return " ".join(joined.split())


def search_terms(query: str) -> list[str]:
    """Split what somebody typed into folded terms, each of which a product must contain."""
    return fold(query[:200]).split()[:SEARCH_TERMS_MAX]


def like_pattern(term: str) -> str:
    """A LIKE pattern that finds ``term`` anywhere, its own wildcards taken literally."""
    escaped = term.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
    return f"%{escaped}%"


def quantity_rule_problem(moq: int, multiple: int) -> str | None:
    """Why MOQ and multiple cannot go together; ``None`` where they can."""
    if multiple < 1 or moq < 1:
        return "not_positive"
    if moq > QUANTITY_MAX:
        return "too_large"
    return "not_multiple" if moq % multiple else None
