"""A seller's word against a line of its statement, and how far finance can put it right."""

from __future__ import annotations

from enum import StrEnum

from trade.kernel.errors import DomainError
from trade.kernel.money import Money


class DisputeState(StrEnum):
    """open → corrected by a new line, or declined with the reason; or withdrawn by the seller."""

    OPEN = "open"
    CORRECTED = "corrected"
    DECLINED = "declined"
    WITHDRAWN = "withdrawn"


class DisputeOpen(DomainError):
    """The line is disputed already and waits for its answer."""


class DisputeClosed(DomainError):
    """The dispute has been answered or withdrawn."""


class CorrectionTooLarge(DomainError):
    """A correction gives back commission: together no more than was taken of the line; ``left`` is what remains."""

    def __init__(self, left: Money) -> None:
        super().__init__(str(left))
        self.left = left


def require_correction(correction: Money, commission: Money, corrected: Money) -> None:
    """Raise ``CorrectionTooLarge`` unless all corrections of a line stay within its commission."""
    left = commission - corrected
    if not 0 < correction.minor <= left.minor:
        raise CorrectionTooLarge(left)


def unpaid(payable: Money, later: Money) -> Money:
    """What of a statement has not been paid out: payouts take the oldest first, so ``later`` statements go out last."""
    left = payable - later
    return max(left, Money.zero(left.currency))
