"""What banking asks of the outside world: somebody who reads the bank's files, which strangers may have made."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final, Protocol

from trade.kernel.errors import DomainError

FILE_BYTES: Final = 8 * 1024 * 1024
"""The largest file that is read at all."""


class FileKind(StrEnum):
    """How a bank wrote a file: statements in three ways, or a report on payments."""

    CAMT = "camt.053"
    MT940 = "mt940"
    CSV = "csv"
    REPORT = "pain.002"


class FileFault(StrEnum):
    """Why a file cannot be read as one of a bank's."""

    EMPTY = "empty"
    NOT_A_BANKS = "not_a_banks"
    BROKEN = "broken"
    DOCTYPE = "doctype"
    """It declares entities, which no bank's file does and an attacker's may."""
    TOO_LARGE = "too_large"
    TOO_HEAVY = "too_heavy"
    FAILED = "failed"
    """Something went wrong on our side."""
    CURRENCY = "currency"
    """It is in a currency that is not dealt in here."""
    CSV_CURRENCY = "csv_currency"
    CSV_ACCOUNT = "csv_account"
    CSV_MIXED = "csv_mixed"
    CSV_DAY = "csv_day"
    CSV_AMOUNT = "csv_amount"
    CSV_BALANCE = "csv_balance"
    """A row's balance is not the one before it and its amount."""


class BankFileRefused(DomainError):
    """A file that is not read, where it is known because of ``row``. Nothing was kept of it."""

    def __init__(self, fault: FileFault, *, row: int = 0) -> None:
        super().__init__(fault)
        self.fault = fault
        self.row = row


@dataclass(frozen=True, slots=True)
class ReadLine:
    """A line of a statement. ``minor`` is positive where money came in.

    ``reference`` is the end-to-end id, ``bank_reference`` the bank's own; ``code`` is the reason of a return.
    """

    booked_on: date
    minor: int
    reference: str = ""
    bank_reference: str = ""
    name: str = ""
    text: str = ""
    code: str = ""
    is_return: bool = False


@dataclass(frozen=True, slots=True)
class ReadStatement:
    """A statement of one account over some days: closing is opening and all of its lines, or it is not taken."""

    bank_id: str
    account: str
    currency: str
    opened_on: date
    closed_on: date
    opening_minor: int
    closing_minor: int
    lines: Sequence[ReadLine]

    @property
    def gap_minor(self) -> int:
        """What its lines miss of the difference between its balances; zero, or it is incomplete."""
        return self.closing_minor - self.opening_minor - sum(line.minor for line in self.lines)


@dataclass(frozen=True, slots=True)
class ReadPayment:
    """What a report says of one payment; ``status`` as ISO 20022 has it (ACCP, ACSC, RJCT …)."""

    reference: str
    status: str
    code: str = ""
    minor: int | None = None
    currency: str = ""

    @property
    def is_rejected(self) -> bool:
        """Whether the bank will not pay it: refused, or taken back before it was carried out."""
        return self.status in {"RJCT", "CANC"}


@dataclass(frozen=True, slots=True)
class BankReading:
    """All that a file says."""

    kind: FileKind
    statements: Sequence[ReadStatement] = ()
    payments: Sequence[ReadPayment] = ()


class ReadBankFile(Protocol):
    """Reads a bank's file in a process of its own, with little memory, little time and no secrets."""

    def __call__(self, content: bytes) -> BankReading:
        """Return what it says; ``BankFileRefused`` where it cannot be read."""
