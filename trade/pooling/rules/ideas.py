"""Where small orders would together reach a better step, and the pool that could be made of it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from decimal import Decimal
from typing import Any, Final
from uuid import UUID

from trade.kernel.money import Money, line_total
from trade.pooling.rules.terms import PooledGood, Terms

LASTS: Final = timedelta(days=7)
WITHDRAW_BEFORE: Final = timedelta(days=1)
BUYERS_MIN: Final = 3
"""Fewer than so many shops are no group."""
ROOM: Final = 2
"""A pool is given room for so many times what was bought alone."""


@dataclass(frozen=True, slots=True)
class Bought:
    """What a region's shops have bought of a SKU in small orders, by themselves, over some weeks."""

    seller_id: UUID
    sku_id: UUID
    region_code: str
    weeks: int
    buyers: int
    orders: int
    units: int
    largest: int
    spent: Money

    @property
    def paid(self) -> Decimal:
        """What they have paid for a unit on average, in major units."""
        return self.spent.decimal / self.units


@dataclass(frozen=True, slots=True)
class Sold:
    """How the SKU is sold: its ladder for everybody, the quantities it is ordered in, and what lies there."""

    quantities: Sequence[int]
    unit_prices: Sequence[Decimal]
    moq: int
    multiple: int
    available: int
    currency: str


@dataclass(frozen=True, slots=True)
class Idea:
    """A pool worth proposing: together the units reach ``step``, at which they would have cost less by ``saves``."""

    bought: Bought
    sold: Sold
    step: int
    capacity: int
    saves: Money

    @property
    def unit_price(self) -> Decimal:
        """What a unit costs at the step."""
        return self.sold.unit_prices[self.step]

    @property
    def told(self) -> dict[str, Any]:
        """The reasoning, as the proposal keeps and shows it."""
        bought = self.bought
        return {
            "region": bought.region_code, "weeks": bought.weeks, "buyers": bought.buyers, "orders": bought.orders,
            "units": bought.units, "largest": bought.largest, "paid": f"{bought.paid:.4f}",
            "step": self.sold.quantities[self.step], "unit_price": f"{self.unit_price:f}", "saves": self.saves.minor,
            "currency": self.saves.currency,
        }  # fmt: skip

    def terms(self, title: str, at: datetime) -> Terms:
        """The pool that is proposed."""
        bought = self.bought
        return pool_of(bought.sku_id, bought.region_code, self.sold, self.step, self.capacity, title, at)


def pool_of(sku_id: UUID, region_code: str, sold: Sold, step: int, capacity: int, title: str, at: datetime) -> Terms:
    """A pool with its seller's own ladder over the total; it succeeds from the step that makes it worth while."""
    steps = [n for n, quantity in enumerate(sold.quantities) if quantity <= capacity]
    good = PooledGood(sku_id, tuple(sold.unit_prices[n] for n in steps), capacity, sold.multiple, sold.moq)
    quantities = tuple(sold.quantities[n] for n in steps)
    ends = at + LASTS
    return Terms(title, (region_code,), at, ends, ends - WITHDRAW_BEFORE, quantities[step], quantities, (good,))


def idea_of(bought: Bought, sold: Sold) -> Idea | None:
    """The pool that could be made of what was bought; ``None`` where it would not be cheaper, or cannot be served."""
    if bought.buyers < BUYERS_MIN or bought.spent.currency != sold.currency:
        return None
    capacity = min(sold.available, ROOM * bought.units) // sold.multiple * sold.multiple
    reached = [n for n, quantity in enumerate(sold.quantities) if quantity <= min(bought.units, capacity)]
    if not reached or reached[-1] == 0:
        return None
    together = line_total(sold.unit_prices[reached[-1]], bought.units, sold.currency)
    if not together < bought.spent:
        return None
    return Idea(bought, sold, reached[-1], capacity, bought.spent - together)
