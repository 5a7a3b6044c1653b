"""The life of a payout, and what its approver is shown."""

from __future__ import annotations

import hashlib
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money


class PayoutState(StrEnum):
    """prepared → sent → booked; or rejected by the second person."""

    PREPARED = "prepared"
    SENT = "sent"
    BOOKED = "booked"
    REJECTED = "rejected"


_S = PayoutState
PAYOUT_MOVES: Final[dict[PayoutState, frozenset[PayoutState]]] = {
    _S.PREPARED: frozenset({_S.SENT, _S.REJECTED}),
    _S.SENT: frozenset({_S.BOOKED}),
    _S.BOOKED: frozenset(),
    _S.REJECTED: frozenset(),
}


def move_payout(current: str, to: PayoutState) -> PayoutState:
    """Return ``to`` if a payout may go there from ``current``; else ``MoveRefused``."""
    if to not in PAYOUT_MOVES[PayoutState(current)]:
        raise MoveRefused("payout", current, to)
    return to


def payout_content(seller_id: UUID, amount: Money, bank_account: str) -> bytes:
    """Hash of what the second person is shown; an approval holds for exactly this."""
    shown = f"{seller_id}|{amount.minor}|{amount.currency}|{bank_account}"
    return hashlib.sha256(shown.encode()).digest()


class NothingToPay(DomainError):
    """The seller has nothing payable."""


class NoBankAccount(DomainError):
    """The seller has not said where money should go."""


class PayoutOpen(DomainError):
    """A payout for this seller waits for its second person already."""


class SamePerson(DomainError):
    """Whoever prepared a payout may not decide on it."""
