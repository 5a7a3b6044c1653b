"""Where a pool stands: the step that its members reach together, and what reaches the next one."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise


@dataclass(frozen=True, slots=True)
class Demand:
    """What is asked of each SKU of a pool, by the step that its members want at least, and what its seller has for it.

    ``requested[good][step]`` are base units that count only from that step on: 0 is "at any price".
    """

    requested: tuple[tuple[int, ...], ...]
    capacities: tuple[int, ...]

    @classmethod
    def read(cls, flat: Sequence[int], capacities: Sequence[int]) -> Demand:
        """Read the counters of a pool: one good's steps after the other's."""
        steps = len(flat) // len(capacities)
        rows = tuple(tuple(flat[at : at + steps]) for at in range(0, len(flat), steps))
        return cls(rows, tuple(capacities))

    def with_more(self, quantities: Sequence[int], step: int) -> Demand:
        """What is asked for once so much of each SKU is asked for as well, from ``step`` on; taken back where it is negative."""
        counted = zip(self.requested, quantities, strict=True)
        rows = ((*row[:step], row[step] + more, *row[step + 1 :]) for row, more in counted)
        return Demand(tuple(rows), self.capacities)

    @property
    def everything(self) -> int:
        """All that is asked for, whatever its conditions and the capacity."""
        return sum(map(sum, self.requested))

    def at(self, step: int) -> int:
        """What is bought at ``step``: of each SKU what its members ask for at that price, up to its capacity."""
        wanted = (sum(by_step[: step + 1]) for by_step in self.requested)
        return sum(min(asked, most) for asked, most in zip(wanted, self.capacities, strict=True))


@dataclass(frozen=True, slots=True)
class Further:
    """``more`` base units, asked for at any price, reach ``step``, which holds from ``quantity`` on."""

    more: int
    quantity: int
    step: int


@dataclass(frozen=True, slots=True)
class Standing:
    """How a pool would end if it closed now.

    ``total``: base units that count, capped. ``requested``: all that is asked for. ``missing``: what lacks to the minimum.
    """

    total: int
    requested: int
    step: int
    missing: int
    next: Further | None

    @property
    def succeeds(self) -> bool:
        """Whether the minimum is reached."""
        return self.missing == 0


def step_reached(quantities: Sequence[int], demand: Demand) -> int:
    """The step at which exactly those stay whose condition it meets, and which their total reaches: the best such one.

    That is where dropping members whose condition fails, and pricing anew, ends when it begins with everybody. It ends
    at the largest step that those who accept it reach; at the first one where they reach none.
    """
    reached = (step for step in reversed(range(len(quantities))) if demand.at(step) >= quantities[step])
    return next(reached, 0)


def standing(quantities: Sequence[int], minimum: int, demand: Demand, multiple: int = 1) -> Standing:
    """How the pool stands. ``multiple`` is what its total grows by."""
    step = step_reached(quantities, demand)
    total = demand.at(step)
    return Standing(total, demand.everything, step, max(0, minimum - total), _next(quantities, demand, step, multiple))


def _next(quantities: Sequence[int], demand: Demand, step: int, multiple: int) -> Further | None:
    """The nearest better step; of two that are equally near, the better one."""
    found: Further | None = None
    first = step if demand.at(step) < quantities[step] else step + 1
    for better in range(first, len(quantities)):
        lacking = quantities[better] - demand.at(better)
        more = -(-lacking // multiple) * multiple
        if found is None or more <= found.more:
            found = Further(more, quantities[better], better)
    return found


def steps_rise(quantities: Sequence[int]) -> bool:
    """Whether each step begins above the one before, and all above nothing."""
    return bool(quantities) and quantities[0] > 0 and all(low < high for low, high in pairwise(quantities))


def step_for_price(prices: Sequence[object], at_most: object) -> int | None:
    """The first step whose price is at most ``at_most``; ``None`` where no step is. Prices fall from step to step."""
    return next((step for step, price in enumerate(prices) if price <= at_most), None)  # type: ignore[operator]
