"""What payouts ask of the outside world: a bank that takes files, and somebody who writes them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Protocol
from uuid import UUID

from trade.kernel.money import Money
from trade.parties.payees import PayeeDetails


class BankUnclear(Exception):
    """Nobody knows whether the bank has the file: no answer, or one that says nothing. It is asked later, never re-keyed."""


class BankRefused(Exception):
    """The bank will not take this file, now or later; the text is its own."""


class Bank(Protocol):
    """Where files of payments go.

    ``reference`` is the message's own id, unique for ever: it may be given again with the same bytes, and the bank takes
    it once.
    """

    def submit(self, reference: str, content: bytes) -> None:
        """Hand a file over. Raises ``BankUnclear`` or ``BankRefused``; without either the bank has it."""

    def knows(self, reference: str) -> bool:
        """Whether the bank has this file. Raises ``BankUnclear`` where it does not say."""


@dataclass(frozen=True, slots=True)
class Payment:
    """One payment of a file: ``reference`` is its end-to-end id, which comes back on the bank's sheet."""

    id: UUID
    reference: str
    amount: Money
    payee: PayeeDetails


@dataclass(frozen=True, slots=True)
class PaymentOrder:
    """A file of payments in one currency from one account, before it is written."""

    reference: str
    made_at: datetime
    debtor: str
    debtor_account: str
    payments: Sequence[Payment]


class WritePayments(Protocol):
    """Writes a payment order as the bank reads it: ISO 20022 pain.001.001.09."""

    def __call__(self, order: PaymentOrder) -> bytes:
        """Return the bytes of the file; the same order makes the same bytes."""
