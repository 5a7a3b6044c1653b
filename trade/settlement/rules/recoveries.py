"""How a seller pays back what it bears of a late claim: from what it earns, what is held back, an invoice; then it is given up."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money


class RecoveryStage(StrEnum):
    """earnings → reserves → invoiced → overdue, and closed from any of them. Each also takes from all that the ones before it do.

    earnings: what is payable, and the next statements. reserves: what statements have held back. invoiced: the wallet.
    overdue: every reminder was sent, and two people may give it up.
    """

    EARNINGS = "earnings"
    RESERVES = "reserves"
    INVOICED = "invoiced"
    OVERDUE = "overdue"
    CLOSED = "closed"


RESERVES_AFTER: Final = timedelta(days=30)
"""Reserves are taken from this long after a recovery began: until then the seller's earnings have time to pay it."""
INVOICED_AFTER: Final = timedelta(days=14)
"""What is open so long after that is invoiced."""
DUE_WITHIN: Final = timedelta(days=14)
REMIND: Final = (timedelta(0), timedelta(days=7), timedelta(days=14))
"""When a seller is reminded, after the day its invoice is due; after the last time it can be given up."""


@dataclass(frozen=True, slots=True)
class Given:
    """What the platform gives back of its own with a part of a settled line."""

    commission: Money
    tax: Money


def commission_back(taken: Money, kept: Money, given: Money, corrected: Money) -> Money:
    """What is given back of the commission ``taken`` of a line, so that ``kept`` is left: the commission on the rest.

    ``given`` back before for claims, ``corrected`` for disputes; never more than all of it.
    """
    wanted, left = taken - kept - given, taken - given - corrected
    zero = Money.zero(taken.currency)
    return max(zero, min(wanted, left))


class NotOverdue(DomainError):
    """A seller is still being asked for it, or it owes nothing any more: nothing is given up before every reminder was sent."""


def write_off_content(recovery_id: UUID, amount: Money, note: str) -> bytes:
    """Hash of what the second person is shown: of which recovery how much is given up, and why."""
    return hashlib.sha256(f"{recovery_id}|{amount.minor}|{amount.currency}|{note}".encode()).digest()
