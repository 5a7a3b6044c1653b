"""How many of a SKU may be ordered: from the minimum up, in whole multiples."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Final

QUANTITY_MAX: Final = 1_000_000
"""The largest quantity one line may carry; above it a human should talk to the seller."""


@dataclass(frozen=True, slots=True)
class QuantityRule:
    """MOQ and order multiple of a SKU, in its base unit; the MOQ is itself a multiple."""

    minimum: int
    multiple: int

    def admits(self, quantity: int) -> bool:
        """Whether ``quantity`` may be ordered."""
        return self.minimum <= quantity <= QUANTITY_MAX and quantity % self.multiple == 0

    def below(self, quantity: int) -> int:
        """The largest admitted quantity under ``quantity``; 0 where there is none."""
        lower = min(quantity - 1, QUANTITY_MAX) // self.multiple * self.multiple
        return lower if lower >= self.minimum else 0

    def above(self, quantity: int) -> int:
        """The smallest admitted quantity over ``quantity``; 0 where there is none."""
        upper = max(self.minimum, (quantity // self.multiple + 1) * self.multiple)
        return upper if upper <= QUANTITY_MAX else 0

    def at_least(self, quantity: int) -> int:
        """``quantity`` itself where admitted, else the next admitted one above it; 0 where there is none."""
        return quantity if self.admits(quantity) else self.above(quantity)
