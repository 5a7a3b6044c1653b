"""When a pool is worth proposing for what a region will want."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from decimal import ROUND_CEILING, Decimal
from typing import Any, Final
from uuid import UUID

from trade.kernel.errors import DomainError
from trade.kernel.money import Money, line_total
from trade.pooling.rules import Terms
from trade.pooling.rules.ideas import BUYERS_MIN, Sold, pool_of

PROPOSED_MAX: Final = 3
"""So many proposals made from forecasts wait for a seller at a time."""
PROPOSED_BY: Final = "forecast"


class ChanceGone(DomainError):
    """What was shown cannot be proposed any more."""


@dataclass(frozen=True, slots=True)
class Ahead:
    """What a region will want of a SKU in the 30 days, and how many of its shops bought it lately."""

    sku_id: UUID
    region_code: str
    expected: Decimal
    low80: Decimal
    high80: Decimal
    buyers: int


@dataclass(frozen=True, slots=True)
class Proposal:
    """A pool worth proposing: what is expected reaches ``step``, which saves so much beside the first step's price."""

    ahead: Ahead
    sold: Sold
    step: int
    capacity: int
    saves: Money

    @property
    def told(self) -> dict[str, Any]:
        """The reasoning, as the proposal keeps and shows it."""
        ahead, sold = self.ahead, self.sold
        return {
            "by": PROPOSED_BY, "region": ahead.region_code, "buyers": ahead.buyers, "expected": int(ahead.expected),
            "low": int(ahead.low80), "high": int(ahead.high80), "step": sold.quantities[self.step],
            "alone": f"{sold.unit_prices[0]:f}", "unit_price": f"{sold.unit_prices[self.step]:f}",
            "saves": self.saves.minor, "currency": self.saves.currency,
        }  # fmt: skip

    def terms(self, title: str, at: datetime) -> Terms:
        """The pool that is proposed."""
        ahead = self.ahead
        return pool_of(ahead.sku_id, ahead.region_code, self.sold, self.step, self.capacity, title[:120], at)


def proposal_of(ahead: Ahead, sold: Sold) -> Proposal | None:
    """The pool for what will be wanted; ``None`` where too few shops buy, or what is there reaches no better step.

    It has room for nine months in ten, if so much is left to sell.
    """
    if ahead.buyers < BUYERS_MIN:
        return None
    room = int(ahead.high80.to_integral_value(ROUND_CEILING))
    capacity = min(sold.available, room) // sold.multiple * sold.multiple
    reached = [n for n, quantity in enumerate(sold.quantities) if quantity <= capacity and quantity <= ahead.expected]
    if not reached or reached[-1] == 0 or capacity < sold.moq:
        return None
    step = reached[-1]
    saves = line_total(sold.unit_prices[0] - sold.unit_prices[step], int(ahead.expected), sold.currency)
    return Proposal(ahead, sold, step, capacity, saves) if saves.minor > 0 else None
