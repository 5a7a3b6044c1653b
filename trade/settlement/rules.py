"""What an order line earns its seller, the life of a payout, and what its approver is shown."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money, share_of


class RunState(StrEnum):
    """queued → running → done; a run that was killed is taken up where it stood."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


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


@dataclass(frozen=True, slots=True)
class Earning:
    """A delivered order line, divided between the platform and its seller."""

    gross: Money
    commission: Money
    net: Money


def earning_of(gross: Money, commission_rate: Decimal) -> Earning:
    """Divide what was delivered and paid; commission rounds half up, the seller gets the rest.

    The set-wise SQL of a settlement says the same; a test holds the two together.
    """
    commission = share_of(gross, commission_rate)
    return Earning(gross, commission, gross - commission)


def payout_content(seller_id: UUID, amount: Money, bank_account: str) -> bytes:
    """Hash of what the second person is shown; an approval holds for exactly this."""
    shown = f"{seller_id}|{amount.minor}|{amount.currency}|{bank_account}"
    return hashlib.sha256(shown.encode()).digest()


class RunOpen(DomainError):
    """A settlement is under way already."""

    def __init__(self, run_id: UUID) -> None:
        super().__init__(str(run_id))
        self.run_id = run_id


class NothingToPay(DomainError):
    """The seller has nothing payable."""


class NoBankAccount(DomainError):
    """The seller has not said where money should go."""


class PayoutOpen(DomainError):
    """A payout for this seller waits for its second person already."""


class SamePerson(DomainError):
    """Whoever prepared a payout may not decide on it."""
