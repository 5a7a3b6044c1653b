"""The ladder meter: where a quantity stands on its ladder, ready to draw."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from functools import lru_cache

from trade.pricing.rules import Counting, Ladder, Mode, NextStep, Price


@dataclass(frozen=True, slots=True)
class MeterStep:
    """One step on the bar; ``position`` is where it begins, in per cent of the bar."""

    min_quantity: int
    unit_price: Decimal
    reached: bool
    current: bool
    position: float


@dataclass(frozen=True, slots=True)
class LadderMeter:
    """A bar cut at the steps, filled (in per cent) to where the quantity stands.

    ``graduated``: a step's price is for the units beyond it. ``together``: the product's SKUs count as one.
    ``beyond``: the ladder prices what an agreement leaves. ``covers``: it is an agreement's, for so many at most.
    """

    quantity: int
    unit_label: str
    currency: str
    steps: tuple[MeterStep, ...]
    fill: float
    next: NextStep | None
    graduated: bool = False
    together: bool = False
    beyond: bool = False
    covers: int | None = None


def meter_of_price(price: Price, quantity: int, unit_label: str, next_step: NextStep | None) -> LadderMeter:
    """Draw ``quantity`` on the ladder of an answer, and say for how much of it that ladder holds."""
    meter = meter_of(price.ladder, quantity, unit_label, next_step)
    if price.segments[0].agreement_line is None:
        return meter
    return replace(meter, beyond=price.is_beyond, covers=price.covered)


@lru_cache(maxsize=4096)
def meter_of(ladder: Ladder, quantity: int, unit_label: str, next_step: NextStep | None) -> LadderMeter:
    """Draw ``quantity`` on ``ladder``: every step gets the same width, filled within it in proportion."""
    width = 100 / len(ladder.steps)
    current = ladder.step_at(quantity)
    steps = tuple(
        MeterStep(
            min_quantity=step.quantity,
            unit_price=step.unit_price,
            reached=quantity >= step.quantity,
            current=index == current and quantity >= step.quantity,
            position=round(index * width, 2),
        )
        for index, step in enumerate(ladder.steps)
    )
    fill = _fill(ladder, quantity, current, width)
    graduated, together = ladder.mode is Mode.GRADUATED, ladder.counting is Counting.PRODUCT
    return LadderMeter(quantity, unit_label, ladder.currency, steps, fill, next_step, graduated, together)


def _fill(ladder: Ladder, quantity: int, current: int, width: float) -> float:
    if quantity <= 0:
        return 0.0
    if current + 1 == len(ladder.steps):
        return 100.0
    begins = ladder.steps[current].quantity if current else 0  # the minimum itself shows as something
    ends = ladder.steps[current + 1].quantity
    return round(width * (current + (quantity - begins) / (ends - begins)), 2)
