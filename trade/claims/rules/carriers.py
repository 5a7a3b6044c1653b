"""What carriers owe for the claims that they bear, and how the platform gives it up: by two people."""

from __future__ import annotations

import hashlib
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money

NAME_MAX: Final = 80


class LossOpen(DomainError):
    """Somebody proposed already to give up what is owed for this claim."""


class OwnLoss(DomainError):
    """Whoever proposed to give something up may not agree to it."""


class NothingOwed(DomainError):
    """The carrier owes nothing for this claim any more."""


def loss_content(claim_id: UUID, amount: Money, note: str) -> bytes:
    """Hash of what the second person is shown: of which claim how much is given up, and why."""
    return hashlib.sha256(f"{claim_id}|{amount.minor}|{amount.currency}|{note}".encode()).digest()
