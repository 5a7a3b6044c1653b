"""How much of a delivered line can be claimed, and what it comes to."""

from __future__ import annotations

from dataclasses import dataclass

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, split


@dataclass(frozen=True, slots=True)
class Claimable:
    """A delivered line: what was delivered and paid of it, and what has been claimed of either."""

    delivered: int
    paid: Money
    claimed: int
    claimed_amount: Money

    @property
    def left(self) -> int:
        """Units of which nothing was claimed yet."""
        return self.delivered - self.claimed


class NotClaimable(DomainError):
    """More than is left of what was delivered; ``left`` units are."""

    def __init__(self, name: str, left: int) -> None:
        super().__init__(f"{name}: {left}")
        self.name = name
        self.left = left


def compensation(line: Claimable, quantity: int) -> Money:
    """The share of what was paid that ``quantity`` units come to; claims of all units sum to exactly what was paid.

    Each claim takes its share of what earlier ones have left. ``ValueError`` for units that are not left.
    """
    if not 0 < quantity <= line.left:
        raise ValueError(quantity)
    part, _ = split(line.paid - line.claimed_amount, [quantity, line.left - quantity])
    return part
