"""What a commitment costs at a step, and what it costs at the most."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import Decimal

from trade.kernel.money import Money, line_total


def amount_of(lines: Iterable[tuple[int, Decimal]], currency: str) -> Money:
    """What lines of (quantity, unit price) cost, each rounded once. A pool's prices hold the tax, and the freight to its regions.

    Nothing of it falls when a price or quantity rises: what is held at the step a member insists on, the first one
    where they insist on none, is never less than what they pay.
    """
    return Money.sum((line_total(price, quantity, currency) for quantity, price in lines), currency)
