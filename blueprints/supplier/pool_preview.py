"""What members pay at each step of a pool, and what that brings the seller: shown before it is offered, and after."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from decimal import Decimal

from trade.kernel.money import Money
from trade.pooling.queries import PoolRow
from trade.pooling.rules import amount_of


@dataclass(frozen=True, slots=True)
class StepPaid:
    """One step: the price of each good, what the least commitment costs, what it saves, and the goods sold in all.

    ``together`` is what the quantity of the step comes to where there is one good; of several nobody can say.
    """

    quantity: int
    prices: Sequence[Decimal]
    least: Money
    saved: Money
    together: Money | None


def what_members_pay(pool: PoolRow) -> list[StepPaid]:
    """Return each step of a pool in what it means for a member that takes the least of everything."""
    found: list[StepPaid] = []
    for step, quantity in enumerate(pool.quantities):
        prices = [good.unit_prices[step] for good in pool.goods]
        lines = [(good.member_minimum, price) for good, price in zip(pool.goods, prices, strict=True)]
        least = amount_of(lines, pool.currency)
        together = None if pool.is_combination else amount_of([(quantity, prices[0])], pool.currency)
        first = found[0].least if found else least
        found.append(StepPaid(quantity, prices, least, first - least, together))
    return found
