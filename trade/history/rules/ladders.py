"""Ladders, minimum and multiple of a SKU, from the quantities at which each price was really paid.

1. A price counts when at least three different customers paid it: what one or two ever got was their own bargain.
   Counter sales count only for goods that no customer bought. Where no price counts, the commonest one stands alone.
2. A price begins at the quantity it was most often paid for (the smaller of two that are equally common).
3. Of prices that begin at one quantity, and of steps that contradict each other (more pieces, dearer), those stay
   that more purchases speak for.
4. The first step is the minimum. The multiple is the largest number that divides all steps and that four fifths of
   the purchases of the minimum or more kept to.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from math import gcd
from typing import Final

from trade.kernel.quantities import QUANTITY_MAX, QuantityRule
from trade.pricing.rules import STEPS_MAX, Step

BUYERS_MIN: Final = 3
MULTIPLE_SHARE: Final = Decimal("0.8")


@dataclass(frozen=True, slots=True)
class PaidPrice:
    """A unit price as it was paid: by how many customers, and in how many lines at each quantity."""

    unit_price: Decimal
    buyers: int
    quantities: Mapping[int, int]

    @property
    def lines(self) -> int:
        """How many purchases speak for this price."""
        return sum(self.quantities.values())

    @property
    def usual_quantity(self) -> int:
        """The quantity it was most often paid for."""
        return min(self.quantities, key=lambda quantity: (-self.quantities[quantity], quantity))


@dataclass(frozen=True, slots=True)
class Derived:
    """A ladder that can be saved, and the quantity rule it keeps to."""

    steps: tuple[Step, ...]
    rule: QuantityRule


def derive(paid: Sequence[PaidPrice]) -> Derived:
    """Derive ladder, minimum and multiple from what was paid.

    ``paid`` is not empty, and each of its prices has quantities. Counter sales (no buyers) stand apart.
    """
    counting = _counting(paid)
    chain = _best_chain(_one_per_quantity(counting))
    chain = sorted(sorted(chain, key=lambda price: -price.lines)[:STEPS_MAX], key=_begins)
    steps = tuple(Step(_begins(price), price.unit_price) for price in chain)
    quantities = [step.quantity for step in steps]
    return Derived(steps, QuantityRule(quantities[0], _multiple(quantities, counting)))


def _counting(paid: Sequence[PaidPrice]) -> list[PaidPrice]:
    """Prices that count; a common one stands in where none does."""
    bought = [price for price in paid if price.buyers] or list(paid)
    shared = [price for price in bought if price.buyers >= BUYERS_MIN]
    return shared or [max(bought, key=lambda price: (price.lines, price.unit_price))]


def _begins(price: PaidPrice) -> int:
    return min(price.usual_quantity, QUANTITY_MAX)


def _one_per_quantity(prices: Sequence[PaidPrice]) -> list[PaidPrice]:
    """Of prices that begin at one quantity, the one paid most often; by rising quantity."""
    best: dict[int, PaidPrice] = {}
    for price in sorted(prices, key=lambda price: (price.lines, price.unit_price)):
        best[_begins(price)] = price
    return [best[quantity] for quantity in sorted(best)]


def _best_chain(prices: Sequence[PaidPrice]) -> list[PaidPrice]:
    """Choose, out of prices by rising quantity, the falling ones that most purchases speak for."""
    chains: list[tuple[int, list[PaidPrice]]] = []
    for price in prices:
        before = [chain for chain in chains if chain[1][-1].unit_price > price.unit_price]
        lines, chain = max(before, key=lambda chain: chain[0], default=(0, []))
        chains.append((lines + price.lines, [*chain, price]))
    return max(chains, key=lambda chain: chain[0])[1]


def _multiple(steps: Sequence[int], prices: Sequence[PaidPrice]) -> int:
    """Find the largest divisor of all steps that enough purchases of at least the minimum kept to."""
    lines: dict[int, int] = {}
    for price in prices:
        for quantity, count in price.quantities.items():
            if quantity >= steps[0]:
                lines[quantity] = lines.get(quantity, 0) + count
    enough = MULTIPLE_SHARE * sum(lines.values())
    for divisor in sorted(_divisors(gcd(*steps)), reverse=True):
        if sum(count for quantity, count in lines.items() if quantity % divisor == 0) >= enough:
            return divisor
    return 1


def _divisors(number: int) -> set[int]:
    small = [n for n in range(1, int(number**0.5) + 1) if number % n == 0]
    return {*small, *(number // n for n in small)}
