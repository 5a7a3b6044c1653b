"""What a product may refuse with, and which quantities it may be sold in."""

from __future__ import annotations

from typing import Final

from trade.kernel.errors import DomainError
from trade.kernel.quantities import QUANTITY_MAX

STORY_MAX: Final = 4000
"""Characters in which a seller tells who it is, in one language."""


HELD_BACK: Final = "held_back"
"""The state of a product that must not be sold; a trigger keeps it so while sellers change theirs."""


class CodeTaken(DomainError):
    """The seller already has a product or SKU with this code."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


def quantity_rule_problem(moq: int, multiple: int) -> str | None:
    """Why MOQ and multiple cannot go together; ``None`` where they can."""
    if multiple < 1 or moq < 1:
        return "not_positive"
    if moq > QUANTITY_MAX:
        return "too_large"
    return "not_multiple" if moq % multiple else None
