"""Claimed goods that go back to their seller before it bears the claim."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.claims.rules.life import Reason, Remedy
from trade.kernel.errors import DomainError, InvalidInput

SEND_WITHIN: Final = timedelta(days=7)
"""The buyer sends them within this, or a person decides."""
ARRIVE_WITHIN: Final = timedelta(days=14)
"""The seller says within this what arrived, or they count as arrived: a delivery that nobody confirms does too."""
CARRIER_MAX: Final = 80


class NotReturned(StrEnum):
    """Why the goods of a claim do not go back."""

    MISSING = "missing"
    WISH = "wish"
    TRIED = "tried"
    SENT = "sent"
    NOT_SENT = "not_sent"


class ReturnRefused(DomainError):
    """The goods of a claim do not go back (now), for ``reason``."""

    def __init__(self, reason: NotReturned) -> None:
        super().__init__(reason)
        self.reason = reason


def require_returnable(*, reason: Reason, wish: Remedy, is_tried: bool, by_seller: bool) -> None:
    """Raise ``ReturnRefused`` for goods that never came, for a second time, or where a seller would rather than the buyer."""
    if reason is Reason.MISSING:
        raise ReturnRefused(NotReturned.MISSING)
    if is_tried:
        raise ReturnRefused(NotReturned.TRIED)
    if by_seller and wish is not Remedy.RETURN:
        raise ReturnRefused(NotReturned.WISH)


def all_arrived(claimed: Mapping[UUID, int], arrived: Mapping[UUID, int]) -> bool:
    """Whether everything came back. Raises ``InvalidInput`` for other lines, or for more or less than there can be."""
    if set(arrived) != set(claimed) or any(not 0 <= arrived[line] <= units for line, units in claimed.items()):
        raise InvalidInput("lines", "beyond_claimed")
    return dict(arrived) == dict(claimed)
