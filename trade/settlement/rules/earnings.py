"""What an order line earns its seller, and the life of a settlement run."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import accumulate
from typing import Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, share_of


class RunState(StrEnum):
    """queued → running → done; a run that was killed is taken up where it stood."""

    QUEUED = "queued"
    RUNNING = "running"
    DONE = "done"


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


class RunOpen(DomainError):
    """A settlement is under way already."""

    def __init__(self, run_id: UUID) -> None:
        super().__init__(str(run_id))
        self.run_id = run_id


SELLERS_AT_ONCE: Final = 8
LINES_AT_ONCE: Final = 250_000
"""Sellers and lines that one transaction of a run settles: enough to read each page of lines once for several sellers, few
enough that little is done again after a kill."""


def at_once(line_counts: Sequence[int], lines: int) -> int:
    """How many of the next sellers are settled in one transaction: as many as have ``lines`` together, and always one."""
    within = sum(total <= lines for total in accumulate(line_counts))
    return max(within, 1)
