"""The life of a payout, what its approver is shown, and who may approve how much."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError, MoveRefused
from trade.kernel.money import Money


class PayoutState(StrEnum):
    """prepared → sent → booked; rejected by the second person, refused by the bank, or returned after it was booked."""

    PREPARED = "prepared"
    SENT = "sent"
    BOOKED = "booked"
    REJECTED = "rejected"
    REFUSED = "refused"
    RETURNED = "returned"


class BatchState(StrEnum):
    """prepared → approved or rejected, as a whole; its payouts go their own ways afterwards."""

    PREPARED = "prepared"
    APPROVED = "approved"
    REJECTED = "rejected"


class FileState(StrEnum):
    """intended → delivered, or refused by the bank as a whole. Until it is known, the bank is asked."""

    INTENDED = "intended"
    DELIVERED = "delivered"
    REFUSED = "refused"


class WithdrawalState(StrEnum):
    """asked → paid once the bank has booked it, returned to the wallet, or cancelled before a payout carries it."""

    ASKED = "asked"
    PAID = "paid"
    RETURNED = "returned"
    CANCELLED = "cancelled"


_S = PayoutState
PAYOUT_MOVES: Final[dict[PayoutState, frozenset[PayoutState]]] = {
    _S.PREPARED: frozenset({_S.SENT, _S.REJECTED}),
    _S.SENT: frozenset({_S.BOOKED, _S.REFUSED, _S.RETURNED}),
    _S.BOOKED: frozenset({_S.RETURNED}),
    _S.REJECTED: frozenset(),
    _S.REFUSED: frozenset(),
    _S.RETURNED: frozenset(),
}


def move_payout(current: str, to: PayoutState) -> PayoutState:
    """Return ``to`` if a payout may go there from ``current``; else ``MoveRefused``."""
    if to not in PAYOUT_MOVES[PayoutState(current)]:
        raise MoveRefused("payout", current, to)
    return to


def payout_content(seller_id: UUID, amount: Money, account_id: UUID | None, bank_account: str) -> bytes:
    """Hash of what the second person is shown; an approval holds for exactly this."""
    shown = f"{seller_id}|{amount.minor}|{amount.currency}|{account_id}|{bank_account}"
    return hashlib.sha256(shown.encode()).digest()


def batch_content(batch_id: UUID, payouts: Iterable[tuple[UUID, bytes]]) -> bytes:
    """Hash of a batch: of every payout in it, in whatever order they are given."""
    digest = hashlib.sha256(batch_id.bytes)
    for payout_id, content in sorted(payouts):
        digest.update(payout_id.bytes + content)
    return digest.digest()


def return_content(payout_id: UUID, arrived: Money, code: str, note: str) -> bytes:
    """Hash of what the second person is shown of a return."""
    return hashlib.sha256(f"{payout_id}|{arrived.minor}|{arrived.currency}|{code}|{note}".encode()).digest()


class ReturnOpen(DomainError):
    """Somebody has said already that this payout came back, and it waits for its second person."""


class NothingToPay(DomainError):
    """The seller has nothing payable."""


class NobodyToPay(DomainError):
    """No seller fits a batch: enough payable, an account in force, no payout that waits."""


class NoBankAccount(DomainError):
    """The seller has no account in force to which money could go."""


class PayoutOpen(DomainError):
    """A payout for this seller waits for its second person already."""


class SamePerson(DomainError):
    """Whoever prepared a payout may not decide on it."""


class OwnReturn(SamePerson):
    """Whoever said that a payout came back may not agree to it."""


class OwnMoney(DomainError):
    """Whoever belongs to a seller, or named the account that its money goes to, may not approve that it leaves."""


class AccountMoved(DomainError):
    """The seller's account in force is another one than the payout was prepared for."""


class PartOfBatch(DomainError):
    """The payout is decided together with its batch."""

    def __init__(self, batch_id: UUID) -> None:
        super().__init__(str(batch_id))
        self.batch_id = batch_id


class AboveLimit(DomainError):
    """One payout may not be larger than ``limit``."""

    def __init__(self, limit: Money) -> None:
        super().__init__(str(limit))
        self.limit = limit


class BeyondAuthority(DomainError):
    """Above ``limit`` only an owner of the platform who approves payments decides."""

    def __init__(self, limit: Money) -> None:
        super().__init__(str(limit))
        self.limit = limit


class NoAccountYet(DomainError):
    """The organisation has named no account to which its money could go."""


class OwedFirst(DomainError):
    """What is overdue or owed back stays in the wallet: at most ``most`` may be taken out."""

    def __init__(self, most: Money) -> None:
        super().__init__(str(most))
        self.most = most
