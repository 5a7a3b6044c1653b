"""The chart of accounts and what an entry must satisfy. See docs/ledger.md for the events."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.money import Money


class AccountKind(StrEnum):
    """An account of the chart; per currency, and per organisation where it says so."""

    BANK = "bank"
    CREDIT_RECEIVABLE = "credit_receivable"
    FEE_RECEIVABLE = "fee_receivable"
    UNAPPLIED_RECEIPTS = "unapplied_receipts"
    WALLET = "wallet"
    HOLD = "hold"
    ESCROW = "escrow"
    PAYABLE = "payable"
    DISPUTED = "disputed"
    PAYOUT_CLEARING = "payout_clearing"
    TAX_PAYABLE = "tax_payable"
    COMMISSION = "commission"
    LATE_FEES = "late_fees"
    BAD_DEBT = "bad_debt"
    DEPOSIT = "deposit"
    SERVICES = "services"
    BANK_FEES = "bank_fees"
    RECOVERY_RECEIVABLE = "recovery_receivable"
    CLAWBACK_RECEIVABLE = "clawback_receivable"
    CLAIMS_ABSORBED = "claims_absorbed"
    CARRIER_RECEIVABLE = "carrier_receivable"


class Side(StrEnum):
    """The side on which an account normally stands."""

    DEBIT = "debit"
    CREDIT = "credit"


@dataclass(frozen=True, slots=True)
class AccountRule:
    """How an account kind behaves. ``limited``: keeps a running balance that never goes below 0."""

    side: Side
    owned: bool
    limited: bool = False


CHART: Final[dict[AccountKind, AccountRule]] = {
    AccountKind.BANK: AccountRule(Side.DEBIT, owned=False),
    AccountKind.CREDIT_RECEIVABLE: AccountRule(Side.DEBIT, owned=True, limited=True),
    AccountKind.FEE_RECEIVABLE: AccountRule(Side.DEBIT, owned=True, limited=True),
    AccountKind.UNAPPLIED_RECEIPTS: AccountRule(Side.CREDIT, owned=False),
    AccountKind.WALLET: AccountRule(Side.CREDIT, owned=True, limited=True),
    AccountKind.HOLD: AccountRule(Side.CREDIT, owned=True, limited=True),
    AccountKind.ESCROW: AccountRule(Side.CREDIT, owned=True),
    AccountKind.PAYABLE: AccountRule(Side.CREDIT, owned=True, limited=True),
    AccountKind.DISPUTED: AccountRule(Side.CREDIT, owned=True, limited=True),
    AccountKind.PAYOUT_CLEARING: AccountRule(Side.CREDIT, owned=False),
    AccountKind.TAX_PAYABLE: AccountRule(Side.CREDIT, owned=False),
    AccountKind.COMMISSION: AccountRule(Side.CREDIT, owned=False),
    AccountKind.LATE_FEES: AccountRule(Side.CREDIT, owned=False),
    AccountKind.BAD_DEBT: AccountRule(Side.DEBIT, owned=False),
    AccountKind.DEPOSIT: AccountRule(Side.CREDIT, owned=True, limited=True),
    AccountKind.SERVICES: AccountRule(Side.CREDIT, owned=False),
    AccountKind.BANK_FEES: AccountRule(Side.DEBIT, owned=False),
    AccountKind.RECOVERY_RECEIVABLE: AccountRule(Side.DEBIT, owned=True, limited=True),
    AccountKind.CLAWBACK_RECEIVABLE: AccountRule(Side.DEBIT, owned=True, limited=True),
    AccountKind.CLAIMS_ABSORBED: AccountRule(Side.DEBIT, owned=False),
    AccountKind.CARRIER_RECEIVABLE: AccountRule(Side.DEBIT, owned=True, limited=True),
}


@dataclass(frozen=True, slots=True)
class Account:
    """Names an account: its kind, and whose it is."""

    kind: AccountKind
    organisation_id: UUID | None = None


@dataclass(frozen=True, slots=True)
class Posting:
    """One side of an entry; ``minor`` is positive for a debit and negative for a credit."""

    account: Account
    minor: int
    currency: str


def transfer(debit: Account, credit: Account, amount: Money) -> list[Posting]:
    """The commonest entry: ``amount`` debited here and credited there."""
    return [
        Posting(debit, amount.minor, amount.currency),
        Posting(credit, -amount.minor, amount.currency),
    ]


def is_balanced(postings: list[Posting]) -> bool:
    """Whether the postings sum to zero in each currency."""
    sums: dict[str, int] = {}
    for posting in postings:
        sums[posting.currency] = sums.get(posting.currency, 0) + posting.minor
    return bool(postings) and not any(sums.values())
